package io.github.camelmtasts.policy;

/** The two forms of MTA-STS that are in use: the standard, and the draft from which it came. */
public enum Dialect {

    /** Text policy, modes enforce, testing and none, patterns compared with the MX host's name (RFC 8461). */
    RFC8461("/.well-known/mta-sts.txt"),

    /**
     * JSON policy, modes enforce and report, patterns compared with the names in the MX host's certificate
     * (draft-ietf-uta-mta-sts-06). The draft lets whoever forges DNS choose the host, as long as some certificate fits.
     */
    DRAFT06("/.well-known/mta-sts.json");

    private final String wellKnownPath;

    Dialect(String wellKnownPath) {
        this.wellKnownPath = wellKnownPath;
    }

    /** The path of the policy file at the policy host (RFC 8461 section 3.2, draft-06 section 3.2). */
    public String wellKnownPath() {
        return wellKnownPath;
    }
}
