package io.github.camelmtasts.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A policy file as its owner wants to see it: line by line, with all that is wrong, where senders stop at the first fault.
 *
 * @param dialect   the form it was read by
 * @param policy    what senders read; empty if it is not valid
 * @param fault     what is wrong with the whole, such as a missing field; empty if nothing, or if the lines tell
 * @param lines     the first ones, {@link #MAX_LINES} at most
 * @param moreLines how many follow, that are not told of
 */
public record PolicyReview(
        Dialect dialect, Optional<Policy> policy, Optional<String> fault, List<Line> lines, int moreLines) {

    /** Honest policies have about ten. */
    public static final int MAX_LINES = 100;

    /** In characters; no honest line is as long. */
    private static final int MAX_SHOWN = 300;

    public PolicyReview {
        lines = List.copyOf(lines);
    }

    /** What a line is to senders. */
    public enum Verdict {
        /** There is nothing against it. */
        GOOD,
        /** It breaks the grammar. */
        BROKEN,
        /** A field that the standard does not know, and senders pass over. */
        UNKNOWN,
        /** The same, but nearly a field that the standard knows. */
        MISSPELT,
        /** A field that was there before: the first counts. */
        REPEATED
    }

    /**
     * One line.
     *
     * @param number  counted from 1
     * @param text    fit to be shown
     * @param verdict what it is to senders
     * @param detail  what is to be said about it, without a full stop; empty if nothing
     */
    public record Line(int number, String text, Verdict verdict, String detail) {

        static Line of(int number, String text, Verdict verdict, String detail) {
            return new Line(number, Untrusted.text(text, MAX_SHOWN), verdict, detail);
        }
    }

    /** Reads a file by the rules of {@link PolicyParser}, and then each line by itself. */
    public static PolicyReview of(String text, Dialect dialect) {
        List<String> all = linesOf(text);
        List<String> shown = all.subList(0, Math.min(all.size(), MAX_LINES));
        try {
            Policy policy = PolicyParser.of(dialect).parse(text);
            return new PolicyReview(
                    dialect, Optional.of(policy), Optional.empty(), lines(shown, dialect), all.size() - shown.size());
        } catch (PolicySyntaxException invalid) {
            List<Line> lines = dialect == Dialect.DRAFT06 ? withFault(shown, invalid) : lines(shown, dialect);
            boolean told = lines.stream().anyMatch(line -> line.verdict() == Verdict.BROKEN);
            return new PolicyReview(
                    dialect,
                    Optional.empty(),
                    told ? Optional.empty() : Optional.of(String.valueOf(invalid.getMessage())),
                    lines,
                    all.size() - shown.size());
        }
    }

    private static List<Line> lines(List<String> texts, Dialect dialect) {
        return dialect == Dialect.RFC8461
                ? new LineReview().of(texts)
                : withFault(texts, new PolicySyntaxException(""));
    }

    /** A line of JSON means nothing by itself. */
    private static List<Line> withFault(List<String> texts, PolicySyntaxException fault) {
        List<Line> lines = new ArrayList<>();
        for (String text : texts) {
            int number = lines.size() + 1;
            lines.add(
                    number == fault.line()
                            ? Line.of(number, text, Verdict.BROKEN, fault.brokenRule())
                            : Line.of(number, text, Verdict.GOOD, ""));
        }
        return lines;
    }

    /** A line ends with LF or CRLF; empty ones at the end are none (RFC 8461 section 3.2). */
    private static List<String> linesOf(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            lines.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }
}
