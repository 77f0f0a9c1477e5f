package io.github.camelmtasts.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who we are to a smart host. The password is never written anywhere but to the host.
 *
 * @param user       the name of the account
 * @param password   its password or access token, as it is
 * @param mechanisms by which ways it may be told, the first that the host offers; empty for the usual ones
 */
public record Login(String user, String password, List<String> mechanisms) {

    private static final String HIDDEN = "***";

    public Login {
        mechanisms = List.copyOf(mechanisms);
    }

    /** A text of the host, which may repeat what it heard, without the password. */
    public String hiddenIn(String text) {
        return Stream.of(
                        base64("\0" + user + "\0" + password),
                        base64(user + "\0" + user + "\0" + password),
                        base64("user=" + user + "\1auth=Bearer " + password + "\1\1"),
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
