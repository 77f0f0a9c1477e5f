package io.github.camelmtasts.delivery;

import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.discovery.PolicyTrouble;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.PolicySyntaxException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class TlsWitnessTest {

    private static final DomainName DOMAIN = DomainName.of("good.example");
    private static final DomainName HOST = DomainName.of("mx.good.example");
    private static final Envelope ENVELOPE =
            new Envelope(Optional.empty(), List.of(MailAddress.of("you@good.example")));
    private static final Failure EXPIRED = new Failure(FailureReason.CERTIFICATE_EXPIRED, "it expired");
    private static final Failure UNNAMED = new Failure(FailureReason.MX_NOT_IN_POLICY, "not in the policy");
    private static final Failure DOWN = new Failure(FailureReason.CONNECTION_FAILED, "nobody there");

    private final HeardReports reports = new HeardReports();
    private final TlsWitness witness = new TlsWitness(DOMAIN, reports, Clock.systemUTC());

    private void met(Optional<Failure> noted, HostVisit visit) throws PolicySyntaxException {
        witness.met(
                new DeliveryPlan.Step.Attempt(HOST, TlsDemand.noting(policy(), false), noted),
                new MxTarget(HOST, InetAddress.getLoopbackAddress(), 25),
                visit);
    }

    private static Policy policy() throws PolicySyntaxException {
        return PolicyParser.of(Dialect.RFC8461)
                .parse("version: STSv1\nmode: testing\nmax_age: 86400\nmx: mx.good.example\n");
    }

    private static HostVisit delivered(boolean kept) {
        return new HostVisit(kept, Optional.empty(), Optional.of(EXPIRED), Map.of());
    }

    @Test
    @Requirement("R8461-6-3")
    void aHandshakeThatFailsIsToldByItsResultType() throws PolicySyntaxException {
        met(Optional.empty(), HostVisit.endedEarly(ENVELOPE, new AttemptResult.TlsFailed(EXPIRED)));

        assertThat(reports.sessions).singleElement().satisfies(session -> {
            assertThat(session.domain()).isEqualTo(DOMAIN);
            assertThat(session.policy()).isPresent();
            assertThat(session.mxHost()).isEqualTo(HOST);
            assertThat(session.address()).contains(InetAddress.getLoopbackAddress());
            assertThat(session.resultType()).contains("certificate-expired");
        });
    }

    @Test
    @Requirement("R8461-6-3")
    void whatThePolicyInTestingHadAgainstTheHostIsToldFirst() throws PolicySyntaxException {
        met(Optional.of(UNNAMED), delivered(false));

        assertThat(reports.sessions)
                .singleElement()
                .satisfies(session -> assertThat(session.resultType()).contains("validation-failure"));
    }

    @Test
    @Requirement("R8460-4.2-1")
    void aMailOverAKeptConnectionIsNoSessionOfItsOwn() throws PolicySyntaxException {
        met(Optional.empty(), delivered(false));
        met(Optional.empty(), delivered(true));

        assertThat(reports.sessions).extracting(TlsSession::kept).containsExactly(false, true);
    }

    @Test
    void aHostThatThePolicyDoesNotNameIsToldAlthoughNobodyWentThere() throws PolicySyntaxException {
        witness.passedOver(new DeliveryPlan.Step.Skip(HOST, Optional.of(policy()), UNNAMED));

        assertThat(reports.sessions).singleElement().satisfies(session -> {
            assertThat(session.address()).isEmpty();
            assertThat(session.failure()).contains(UNNAMED);
        });
    }

    @Test
    @Requirement("R8461-5.1-4")
    void whatIsNoMatterOfTlsIsNotTold() throws PolicySyntaxException {
        met(Optional.empty(), HostVisit.endedEarly(ENVELOPE, new AttemptResult.Deferred(DOWN)));
        witness.passedOver(new DeliveryPlan.Step.Skip(HOST, Optional.empty(), DOWN));

        assertThat(reports.sessions).isEmpty();
    }

    @Test
    void aListenerThatBreaksDecidesNothingAboutTheMail() throws PolicySyntaxException {
        TlsWitness unheard = new TlsWitness(DOMAIN, new BrokenListener(), Clock.systemUTC());

        assertThatCode(() -> unheard.passedOver(new DeliveryPlan.Step.Skip(HOST, Optional.of(policy()), UNNAMED)))
                .doesNotThrowAnyException();
    }

    private static final class BrokenListener implements ReportListener {
        @Override
        public void heard(TlsSession session) {
            throw new NoClassDefFoundError("com/example/Reports");
        }

        @Override
        public void heard(PolicyTrouble trouble) {
            throw new NoClassDefFoundError("com/example/Reports");
        }
    }
}
