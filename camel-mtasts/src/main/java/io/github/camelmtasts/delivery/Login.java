package io.github.camelmtasts.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;

/**
 * Who we are to a smart host. The password is never written anywhere but to the host.
 *
 * @param user     the name of the account
 * @param password its password, as it is
 */
public record Login(String user, String password) {

    private static final String HIDDEN = "***";

    /** A text of the host, which may repeat what it heard, without the password. */
    public String hiddenIn(String text) {
        return Stream.of(
                        base64("\0" + user + "\0" + password),
                        base64(user + "\0" + user + "\0" + password),
                        base64(password),
                        password)
                .filter(secret -> !secret.isEmpty())
                .reduce(text, (rest, secret) -> rest.replace(secret, HIDDEN));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return user + "/" + HIDDEN;
    }
}
