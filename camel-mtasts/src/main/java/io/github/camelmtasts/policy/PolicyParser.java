package io.github.camelmtasts.policy;

/** Reads a policy file. */
@FunctionalInterface
public interface PolicyParser {

    /**
     * Reads the whole text, or nothing of it (RFC 8461 section 3.2).
     *
     * @param text the body, decoded as UTF-8
     * @throws PolicySyntaxException if any rule is broken, with the line and the rule
     */
    Policy parse(String text) throws PolicySyntaxException;

    /** The parser for a dialect; stateless. */
    static PolicyParser of(Dialect dialect) {
        return switch (dialect) {
            case RFC8461 -> TextPolicy::parse;
            case DRAFT06 -> JsonPolicy::parse;
        };
    }
}
