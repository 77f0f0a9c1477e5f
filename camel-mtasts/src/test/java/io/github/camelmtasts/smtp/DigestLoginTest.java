package io.github.camelmtasts.smtp;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.Login;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A login by DIGEST-MD5 (RFC 2831), as Dovecot asks for it. */
class DigestLoginTest extends RawBench {

    private static final String DOVECOT =
            "realm=\"\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\",charset=\"utf-8\",algorithm=\"md5-sess\"";

    private String challenge = DOVECOT;

    @BeforeEach
    void offerDigest() throws Exception {
        mx.close();
        mx = new RawMx("250-AUTH DIGEST-MD5\r\n", this::answer);
    }

    @Override
    MxTarget target() {
        return new MxTarget(
                DomainName.of("raw.example"),
                InetAddress.getLoopbackAddress(),
                mx.port(),
                MxTarget.Service.SUBMISSION,
                Optional.of(new Login("ann", "correct-horse", List.of())));
    }

    private String answer(String line) {
        if (line.equals("AUTH DIGEST-MD5")) {
            return "334 " + base64(challenge);
        }
        if (line.equals("*")) {
            return "501 5.7.0 as you like";
        }
        if (line.isEmpty()) {
            return "235 2.7.0 welcome";
        }
        return line.matches("[A-Za-z0-9+/]{40,}=*")
                ? verdict(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8))
                : RawMx.agree(line);
    }

    private static String verdict(String response) {
        boolean right = value("response", response).equals(digest("AUTHENTICATE:smtp/raw.example", response));
        return right
                ? "334 " + base64("rspauth=" + digest(":smtp/raw.example", response))
                : "535 5.7.8 credentials invalid";
    }

    /** RFC 2831 section 2.1.2.1, with an empty realm. */
    private static String digest(String a2, String response) {
        byte[] secret = md5("ann::correct-horse".getBytes(StandardCharsets.UTF_8));
        String rest = ":OA6MG9tEQGm2hh:" + value("cnonce", response);
        byte[] a1 = new byte[secret.length + rest.length()];
        System.arraycopy(secret, 0, a1, 0, secret.length);
        System.arraycopy(rest.getBytes(StandardCharsets.US_ASCII), 0, a1, secret.length, rest.length());
        String seed = hex(a1) + ":OA6MG9tEQGm2hh:00000001:" + value("cnonce", response) + ":auth:"
                + hex(a2.getBytes(StandardCharsets.US_ASCII));
        return hex(seed.getBytes(StandardCharsets.US_ASCII));
    }

    private static String value(String name, String response) {
        Matcher found = Pattern.compile("(?:^|,)" + name + "=\"?([^\",]*)").matcher(response);
        return found.find() ? found.group(1) : "";
    }

    private static String hex(byte[] text) {
        return HexFormat.of().formatHex(md5(text));
    }

    private static byte[] md5(byte[] text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text);
        } catch (java.security.NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DOVECOT,
                "nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\",charset=utf-8,algorithm=md5-sess",
                "nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\",charset=utf-8,algorithm=md5-sess,realm=\"\""
            })
    void aHostWithoutARealmTakesTheLogin(String asked) {
        challenge = asked;

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("ACCEPTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "algorithm=md5-sess", "nonce=\"x\",qop=\"auth-conf\",algorithm=md5-sess", "nonce"})
    void aChallengeThatCannotBeAnsweredBlamesTheMechanismAndNotThePassword(String asked) {
        challenge = asked;

        Failure failure =
                send("a@raw.example").values().iterator().next().failure().orElseThrow();

        assertThat(failure.reason().name()).isEqualTo("AUTHENTICATION_FAILED");
        assertThat(failure.explanation())
                .contains("DIGEST-MD5", "authMechanisms")
                .doesNotContain("username and password");
        assertThat(mx.commands()).contains("*");
    }

    @Test
    void aHostThatProvesNoKnowledgeOfThePasswordIsNotTrustedWithTheMail() {
        mx.follow(line -> line.matches("[A-Za-z0-9+/]{40,}=*") ? "334 " + base64("rspauth=00") : answer(line));

        assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo("AUTHENTICATION_FAILED");
        assertThat(mx.commands()).noneMatch(line -> line.startsWith("MAIL"));
    }
}
