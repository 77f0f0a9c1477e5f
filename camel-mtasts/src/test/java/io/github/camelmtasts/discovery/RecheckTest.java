package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.PolicyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.camelmtasts.discovery.DiscoveryBench.outcome;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.none;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static io.github.camelmtasts.testkit.ServerCertificate.expired;
import static org.assertj.core.api.Assertions.assertThat;

/** What is asked again after a delivery failed under a policy. DNS answers are cached here, as they are in production. */
@Timeout(30)
class RecheckTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit =
            LoopbackInternetExtension.of(domain("good.example").policy(enforce("mx.old.example")));

    private static final String RECORD = "_mta-sts.good.example";

    private final LoopbackInternet internet;
    private final DiscoveryBench bench;

    RecheckTest(LoopbackInternet internet) {
        this.internet = internet;
        this.bench = new DiscoveryBench(internet);
    }

    private PolicyDecision decide() {
        return bench.decide("good.example");
    }

    private void serve(PolicyFile file) {
        internet.policyHost().serve("good.example", file);
    }

    private void announce(String id) {
        internet.dns().answer(RECORD, "TXT", "v=STSv1; id=" + id + ";");
    }

    @Test
    @Requirement("R8461-5-4")
    void findsANewPolicyAlthoughOurDnsCacheKnowsTheOldIdOnly() {
        PolicyDecision failed = decide();
        announce("2");
        serve(enforce("mx.new.example"));
        assertThat(decide()).as("by the cached record").isEqualTo(failed);

        PolicyDecision now = bench.recheck(failed).orElseThrow();

        assertThat(outcome(now)).isEqualTo("enforced");
        assertThat(bench.policyOf(now).recordId()).isEqualTo("2");
        assertThat(decide()).as("what the next delivery finds").isEqualTo(now);
        assertThat(bench.gets("good.example")).isEqualTo(2);
    }

    @Test
    @Requirement("RD06-6.1-1")
    void findsANewBodyAlthoughTheIdIsUnchanged() {
        PolicyDecision failed = decide();
        serve(testing("mx.new.example"));

        PolicyDecision now = bench.recheck(failed).orElseThrow();

        assertThat(outcome(now)).isEqualTo("tested");
        assertThat(bench.policyOf(now).recordId()).isEqualTo("1");
        assertThat(decide()).isEqualTo(now);
    }

    @Test
    @Requirement("R8461-8.3-2")
    void findsThatThePolicyWasGivenUp() {
        PolicyDecision failed = decide();
        serve(none());

        assertThat(bench.recheck(failed)).map(DiscoveryBench::outcome).contains("MODE_NONE");
    }

    @Test
    @Requirement("R8461-5-H2")
    void appliesANewPolicyWithoutALifeToTheMailAtHand() {
        PolicyDecision failed = decide();
        serve(none().maxAge(Duration.ZERO));

        assertThat(bench.recheck(failed)).map(DiscoveryBench::outcome).contains("MODE_NONE");
    }

    @Test
    void changesNothingWhereTheBodyIsTheSame() {
        PolicyDecision failed = decide();

        assertThat(bench.recheck(failed)).isEmpty();
        assertThat(bench.gets("good.example")).isEqualTo(2);
    }

    @Test
    @Requirement("RD06-6.1-1")
    void changesNothingWhereOnlyTheIdIsNewAndKeepsThatId() {
        PolicyDecision failed = decide();
        announce("2");

        assertThat(bench.recheck(failed)).isEmpty();
        assertThat(bench.policyOf(decide()).recordId()).isEqualTo("2");
        assertThat(bench.gets("good.example")).isEqualTo(2);
    }

    @Test
    @Requirement("R8461-3.3-16")
    void countsAsAFetchOfWhichALifeRuns() {
        PolicyDecision failed = decide();
        bench.pass(Duration.ofDays(6));
        bench.recheck(failed);
        internet.policyHost().withdraw("good.example");
        bench.pass(Duration.ofDays(6));

        assertThat(outcome(decide())).isEqualTo("enforced");
    }

    static Stream<Arguments> recordTroubles() {
        return Stream.of(
                trouble("gone", net -> net.dns().remove(RECORD, "TXT")),
                trouble("doubled", net -> net.dns().answer(RECORD, "TXT", "v=STSv1; id=2;", "v=STSv1; id=3;")),
                trouble("broken", net -> net.dns().answer(RECORD, "TXT", "v=STSv1; id=;")),
                trouble("not to be looked up", net -> net.dns().fail(RECORD, null, "SERVFAIL")));
    }

    @Requirement("R8461-10.2-2")
    @ParameterizedTest(name = "{0}")
    @MethodSource("recordTroubles")
    void asksThePolicyHostAlthoughTheRecordIs(String name, Consumer<LoopbackInternet> trouble) {
        PolicyDecision failed = decide();
        trouble.accept(internet);
        assertThat(bench.recheck(failed)).as("same body, record %s", name).isEmpty();

        bench.pass(Duration.ofMinutes(5));
        serve(enforce("mx.new.example"));
        assertThat(bench.recheck(failed)).as("new body, record %s", name).isPresent();
    }

    static Stream<Arguments> fetchTroubles() {
        return Stream.of(
                trouble("no address", net -> net.dns().remove("mta-sts.good.example", "A")),
                trouble("nothing listens", net -> net.dns().answer("mta-sts.good.example", "A", MxHost.DEAD_ADDRESS)),
                trouble("no file", net -> net.policyHost().withdraw("good.example")),
                trouble("broken host", file(none().status(500))),
                trouble("bad certificate", file(none().certificate(expired()))),
                trouble("invalid policy", file(PolicyFile.text("mode: none"))));
    }

    private static Consumer<LoopbackInternet> file(PolicyFile file) {
        return net -> net.policyHost().serve("good.example", file);
    }

    private static Arguments trouble(String name, Consumer<LoopbackInternet> trouble) {
        return Arguments.of(name, trouble);
    }

    @Requirement({"R8461-3.3-13", "R8461-8.3-3"})
    @ParameterizedTest(name = "{0}")
    @MethodSource("fetchTroubles")
    void changesNothingWhereTheFetchFails(String name, Consumer<LoopbackInternet> trouble) {
        internet.dns().ttl(Duration.ZERO);
        PolicyDecision failed = decide();
        announce("2");
        trouble.accept(internet);

        assertThat(bench.recheck(failed)).as(name).isEmpty();
        assertThat(decide()).as(name).isEqualTo(failed);
    }

    @Test
    @Requirement("R8461-3.3-9")
    void asksOnceInFiveMinutesHoweverManyMailsFail() {
        PolicyDecision failed = decide();
        for (int mail = 0; mail < 3; mail++) {
            bench.recheck(failed);
        }
        bench.pass(Duration.ofMinutes(5).minusSeconds(1));
        bench.recheck(failed);
        assertThat(bench.gets("good.example")).isEqualTo(2);

        bench.pass(Duration.ofSeconds(1));
        bench.recheck(failed);
        assertThat(bench.gets("good.example")).isEqualTo(3);
    }

    @Test
    @Requirement("R8461-5-4")
    void sharesANewPolicyWithMailsThatFailLater() {
        PolicyDecision failed = decide();
        serve(enforce("mx.new.example"));
        Optional<PolicyDecision> first = bench.recheck(failed);
        bench.pass(Duration.ofMinutes(1));

        assertThat(bench.recheck(failed)).isPresent().isEqualTo(first);
        assertThat(bench.gets("good.example")).isEqualTo(2);
    }

    @Test
    @Requirement("R8461-5-4")
    void sharesANewPolicyWithMailsThatFailAtOnce() throws Exception {
        PolicyDecision failed = decide();
        serve(enforce("mx.new.example").delay(Duration.ofMillis(100)));

        List<Optional<PolicyDecision>> answers = Crowd.atOnce(IntStream.range(0, 20)
                .<Callable<Optional<PolicyDecision>>>mapToObj(mail -> () -> bench.recheck(failed))
                .toList());

        assertThat(answers).hasSize(20).allMatch(Optional::isPresent);
        assertThat(answers.stream().distinct()).hasSize(1);
        assertThat(bench.gets("good.example")).isEqualTo(2);
    }
}
