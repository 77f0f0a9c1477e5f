package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.security.sasl.SaslException;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Login;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.SmtpReply;

/** The login at a smart host (RFC 4954). */
final class HostLogin {

    /** RFC 4954 section 4. */
    private static final int CHALLENGE = 334;

    /** RFC 4954 section 6. */
    private static final int SUCCEEDED = 235;

    /** An access token is no password, so that it is told only if the operator says so. */
    private static final List<String> USUAL = List.of("LOGIN", "PLAIN", "DIGEST-MD5", "NTLM");

    private final MxTarget target;
    private final SmtpExtensions offered;
    private final SmtpChannel channel;

    /** A login at a host that offered this under TLS, or is trusted without. */
    HostLogin(MxTarget target, SmtpExtensions offered, SmtpChannel channel) {
        this.target = target;
        this.offered = offered;
        this.channel = channel;
    }

    /** Logs in by the first way that the host offers, or says why not. */
    void run(Login login) throws SessionFailed {
        String mechanism = mechanism(login);
        try {
            conclude(login, exchange(mechanism, LoginExchange.of(mechanism, login, target.name())));
        } catch (SaslException failed) {
            channel.quit();
            throw new SessionFailed(new Failure(
                    FailureReason.AUTHENTICATION_FAILED,
                    target.name() + " cannot be logged in to by " + mechanism + " (" + SessionFailed.root(failed) + ")",
                    "you must name another way to log in by the option authMechanisms"));
        } catch (IOException lost) {
            throw SessionFailed.lost(target.name(), "at the login", lost);
        }
    }

    private String mechanism(Login login) throws SessionFailed {
        Optional<Set<String>> ways = offered.logins();
        if (ways.isEmpty()) {
            channel.quit();
            throw refusal(" offers no login (AUTH)");
        }
        List<String> wanted = login.mechanisms().isEmpty() ? USUAL : login.mechanisms();
        return wanted.stream()
                .filter(ways.get()::contains)
                .findFirst()
                .orElseThrow(() -> refusal(" offers no way to log in that we know or may use (authMechanisms)"));
    }

    private SmtpReply exchange(String mechanism, LoginExchange exchange) throws IOException {
        String initial = exchange.initialResponse()
                .map(response -> response.length == 0 ? " =" : " " + base64(response))
                .orElse("");
        Heard heard = channel.ask("AUTH " + mechanism + initial);
        while (heard.code() == CHALLENGE) {
            heard = channel.ask(answer(exchange, heard));
        }
        return heard.reply();
    }

    /** RFC 4954 section 4: a client that cannot go on says so, and hears a refusal for it. */
    private String answer(LoginExchange exchange, Heard challenge) throws IOException {
        try {
            return base64(exchange.answer(Base64.getDecoder()
                    .decode(String.join("", challenge.texts()).strip())));
        } catch (SaslException | IllegalArgumentException noAnswer) {
            channel.say("*");
            throw new SaslException("its challenge cannot be answered", noAnswer);
        }
    }

    private void conclude(Login login, SmtpReply last) throws SessionFailed, OutOfStep {
        if (last.isRefusal()) {
            channel.quit();
            throw new SessionFailed(
                    last.isPermanent() ? FailureReason.AUTHENTICATION_FAILED : FailureReason.SESSION_REFUSED,
                    target.name() + " does not take our login: " + login.hiddenIn(last.toString()));
        }
        if (last.code() != SUCCEEDED) {
            throw new OutOfStep("it is told our login, and says: " + login.hiddenIn(last.toString()));
        }
    }

    private SessionFailed refusal(String what) {
        return new SessionFailed(FailureReason.AUTHENTICATION_FAILED, target.name() + what);
    }

    private static String base64(byte[] text) {
        return new String(Base64.getEncoder().encode(text), StandardCharsets.US_ASCII);
    }
}
