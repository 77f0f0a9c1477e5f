package io.github.camelmtasts.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.github.camelmtasts.policy.PolicyReview.Line;
import io.github.camelmtasts.policy.PolicyReview.Verdict;

/**
 * Judges each line of a text policy by itself. The grammar is asked of {@link TextPolicy}: the line stands first in a file that is
 * in order but for the mx lines, so that a fault in line 1 is the line's own.
 */
final class LineReview {

    private static final String THE_REST = "\nversion: STSv1\nmode: testing\nmax_age: 604800\n";

    /** All but mx, of which there may be many (RFC 8461 section 3.2). */
    private static final Set<String> ONCE = Set.of("version", "mode", "max_age");

    private static final List<String> KNOWN = List.of("mx", "mode", "version", "max_age");

    private final Set<String> seen = new HashSet<>();

    List<Line> of(List<String> texts) {
        List<Line> lines = new ArrayList<>();
        for (String text : texts) {
            lines.add(line(lines.size() + 1, text));
        }
        return lines;
    }

    private Line line(int number, String text) {
        String name = text.substring(0, Abnf.endOfName(text, 0, text.length()));
        if (ONCE.contains(name) && seen.contains(name)) {
            return Line.of(number, text, Verdict.REPEATED, "there is a " + name + " above, and the first counts");
        }
        if (text.startsWith(":", name.length())) {
            seen.add(name); // it counts, whatever its value
        }
        Optional<String> fault = faultOf(text);
        if (fault.isPresent()) {
            return Line.of(number, text, Verdict.BROKEN, fault.get());
        }
        return KNOWN.contains(name) ? Line.of(number, text, Verdict.GOOD, "") : unknown(number, text, name);
    }

    private static Optional<String> faultOf(String line) {
        try {
            TextPolicy.parse(line + THE_REST);
            return Optional.empty();
        } catch (PolicySyntaxException invalid) {
            return invalid.line() == 1 ? Optional.of(invalid.brokenRule()) : Optional.empty();
        }
    }

    private static Line unknown(int number, String text, String name) {
        String shown = "'" + name + "' is no field of the standard, and senders pass it over";
        return KNOWN.stream()
                .filter(known -> isNearly(known, name))
                .findFirst()
                .map(known -> Line.of(number, text, Verdict.MISSPELT, shown + "; " + known + " may be meant"))
                .orElseGet(() -> Line.of(number, text, Verdict.UNKNOWN, shown));
    }

    /** But for case, hyphens and one letter. */
    private static boolean isNearly(String known, String name) {
        String written = name.toLowerCase(Locale.ROOT).replace('-', '_');
        return written.equals(known)
                || isWithOneLess(written, known)
                || isWithOneLess(known, written)
                || isWithOneOther(written, known);
    }

    private static boolean isWithOneLess(String longer, String shorter) {
        return longer.length() == shorter.length() + 1 && differences(longer, shorter, 1) == 0;
    }

    private static boolean isWithOneOther(String one, String other) {
        return one.length() > 2 && one.length() == other.length() && differences(one, other, 0) <= 1;
    }

    /** How many letters differ, where so many may be left out at the first difference. */
    private static int differences(String longer, String shorter, int leftOut) {
        int at = 0;
        while (at < shorter.length() && longer.charAt(at) == shorter.charAt(at)) {
            at++;
        }
        int count = 0;
        for (int i = at + leftOut; i < longer.length(); i++) {
            count += longer.charAt(i) == shorter.charAt(i - leftOut) ? 0 : 1;
        }
        return count;
    }
}
