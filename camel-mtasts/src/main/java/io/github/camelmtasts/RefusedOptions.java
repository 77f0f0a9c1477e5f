package io.github.camelmtasts;

import java.util.Map;
import java.util.TreeMap;

import org.apache.camel.util.StringHelper;

/**
 * Options of {@code smtp:} that users will try here, and that must not work: they would weaken TLS, lead the connection
 * elsewhere, or promise what this component does not do. Each is refused by name, with what to write instead.
 */
final class RefusedOptions {

    private static final String SESSION_SETTINGS =
            "Jakarta Mail settings could weaken TLS or redirect the connection; TLS follows from the recipient's policy, and"
                    + " timeouts, ports and names have options of their own";

    private static final Map<String, String> REASONS = new TreeMap<>(Map.ofEntries(
            Map.entry("javaMailSender", "the mail is sent by this component itself"),
            Map.entry("javaMailProperties", SESSION_SETTINGS),
            Map.entry("additionalJavaMailProperties", SESSION_SETTINGS),
            Map.entry("useJavaMailSessionPropertiesFromHeaders", SESSION_SETTINGS),
            Map.entry("session", SESSION_SETTINGS),
            Map.entry("socketFactory", "the connection goes to the recipient's MX host, by a socket of this component"),
            Map.entry(
                    "debugMode",
                    "it would print mails and passwords; set the log level of io.github.camelmtasts to DEBUG"),
            Map.entry("ignoreUriScheme", "there is one scheme, mtasts"),
            Map.entry(
                    "sslContextParameters",
                    "trust is the same for all endpoints; set sslContextParameters on the component"),
            Map.entry(
                    "host",
                    "the recipients' MX hosts follow from DNS; for one host that takes all mail write smartHost"),
            Map.entry("port", "write smtpPort")));

    private RefusedOptions() {}

    /**
     * Looks for options that must not work.
     *
     * @throws IllegalArgumentException naming the first one found, the reason and what to write instead
     */
    static void check(String uri, Map<String, Object> parameters) {
        for (String name : parameters.keySet()) {
            String option = StringHelper.before(name, ".", name); // an option that is a map is written option.key
            String reason = option.equals("mail") ? SESSION_SETTINGS : REASONS.get(option);
            if (reason != null) {
                throw new IllegalArgumentException(
                        "The option " + name + " is not allowed on " + withoutQuery(uri) + ": " + reason);
            }
        }
    }

    private static String withoutQuery(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    static Map<String, String> reasons() {
        return Map.copyOf(REASONS);
    }
}
