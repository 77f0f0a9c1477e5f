package io.github.camelmtasts.policy;

/**
 * One {@code mx} pattern of a policy. In RFC 8461 a name, or {@code *.} and a name that stands for exactly one more label
 * (section 4.1); in draft-06 a name, or a name with a leading dot that stands for any number of more labels.
 */
public final class MxPattern {

    private enum Kind {
        /** {@code mail.example.com} */
        NAME(""),
        /** {@code *.example.com}, RFC 8461 */
        ONE_LABEL_MORE("*."),
        /** {@code .example.com}, draft-06 */
        ANY_LABELS_MORE(".");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    private final Kind kind;
    private final DomainName name;
    private final String written;

    private MxPattern(Kind kind, DomainName name, String written) {
        this.kind = kind;
        this.name = name;
        this.written = written;
    }

    /**
     * Reads a pattern by the grammar of RFC 8461 section 3.2.
     *
     * @throws PolicySyntaxException if it is none, or is the text of an address, which no host is named by
     */
    public static MxPattern parse(String text) throws PolicySyntaxException {
        MxPattern pattern = parse(text, text.startsWith("*.") ? Kind.ONE_LABEL_MORE : Kind.NAME);
        if (pattern.kind == Kind.NAME && pattern.name.isAddressText()) {
            throw invalid(text, "it is an address, and no MX host is named by one");
        }
        return pattern;
    }

    /**
     * Reads a pattern by the grammar of draft-06 section 3.2.
     *
     * @throws PolicySyntaxException if it is none; {@code *.} is the RFC's way of writing, and is none
     */
    static MxPattern parseDraft(String text) throws PolicySyntaxException {
        return parse(text, text.startsWith(".") ? Kind.ANY_LABELS_MORE : Kind.NAME);
    }

    /** Reads anew what {@link #toString} of a pattern of either grammar said. */
    static MxPattern ofAccepted(String written) {
        Kind kind = written.startsWith("*")
                ? Kind.ONE_LABEL_MORE
                : written.startsWith(".") ? Kind.ANY_LABELS_MORE : Kind.NAME;
        return new MxPattern(kind, DomainName.of(written.substring(kind.prefix.length())), written);
    }

    private static MxPattern parse(String text, Kind kind) throws PolicySyntaxException {
        String name = text.substring(kind.prefix.length());
        DomainName valid = DomainName.ifValidALabels(name)
                .orElseThrow(() -> invalid(
                        text,
                        DomainName.isAscii(name)
                                ? "a pattern is a host name, or *. and a name"
                                : "international names stand there as A-labels (xn--...)"));
        return new MxPattern(kind, valid, text);
    }

    /**
     * Whether this pattern covers the host's name (RFC 8461 section 4.1): label by label, without regard to case, and
     * {@code *} for exactly the whole left-most label.
     */
    public boolean matches(DomainName mxHost) {
        return switch (kind) {
            case NAME -> mxHost.equals(name);
            case ONE_LABEL_MORE -> mxHost.isChildOf(name);
            case ANY_LABELS_MORE -> mxHost.isBelow(name);
        };
    }

    /**
     * Whether this draft pattern covers a wildcard identity {@code *.base} of a certificate: a name by one label more, a
     * suffix if the labels agree from the right until the shorter side ends (draft-06 section 4.1).
     */
    boolean matchesWildcard(DomainName base) {
        return switch (kind) {
            case NAME -> name.isChildOf(base);
            case ONE_LABEL_MORE -> false;
            case ANY_LABELS_MORE -> base.equals(name) || base.isBelow(name) || name.isBelow(base);
        };
    }

    private static PolicySyntaxException invalid(String pattern, String why) {
        return new PolicySyntaxException("mx pattern '" + Untrusted.text(pattern, 80) + "' is none: " + why);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MxPattern that && kind == that.kind && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + kind.hashCode();
    }

    /** The pattern as the policy wrote it. */
    @Override
    public String toString() {
        return written;
    }
}
