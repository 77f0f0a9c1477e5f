package io.github.camelmtasts.publication;

/** How far a policy has come. Each stage says what its owner has to do. */
public enum Stage {
    /** The change would lock mail out, so that the former policy is served on: mend what the notices say, or force it. */
    REFUSED,
    /** It is served, but not yet seen at each address of the policy host: leave the record as it is. */
    SERVED,
    /** It is seen at each address: publish the record now. */
    VERIFIED,
    /** Its record is in DNS; some senders may still go by a former policy: keep what that one needs. */
    ANNOUNCED,
    /** No sender goes by a former policy any more. */
    SETTLED,
    /** The policy is one of mode none, and no sender goes by another one: record and policy may be removed. */
    REMOVABLE,
    /** It is served no more. */
    REMOVED
}
