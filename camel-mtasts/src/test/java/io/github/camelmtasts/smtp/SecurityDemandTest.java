package io.github.camelmtasts.smtp;

import java.net.InetAddress;
import java.util.Optional;

import io.github.camelmtasts.delivery.AttemptResult;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.Login;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A host that asks for TLS or a login says nothing about the mail (RFC 3207 section 4, RFC 4954 section 6). */
class SecurityDemandTest extends RawBench {

    private MxTarget.Service service = MxTarget.Service.SMTP;

    @Override
    MxTarget target() {
        return new MxTarget(
                DomainName.of("raw.example"),
                InetAddress.getLoopbackAddress(),
                mx.port(),
                service,
                Optional.<Login>empty());
    }

    private AttemptResult sendOne() {
        return send("a@raw.example").values().iterator().next();
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 530 5.7.0 Must issue a STARTTLS command first",
        "RCPT, 530 5.7.0 Must issue a STARTTLS command first",
        "MAIL, 538 5.7.11 Encryption required",
        "RCPT, 550 5.7.10 Encryption needed",
        "RCPT, 554 5.7.1 TLS required",
        "DATA, 550 5.7.1 not like this",
        "'.',  530 not like this"
    })
    void clearTextThatIsRefusedAfterTlsBrokeIsTheFailureOfTls(String command, String reply) throws Exception {
        mx.close();
        mx = new RawMx("250-STARTTLS\r\n", answering("STARTTLS", "454 4.7.0 no TLS now", command, reply));

        AttemptResult result = sendOne();

        assertThat(result).isInstanceOf(AttemptResult.TlsFailed.class);
        assertThat(result.failure().orElseThrow().reason().name()).isEqualTo("STARTTLS_REFUSED");
        assertThat(result.failure().orElseThrow().detail()).contains("454 4.7.0 no TLS now", reply.substring(0, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.1.1 unknown", "552 5.3.4 too large", "554 no"})
    void whatIsNoMatterOfSecurityIsARefusalInClearTextToo(String reply) throws Exception {
        mx.close();
        mx = new RawMx("250-STARTTLS\r\n", answering("STARTTLS", "454 4.7.0 no TLS now", "RCPT", reply));

        assertThat(sendOne()).isInstanceOf(AttemptResult.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "SMTP,       530 5.7.0 Must issue a STARTTLS command first, STARTTLS_NOT_OFFERED",
        "SMTP,       538 5.7.11 Encryption required,                STARTTLS_NOT_OFFERED",
        "SMTP,       530 5.7.0 Authentication required,             SESSION_REFUSED",
        "SMTP,       550 5.7.1 Authentication required,             SERVER_REFUSED",
        "SMTP,       550 5.7.26 Unauthenticated mail,               SERVER_REFUSED",
        "SUBMISSION, 530 5.7.0 Authentication required,             AUTHENTICATION_FAILED",
        "SUBMISSION, 530 authentication first,                      AUTHENTICATION_FAILED",
        "SUBMISSION, 534 5.7.9 mechanism too weak,                  AUTHENTICATION_FAILED",
        "SUBMISSION, 535 5.7.8 credentials invalid,                 AUTHENTICATION_FAILED",
        "SUBMISSION, 550 5.7.8 credentials invalid,                 AUTHENTICATION_FAILED",
        "SUBMISSION, 550 5.7.1 Authentication required,             AUTHENTICATION_FAILED",
        "SUBMISSION, 530 5.7.0 Must issue a STARTTLS command first, STARTTLS_NOT_OFFERED",
        "SUBMISSION, 550 5.7.1 not you,                             SERVER_REFUSED"
    })
    void whoAsksForTlsOrALoginGivesNoMailUp(MxTarget.Service at, String reply, String reason) {
        service = at;
        for (String command : new String[] {"MAIL", "RCPT"}) {
            mx.follow(answering(command, reply));
            assertThat(of(send("a@raw.example"), "a@raw.example")).isEqualTo(reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"530 5.7.0 Authentication required", "530 5.7.0 need to log in"})
    void aSmartHostThatWantsALoginIsToldToTheOneWhoConfiguredNone(String reply) {
        service = MxTarget.Service.SUBMISSION;
        mx.follow(answering("MAIL", reply));

        Failure failure = sendOne().failure().orElseThrow();
        assertThat(failure.explanation())
                .contains(reply, "set the options username and password", "can be tried again");
    }
}
