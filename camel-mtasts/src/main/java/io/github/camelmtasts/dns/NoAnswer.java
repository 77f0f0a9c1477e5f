package io.github.camelmtasts.dns;

/** What one resolver said or did that tells nothing of the name. */
final class NoAnswer extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean withoutEdns;

    /**
     * For this reason.
     *
     * @param withoutEdns whether the same resolver may do better without EDNS (RFC 6891 section 7)
     */
    NoAnswer(String detail, boolean withoutEdns) {
        super(detail, null, false, false);
        this.withoutEdns = withoutEdns;
    }

    boolean isWorthAskingWithoutEdns() {
        return withoutEdns;
    }
}
