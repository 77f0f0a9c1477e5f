package io.github.camelmtasts.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
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

    /** In characters: so much of a secret in a row is no chance, and worth hiding. */
    private static final int PIECE = 16;

    public Login {
        mechanisms = List.copyOf(mechanisms);
    }

    /** A text of the host, which may repeat what it heard, without the password; nothing of it if it holds a piece of that. */
    public String hiddenIn(String text) {
        String rest = secrets().reduce(text, (left, secret) -> left.replace(secret, HIDDEN));
        return secrets().anyMatch(secret -> holdsPieceOf(secret, rest)) ? HIDDEN : rest;
    }

    private static boolean holdsPieceOf(String secret, String text) {
        return IntStream.rangeClosed(0, secret.length() - PIECE)
                .anyMatch(begin -> text.contains(secret.substring(begin, begin + PIECE)));
    }

    private Stream<String> secrets() {
        return Stream.of(
                        base64("\0" + user + "\0" + password),
                        base64(user + "\0" + user + "\0" + password),
                        base64("user=" + user + "\1auth=Bearer " + password + "\1\1"),
                        base64(password),
                        password)
                .filter(secret -> !secret.isEmpty());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return user + "/" + HIDDEN;
    }
}
