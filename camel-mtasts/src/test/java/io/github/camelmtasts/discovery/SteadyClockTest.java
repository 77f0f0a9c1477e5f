package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** A machine whose time is set, while the process runs and across a restart. */
@Timeout(30)
class SteadyClockTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example").maxAge(Duration.ofDays(7))));

    private final LoopbackInternet internet;
    private final DiscoveryBench bench;
    private final MovableClock wall = MovableClock.at("2026-11-23T12:00:00Z");
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow at any time
    private final PolicyStore store = new MemoryPolicyStore(wall);
    private SteadyClock ages = new SteadyClock(wall, nanos::get);
    private PolicyDiscovery discovery;

    SteadyClockTest(LoopbackInternet internet) {
        this.internet = internet;
        this.bench = new DiscoveryBench(internet);
        this.discovery = start();
    }

    private PolicyDiscovery start() {
        return new PolicyDiscovery(
                new Doors(bench.dns, bench.fetcher, store, AddressFilter.allowing("127.0.0.0/8")),
                new PolicyOverrides(ages),
                trouble -> {},
                Runnable::run,
                ages);
    }

    private void restart() {
        ages = new SteadyClock(wall, nanos::get);
        discovery = start();
    }

    private void pass(Duration time) {
        wall.advance(time);
        nanos.addAndGet(time.toNanos());
    }

    private String decide() {
        return DiscoveryBench.outcome(discovery.decide(DomainName.of("good.example"), DiscoveryBench.STANDARD));
    }

    private void nothingPublishedAnyMore() {
        internet.dns().remove("_mta-sts.good.example", "TXT");
        internet.policyHost().withdraw("good.example");
    }

    @BeforeEach
    void allWellAndNothingCachedByDns() {
        internet.dns().ttl(Duration.ZERO);
    }

    @Requirement("R8461-5-H3")
    @ParameterizedTest
    @ValueSource(strings = {"P365D", "-P365D"})
    void policiesLiveOnAsLongAsTheyShould(Duration step) {
        assertThat(decide()).isEqualTo("enforced");
        nothingPublishedAnyMore();
        wall.advance(step);
        assertThat(decide()).isEqualTo("enforced");

        pass(Duration.ofDays(7).minusSeconds(1));
        assertThat(decide()).isEqualTo("enforced");
        pass(Duration.ofSeconds(1));
        assertThat(decide()).isEqualTo("NO_RECORD");
    }

    @Test
    @Requirement("R8461-5-H3")
    void aYearForwardAcrossARestartCostsOneFetchAndNoPolicy() {
        assertThat(decide()).isEqualTo("enforced");
        internet.dns().fail("_mta-sts.good.example", null, "SERVFAIL");
        wall.advance(Duration.ofDays(365));
        restart();

        assertThat(decide()).isEqualTo("enforced");
        assertThat(decide()).isEqualTo("enforced");
        assertThat(bench.gets("good.example")).isEqualTo(2);
    }

    @Test
    @Requirement("R8461-5-H3")
    void aYearBackAcrossARestartMakesThePolicyAsOldAsIfItWereFetchedNow() {
        assertThat(decide()).isEqualTo("enforced");
        nothingPublishedAnyMore();
        wall.advance(Duration.ofDays(-365));
        restart();
        assertThat(decide()).isEqualTo("enforced");

        pass(Duration.ofDays(7).minusSeconds(1));
        assertThat(decide()).isEqualTo("enforced");
        pass(Duration.ofSeconds(1));
        assertThat(decide()).isEqualTo("NO_RECORD");
    }

    @Test
    @Requirement("R8461-5-H3")
    void aPolicyFromTheFutureDoesNotOutdoTheNextOne() {
        assertThat(decide()).isEqualTo("enforced");
        wall.advance(Duration.ofDays(-365));
        restart();
        decide();
        pass(Duration.ofHours(1));
        internet.dns().answer("_mta-sts.good.example", "TXT", "v=STSv1; id=2;");
        internet.policyHost().serve("good.example", enforce("mx2.good.example"));
        decide();
        restart();

        assertThat(discovery.operator().kept(DomainName.of("good.example")))
                .singleElement()
                .satisfies(kept -> assertThat(kept.recordId()).isEqualTo("2"));
    }

    @Test
    void saysHowFarTheWallClockIsAhead() {
        pass(Duration.ofHours(1));
        assertThat(ages.drift()).isZero();
        wall.advance(Duration.ofMinutes(6));
        assertThat(ages.drift()).isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void warnsOnceOfEachStep() {
        String log = Log.of(() -> {
            wall.advance(SteadyClock.TOLERANCE);
            ages.warnOfSteps();
            wall.advance(Duration.ofSeconds(1));
            ages.warnOfSteps();
            ages.warnOfSteps();
            wall.advance(Duration.ofDays(-1));
            ages.warnOfSteps();
        });

        assertThat(log.lines().filter(line -> line.contains("This machine's clock is")))
                .hasSize(2);
    }
}
