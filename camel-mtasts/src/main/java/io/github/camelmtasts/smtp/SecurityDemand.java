package io.github.camelmtasts.smtp;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.github.camelmtasts.delivery.AttemptResult;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.SmtpReply;

/**
 * A refusal by which a host asks for TLS or for a login (RFC 3207 section 4, RFC 4954 section 6): it is about the session, so
 * that no mail fails for it and no recipient.
 */
final class SecurityDemand {

    private static final Set<Integer> CODES = Set.of(530, 534, 535, 538);

    private static final Set<String> STATUSES = Set.of("5.7.8", "5.7.9", "5.7.10", "5.7.11");

    private static final Set<String> TLS_STATUSES = Set.of("5.7.10", "5.7.11");

    private final MxSession session;
    private final SmtpReply reply;
    private final String text;

    private SecurityDemand(MxSession session, SmtpReply reply) {
        this.session = session;
        this.reply = reply;
        this.text = reply.text().toLowerCase(Locale.ROOT);
    }

    /** What a refusal means if it is such a demand; empty if it is none. {@code said} tells it without addresses. */
    static Optional<AttemptResult> in(SmtpReply reply, MxSession session, Failure said) {
        return reply.isPermanent() ? new SecurityDemand(session, reply).result(said) : Optional.empty();
    }

    private Optional<AttemptResult> result(Failure said) {
        Optional<Failure> tlsFailure = session.tlsFailure();
        if (tlsFailure.isPresent() && (isSecurity() || asksForTls())) {
            return Optional.of(new AttemptResult.TlsFailed(standing(tlsFailure.get(), said)));
        }
        if (session.peer().isEmpty() && asksForTls()) {
            return Optional.of(new AttemptResult.TlsFailed(new Failure(
                    FailureReason.STARTTLS_NOT_OFFERED, said.detail() + "; and yet it does not offer STARTTLS")));
        }
        return isDemand()
                ? Optional.of(new AttemptResult.Deferred(refusal(said), Optional.of(reply)))
                : Optional.empty();
    }

    /** The host refuses clear text: it is TLS that must be fixed. */
    private static Failure standing(Failure tlsFailure, Failure said) {
        return new Failure(
                tlsFailure.reason(), tlsFailure.detail() + "; without TLS " + said.detail(), tlsFailure.advice());
    }

    private Failure refusal(Failure said) {
        if (!session.target().isSmartHost()) {
            return new Failure(FailureReason.SESSION_REFUSED, said.detail());
        }
        return session.target().login().isPresent()
                ? new Failure(FailureReason.AUTHENTICATION_FAILED, said.detail())
                : new Failure(
                        FailureReason.AUTHENTICATION_FAILED,
                        said.detail(),
                        "you must set the options username and password, for the smart host wants a login");
    }

    private boolean isDemand() {
        return CODES.contains(reply.code())
                || reply.enhancedStatus().filter(STATUSES::contains).isPresent()
                || (session.target().isSmartHost() && text.contains("authentication required"));
    }

    /** In clear text after TLS broke, whatever is called a matter of security is taken for this one (RFC 3463 section 3.8). */
    private boolean isSecurity() {
        return isDemand()
                || reply.enhancedStatus()
                        .filter(status -> status.startsWith("5.7."))
                        .isPresent();
    }

    private boolean asksForTls() {
        return reply.code() == 538
                || reply.enhancedStatus().filter(TLS_STATUSES::contains).isPresent()
                || text.contains("starttls")
                || text.contains("tls required")
                || text.contains("encryption required");
    }
}
