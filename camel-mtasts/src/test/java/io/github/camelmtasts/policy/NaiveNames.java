package io.github.camelmtasts.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Names compared label by label, with no thought of speed: the oracle that our own matching is held against. */
final class NaiveNames {

    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9.-]*");

    private static final Predicate<String> IS_LABEL =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?").asMatchPredicate();

    private static final Predicate<String> IS_NUMBER = Pattern.compile("[0-9]+").asMatchPredicate();

    private NaiveNames() {}

    /** The labels of a host name, in lower case; empty if it is none (RFC 1035 section 2.3.4, RFC 5321 section 2.3.5). */
    static Optional<List<String>> labels(String text) {
        if (!CHARACTERS.matcher(text).matches() || plain(text).length() > 253) {
            return Optional.empty();
        }
        List<String> labels = List.of(plain(text).split("\\.", -1));
        return Optional.of(labels).filter(all -> all.stream().allMatch(IS_LABEL));
    }

    /** Without what names are compared without: case and a final dot. */
    static String plain(String text) {
        boolean ascii = text.chars().allMatch(c -> c < 0x80);
        String name = ascii ? text.toLowerCase(Locale.ROOT) : text;
        return name.length() > 1 && name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** RFC 8461 section 3.2; the text of an address is no host. */
    static boolean isRfcPattern(String pattern) {
        return pattern.startsWith("*.")
                ? labels(pattern.substring(2)).isPresent()
                : labels(pattern)
                        .filter(labels -> !IS_NUMBER.test(last(labels)))
                        .isPresent();
    }

    /** RFC 8461 section 4.1. */
    static boolean rfcPatternFits(String pattern, DomainName host) {
        return isRfcPattern(pattern) && fits(pattern, host);
    }

    /** RFC 9525 section 6.3; a wildcard right below the top is nobody's to have. */
    static boolean rfcIdentityFits(String dnsId, DomainName host) {
        return isIdentity(dnsId) && fits(dnsId, host);
    }

    private static boolean isIdentity(String identity) {
        return identity.startsWith("*.")
                ? labels(identity.substring(2)).filter(base -> base.size() > 1).isPresent()
                : labels(identity).isPresent();
    }

    private static boolean fits(String pattern, DomainName host) {
        List<String> labels = labels(host.toString()).orElseThrow();
        return pattern.startsWith("*.")
                ? labels(pattern.substring(2)).orElseThrow().equals(labels.subList(1, labels.size()))
                : labels(pattern).orElseThrow().equals(labels);
    }

    static boolean isDraftPattern(String pattern) {
        return labels(pattern.startsWith(".") ? pattern.substring(1) : pattern).isPresent();
    }

    /** Draft-06 section 4.1, hardened: whole labels, a star for one label more, a leading dot for one or more. */
    static boolean draftFits(String identity, String pattern) {
        if (!isIdentity(identity) || !isDraftPattern(pattern)) {
            return false;
        }
        boolean star = identity.startsWith("*.");
        boolean suffix = pattern.startsWith(".");
        List<String> name = labels(star ? identity.substring(2) : identity).orElseThrow();
        List<String> mx = labels(suffix ? pattern.substring(1) : pattern).orElseThrow();
        if (star && suffix) {
            return endsWith(name, mx) || endsWith(mx, name);
        }
        if (star) {
            return mx.size() == name.size() + 1 && endsWith(mx, name);
        }
        return suffix ? name.size() > mx.size() && endsWith(name, mx) : name.equals(mx);
    }

    private static boolean endsWith(List<String> labels, List<String> tail) {
        return labels.size() >= tail.size()
                && labels.subList(labels.size() - tail.size(), labels.size()).equals(tail);
    }

    private static String last(List<String> labels) {
        return labels.get(labels.size() - 1);
    }
}
