package io.github.camelmtasts.discovery;

/**
 * What becomes of mail to a domain whose TXT record cannot be looked up, when no policy of it is cached; and of mail to a
 * domain without a policy now, when the store cannot say whether there was one.
 */
public enum OnDnsFailure {
    /** It waits: whoever cannot tell does not guess "no policy". */
    DEFER,
    /** It goes out as without a policy; whoever can disturb DNS can then take MTA-STS away (RFC 8461 section 10.2). */
    DELIVER
}
