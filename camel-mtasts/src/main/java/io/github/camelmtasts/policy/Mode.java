package io.github.camelmtasts.policy;

/** What a policy asks of senders when its checks fail (RFC 8461 section 5). */
public enum Mode {
    /** Do not deliver to a host that fails. */
    ENFORCE,
    /** Deliver as though nothing had failed, and report it. The draft calls this mode {@code report}. */
    TESTING,
    /** As if there were no policy. */
    NONE
}
