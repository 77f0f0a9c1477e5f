package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.discovery.FetchBackoff.FailedFetch;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision.Reason;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.discovery.DiscoveryBench.detail;
import static io.github.camelmtasts.discovery.DiscoveryBench.outcome;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class FetchBackoffTest {
    private static final Duration ALMOST = Duration.ofMinutes(5).minusSeconds(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Nested
    class OnItsOwn {
        private static final DomainName DOMAIN = DomainName.of("good.example");
        private static final Inquiry GOOD = new Inquiry(DOMAIN, DialectChoice.RFC8461);
        private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

        private final FetchBackoff backoff = new FetchBackoff();

        private static FailedFetch failure(String recordId) {
            return new FailedFetch(recordId, NOON, Reason.POLICY_UNAVAILABLE, "down", "sts-policy-fetch-error");
        }

        @Test
        @Requirement("R8461-3.3-8")
        void holdsForFiveMinutesForOneDomainAndId() {
            backoff.failed(GOOD, failure("1"));

            assertThat(backoff.inForce(GOOD, "1", NOON)).contains(failure("1"));
            assertThat(backoff.inForce(GOOD, "1", NOON.plus(ALMOST))).contains(failure("1"));
            assertThat(backoff.inForce(GOOD, "1", NOON.plus(ALMOST).plus(SECOND)))
                    .isEmpty();
            assertThat(backoff.inForce(GOOD, "2", NOON)).isEmpty();
            assertThat(backoff.inForce(new Inquiry(DomainName.of("other.example"), DialectChoice.RFC8461), "1", NOON))
                    .isEmpty();
            assertThat(backoff.inForce(new Inquiry(DOMAIN, DialectChoice.DRAFT06), "1", NOON))
                    .isEmpty();
            assertThat(backoff.inForce(new Inquiry(DOMAIN, DialectChoice.AUTO), "1", NOON))
                    .isEmpty();
        }

        @Test
        @Requirement("R8461-3.3-8")
        void holdsForEachIdThatFailed() {
            backoff.failed(GOOD, failure("1"));
            backoff.failed(GOOD, failure("2"));

            assertThat(backoff.inForce(GOOD, "1", NOON)).isPresent();
            assertThat(backoff.inForce(GOOD, "2", NOON)).isPresent();
        }

        @Test
        void endsWithAFetchThatSucceeds() {
            backoff.failed(GOOD, failure("1"));
            backoff.succeeded(GOOD, "1");

            assertThat(backoff.inForce(GOOD, "1", NOON)).isEmpty();
        }
    }

    @Nested
    class InDiscovery {
        @RegisterExtension
        static final LoopbackInternetExtension kit =
                LoopbackInternetExtension.of(domain("good.example").policy(enforce("mx.good.example")));

        private final LoopbackInternet internet;
        private final DiscoveryBench bench;

        InDiscovery(LoopbackInternet internet) {
            this.internet = internet;
            this.bench = new DiscoveryBench(internet);
        }

        @BeforeEach
        void thePolicyHostIsBroken() {
            internet.dns().ttl(Duration.ZERO);
            serve(503);
        }

        private void serve(int status) {
            internet.policyHost()
                    .serve("good.example", enforce("mx.good.example").status(status));
        }

        private void announce(String id) {
            internet.dns().answer("_mta-sts.good.example", "TXT", "v=STSv1; id=" + id + ";");
        }

        private String decide() {
            return outcome(bench.decide("good.example"));
        }

        private int gets() {
            return bench.gets("good.example");
        }

        @Test
        @Requirement("R8461-3.3-8")
        void leavesABrokenPolicyHostAloneForFiveMinutes() {
            String first = detail(bench.decide("good.example"));
            bench.pass(ALMOST);
            assertThat(detail(bench.decide("good.example"))).isEqualTo(first);
            assertThat(gets()).isEqualTo(1);

            bench.pass(SECOND);
            decide();
            assertThat(gets()).isEqualTo(2);

            bench.pass(ALMOST);
            decide();
            assertThat(gets()).as("the second failure counts anew").isEqualTo(2);
        }

        @Test
        @Requirement("R8461-3.3-8")
        void findsAMendedPolicyHostAfterFiveMinutes() {
            decide();
            serve(200);
            bench.pass(ALMOST);
            assertThat(decide()).isEqualTo("POLICY_UNAVAILABLE");

            bench.pass(SECOND);
            assertThat(decide()).isEqualTo("enforced");
        }

        @Test
        @Requirement("R8461-3.3-8")
        void triesANewIdAtOnce() {
            decide();
            serve(200);
            announce("2");

            assertThat(decide()).isEqualTo("enforced");
        }

        @Test
        @Requirement("R8461-3.3-8")
        void isNotDeceivedByIdsThatTakeTurns() {
            for (int turn = 0; turn < 3; turn++) {
                announce("1");
                decide();
                announce("2");
                decide();
            }
            assertThat(gets()).isEqualTo(2);
        }

        @Test
        @Requirement({"R8461-3.3-8", "R8461-3.3-13"})
        void leavesThePolicyInForceWhileItWaits() {
            serve(200);
            decide();
            serve(503);
            announce("2");

            assertThat(decide()).isEqualTo("enforced");
            assertThat(decide()).isEqualTo("enforced");
            assertThat(gets()).as("one of the first id, one of the second").isEqualTo(2);

            bench.pass(Duration.ofMinutes(5));
            assertThat(decide()).isEqualTo("enforced");
            assertThat(gets()).isEqualTo(3);
        }

        @Test
        @Requirement("R8461-3.3-8")
        void waitsForWhatIsInvalidOrHasNoAddressToo() {
            internet.policyHost().serve("good.example", enforce().body("nonsense"));
            assertThat(decide()).isEqualTo("POLICY_INVALID");
            assertThat(decide()).isEqualTo("POLICY_INVALID");
            assertThat(gets()).isEqualTo(1);

            announce("2");
            internet.dns().remove("mta-sts.good.example", "A");
            internet.dns().clearQueries();
            decide();
            int questions = internet.dns().queries("mta-sts.good.example").size();
            decide();
            assertThat(internet.dns().queries("mta-sts.good.example")).hasSize(questions);
        }
    }
}
