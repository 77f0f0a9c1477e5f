package io.github.camelmtasts.policy;

/** A policy file that breaks the grammar; the owner of the policy domain must mend it. It is never used in part. */
public final class PolicySyntaxException extends Exception {

    private static final long serialVersionUID = 1;

    private final int line;
    private final String brokenRule;

    /** A rule that no single line has broken. */
    public PolicySyntaxException(String brokenRule) {
        this(0, brokenRule);
    }

    PolicySyntaxException(int line, String brokenRule) {
        super(line == 0 ? brokenRule : "line " + line + ": " + brokenRule);
        this.line = line;
        this.brokenRule = brokenRule;
    }

    /** The rule, without the line. */
    public String brokenRule() {
        return brokenRule;
    }

    /** The line of the fault, counted from 1; 0 if it is in no line, such as a missing field. */
    public int line() {
        return line;
    }
}
