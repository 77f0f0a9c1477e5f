package io.github.camelmtasts.delivery;

/**
 * What becomes of mail to a domain that does not exist any more, or takes no more mail, while an enforced policy of it is
 * kept: DNS may be forged, and the policy is a sign that there were hosts.
 */
public enum OnVanishedDomain {
    /** It fails for good, as DNS has it. */
    FAIL,
    /** It waits, as long as the policy is in force. */
    DEFER
}
