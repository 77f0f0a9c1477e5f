package io.github.camelmtasts;

import java.util.Locale;
import java.util.function.UnaryOperator;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.SmtpStage;

import static io.github.camelmtasts.testkit.MxHost.mxHost;

/** Everything that can be wrong with the TLS of an MX host (RFC 8461 section 4), and what we call it. */
enum MxFault {
    EXPIRED(ServerCertificate.expired(), FailureReason.CERTIFICATE_EXPIRED),
    NOT_YET_VALID(ServerCertificate.notYetValid(), FailureReason.CERTIFICATE_NOT_YET_VALID),
    WRONG_NAME(ServerCertificate.wrongName(), FailureReason.CERTIFICATE_NAME_MISMATCH),
    COMMON_NAME_ONLY(ServerCertificate.commonNameOnly(), FailureReason.CERTIFICATE_NAME_MISMATCH),
    PARTIAL_WILDCARD(ServerCertificate.partialWildcard(), FailureReason.CERTIFICATE_NAME_MISMATCH),
    UNKNOWN_AUTHORITY(ServerCertificate.unknownAuthority(), FailureReason.CERTIFICATE_NOT_TRUSTED),
    SELF_SIGNED(ServerCertificate.selfSigned(), FailureReason.CERTIFICATE_NOT_TRUSTED),
    MISSING_INTERMEDIATE(ServerCertificate.missingIntermediate(), FailureReason.CERTIFICATE_NOT_TRUSTED),
    NO_STARTTLS(MxHost::withoutStartTls, FailureReason.STARTTLS_NOT_OFFERED),
    EHLO_REFUSED(host -> host.reply(SmtpStage.EHLO, "550 5.5.1 speak HELO"), FailureReason.STARTTLS_NOT_OFFERED),
    STARTTLS_LATER(
            host -> host.reply(SmtpStage.STARTTLS, "454 4.7.0 TLS not available"), FailureReason.STARTTLS_REFUSED),
    STARTTLS_NEVER(host -> host.reply(SmtpStage.STARTTLS, "554 5.7.0 no TLS here"), FailureReason.STARTTLS_REFUSED),
    INJECTED(host -> host.injecting("250 2.0.0 forged\r\n"), FailureReason.RESPONSE_INJECTED),
    ONLY_TLS_1_1(host -> host.tlsProtocols("TLSv1.1"), FailureReason.TLS_HANDSHAKE);

    @SuppressWarnings("ImmutableEnumChecker") // values in, values out
    private final UnaryOperator<MxHost> behaviour;

    private final FailureReason reason;
    private final boolean inCertificate;

    MxFault(ServerCertificate certificate, FailureReason reason) {
        this(host -> host.certificate(certificate), reason, true);
    }

    MxFault(UnaryOperator<MxHost> behaviour, FailureReason reason) {
        this(behaviour, reason, false);
    }

    MxFault(UnaryOperator<MxHost> behaviour, FailureReason reason, boolean inCertificate) {
        this.behaviour = behaviour;
        this.reason = reason;
        this.inCertificate = inCertificate;
    }

    /** A domain name for this fault under one kind of policy. */
    String domain(String policy) {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + "." + policy + ".example";
    }

    /** The domain's one MX host, which has the fault. */
    MxHost host(String policy) {
        return behaviour.apply(mxHost("mx." + domain(policy)));
    }

    FailureReason reason() {
        return reason;
    }

    /** Whether TLS works, and only the certificate is bad. */
    boolean isInCertificate() {
        return inCertificate;
    }

    /** Whether our TLS hello gets so far as to be seen. */
    boolean isAfterHello() {
        return inCertificate || this == ONLY_TLS_1_1;
    }
}
