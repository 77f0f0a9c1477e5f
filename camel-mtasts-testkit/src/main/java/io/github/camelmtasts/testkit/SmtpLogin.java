package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** AUTH PLAIN (RFC 4616) and the older AUTH LOGIN, as exchanges of base64 lines. */
final class SmtpLogin {
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
            default -> false;
        };
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
