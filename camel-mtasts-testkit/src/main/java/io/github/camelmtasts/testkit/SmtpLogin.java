package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AUTH PLAIN (RFC 4616), the older AUTH LOGIN, and XOAUTH2 whose token is the password, as exchanges of base64 lines. */
final class SmtpLogin {
    private static final Pattern BEARER = Pattern.compile("user=(.*)\u0001auth=Bearer (.*)\u0001\u0001");

    private final SmtpScript.Logins expected;
    private final SmtpWire wire;

    SmtpLogin(SmtpScript.Logins expected, SmtpWire wire) {
        this.expected = expected;
        this.wire = wire;
    }

    /** Holds the exchange; true for the right user and password. The last reply is the caller's to send. */
    boolean authenticate(String argument) throws IOException {
        String[] words = argument.split("\\s+", 2);
        String initial = words.length > 1 ? words[1] : "";
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "PLAIN" -> {
                String[] parts = decode(initial.isEmpty() ? ask("") : initial).split("\0", -1);
                yield parts.length == 3 && matches(parts[1], parts[2]);
            }
            case "LOGIN" -> {
                String user = decode(initial.isEmpty() ? ask("Username:") : initial);
                yield matches(user, decode(ask("Password:")));
            }
            case "XOAUTH2" -> bearer(decode(initial));
            default -> false;
        };
    }

    /** Who shows a wrong token is told why in a challenge, and then refused, as large mail services do it. */
    private boolean bearer(String response) throws IOException {
        Matcher parts = BEARER.matcher(response);
        boolean right = parts.matches() && matches(parts.group(1), parts.group(2));
        if (!right) {
            ask("{\"status\":\"401\",\"schemes\":\"bearer\"}");
        }
        return right;
    }

    private String ask(String prompt) throws IOException {
        String challenge = Base64.getEncoder().encodeToString(prompt.getBytes(StandardCharsets.US_ASCII));
        wire.write("334 " + challenge, "");
        return wire.readLine();
    }

    private boolean matches(String user, String password) {
        return expected.match(user, password);
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
