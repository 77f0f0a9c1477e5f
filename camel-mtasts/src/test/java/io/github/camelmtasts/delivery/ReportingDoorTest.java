package io.github.camelmtasts.delivery;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.discovery.PolicyTrouble;
import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportingDoorTest {

    private static final Envelope ENVELOPE =
            new Envelope(Optional.empty(), List.of(MailAddress.of("you@good.example")));
    private static final Failure EXPIRED = new Failure(FailureReason.CERTIFICATE_EXPIRED, "it expired");
    private static final Failure DOWN = new Failure(FailureReason.CONNECTION_FAILED, "nobody there");

    private final List<TlsSession> heard = new ArrayList<>();

    private void visit(HostVisit visit) {
        ReportListener listener = new ReportListener() {
            @Override
            public void heard(TlsSession session) {
                heard.add(session);
            }

            @Override
            public void heard(PolicyTrouble trouble) {
                throw new AssertionError("nobody asked for a policy");
            }
        };
        new ReportingDoor((target, demand, settings, envelope, content) -> visit, listener, Clock.systemUTC())
                .visit(
                        new MxTarget(DomainName.of("mx.good.example"), InetAddress.getLoopbackAddress(), 25),
                        TlsDemand.opportunistic(false),
                        new SmtpSettings("mail.sender.example", Duration.ofSeconds(1), Duration.ofSeconds(1)),
                        ENVELOPE,
                        new NoMail());
    }

    @Test
    void aHandshakeThatFailsIsToldByItsResultType() {
        visit(HostVisit.endedEarly(ENVELOPE, new AttemptResult.TlsFailed(EXPIRED)));

        assertThat(heard).singleElement().satisfies(session -> {
            assertThat(session.domain()).hasToString("good.example");
            assertThat(session.mxHost()).hasToString("mx.good.example");
            assertThat(session.resultType()).contains("certificate-expired");
        });
    }

    @Test
    void aHostThatIsDownIsNoMatterOfTls() {
        visit(HostVisit.endedEarly(ENVELOPE, new AttemptResult.Deferred(DOWN)));

        assertThat(heard).isEmpty();
    }

    private static final class NoMail implements MailContent {
        @Override
        public long size() {
            return 0;
        }

        @Override
        public boolean hasEightBit() {
            return false;
        }

        @Override
        public boolean hasUtf8Header() {
            return false;
        }

        @Override
        public void writeTo(java.io.OutputStream out) {}
    }
}
