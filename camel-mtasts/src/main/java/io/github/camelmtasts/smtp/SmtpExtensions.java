package io.github.camelmtasts.smtp;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a host offered in its last EHLO (RFC 5321 section 4.1.1.1).
 *
 * @param parameters what stands behind each keyword, by keyword in upper case
 */
record SmtpExtensions(Map<String, String> parameters) {

    static final SmtpExtensions NONE = new SmtpExtensions(Map.of());

    SmtpExtensions {
        parameters = Map.copyOf(parameters);
    }

    /** Reads the offer: all lines behind the first, which is the host's name. */
    static SmtpExtensions of(Heard ehlo) {
        Map<String, String> offered = new HashMap<>();
        List<String> lines = ehlo.texts();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.strip().split("\\s+", 2);
            offered.put(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : "");
        }
        return new SmtpExtensions(offered);
    }

    /** TLS may begin (RFC 3207). */
    boolean startTls() {
        return parameters.containsKey("STARTTLS");
    }

    /** Several commands may be sent at once (RFC 2920). */
    boolean pipelining() {
        return parameters.containsKey("PIPELINING");
    }

    /** The host wants to know the size of each mail (RFC 1870). */
    boolean size() {
        return parameters.containsKey("SIZE");
    }

    /** The host takes bytes above 127 in a mail (RFC 6152). */
    boolean eightBitMime() {
        return parameters.containsKey("8BITMIME");
    }

    /** The host takes addresses and header fields beyond ASCII (RFC 6531). */
    boolean smtpUtf8() {
        return parameters.containsKey("SMTPUTF8");
    }

    /** By which mechanisms one may log in (RFC 4954 section 3); old hosts write AUTH=. Empty if the host takes no login. */
    Optional<Set<String>> logins() {
        Set<String> mechanisms = new LinkedHashSet<>();
        parameters.forEach((keyword, parameter) -> {
            if (keyword.equals("AUTH") || keyword.startsWith("AUTH=")) {
                String named = keyword.replaceFirst("AUTH=?", "") + " " + parameter;
                mechanisms.addAll(List.of(named.strip().toUpperCase(Locale.ROOT).split("\\s+")));
            }
        });
        return mechanisms.isEmpty() ? Optional.empty() : Optional.of(mechanisms);
    }

    /** In bytes; the largest mail that the host takes, 0 if it did not say. */
    long sizeLimit() {
        return limit(parameters.getOrDefault("SIZE", "").strip());
    }

    /** RFC 1870 section 4: at most 20 digits; what cannot be read, or does not fit, is no limit. */
    private static long limit(String digits) {
        try {
            return Math.max(0, Long.parseLong(digits));
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    boolean isTooSmallFor(long bytes) {
        return sizeLimit() > 0 && bytes > sizeLimit();
    }
}
