package io.github.camelmtasts.smtp;

import java.util.List;

import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.policy.Untrusted;

/**
 * A reply as it came (RFC 5321 section 4.2.1), before it is cut.
 *
 * @param code  of its last line
 * @param lines all of them, without their ends
 */
record Heard(int code, List<String> lines) {

    private static final int CODE_LENGTH = 3;

    /**
     * The reply that these lines are.
     *
     * @throws OutOfStep if a line refuses and the last one does not: they answer different commands, or nothing
     */
    static Heard of(List<String> lines) throws OutOfStep {
        String last = lines.get(lines.size() - 1);
        Heard heard = new Heard(Integer.parseInt(last.substring(0, CODE_LENGTH)), List.copyOf(lines));
        boolean agreed = lines.stream().allMatch(line -> line.charAt(0) == last.charAt(0));
        if (!agreed && !heard.reply().isRefusal()) {
            throw new OutOfStep("the lines of a reply contradict each other: "
                    + cut(heard.reply().text()));
        }
        return heard;
    }

    /** Whether a line is one of a reply: three digits, and behind them nothing, a space or a hyphen. */
    static boolean isPartOfReply(String line) {
        return line.length() >= CODE_LENGTH
                && line.chars().limit(CODE_LENGTH).allMatch(c -> c >= '0' && c <= '9')
                && (line.length() == CODE_LENGTH || line.charAt(CODE_LENGTH) == ' ' || line.charAt(CODE_LENGTH) == '-');
    }

    /** Whether more lines follow this one. */
    static boolean goesOn(String line) {
        return line.length() > CODE_LENGTH && line.charAt(CODE_LENGTH) == '-';
    }

    static OutOfStep noReply(String line) {
        return new OutOfStep("the host said what is no reply: " + cut(line));
    }

    private static String cut(String text) {
        return Untrusted.text(text, 160);
    }

    /** What stands behind the code, line by line. */
    List<String> texts() {
        return lines.stream()
                .map(line -> line.substring(Math.min(line.length(), CODE_LENGTH + 1)))
                .toList();
    }

    SmtpReply reply() {
        return new SmtpReply(code, String.join("\n", lines));
    }
}
