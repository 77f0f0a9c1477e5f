package io.github.camelmtasts.testkit;

/**
 * How many sessions a server serves at a time.
 *
 * @param sessions    as many as are served
 * @param stage       when the others hear of it
 * @param replyBeyond what they hear
 */
record Crowd(int sessions, SmtpStage stage, String replyBeyond) {

    /** As many as come. */
    static final Crowd NONE = new Crowd(Integer.MAX_VALUE, SmtpStage.BANNER, "");
}
