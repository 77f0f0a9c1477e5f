package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.store.MemoryPolicyStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.discovery.DiscoveryBench.STANDARD;
import static org.assertj.core.api.Assertions.assertThat;

/** Domains that somebody registers to fill our memory, each with a record and a policy as they should be. */
@Timeout(120)
class FloodTest {

    private static final int STRANGERS = 200_000;

    /** Enough to fill the store. */
    private static final int FEWER_STRANGERS = 120_000;

    private static final Duration ALMOST_A_DAY = Duration.ofHours(23);

    private static final List<DomainName> OURS = IntStream.range(0, 1000)
            .mapToObj(number -> DomainName.of("our" + number + ".example"))
            .toList();

    private final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
    private final MemoryPolicyStore store = new MemoryPolicyStore();
    private final EveryDomain world = new EveryDomain();
    private PolicyDiscovery discovery = discovery();

    private PolicyDiscovery discovery() {
        return new PolicyDiscovery(
                new Doors(world, world, store, AddressFilter.allowing("127.0.0.0/8")),
                new PolicyOverrides(clock),
                trouble -> {},
                Runnable::run,
                clock);
    }

    private PolicyDecision decide(DomainName domain) {
        return discovery.decide(domain, STANDARD).decision();
    }

    private void mail(DomainName domain) {
        decide(domain).inForce().ifPresent(discovery::hadMail);
    }

    private void flood(int strangers, boolean withMail) {
        for (int number = 0; number < strangers; number++) {
            DomainName stranger = DomainName.of("d" + number + ".flood.example");
            if (withMail) {
                mail(stranger);
            } else {
                decide(stranger);
            }
        }
    }

    /** Nothing can be fetched any more: what is still enforced is so by what was kept. */
    private void assertThatOursAreKept() {
        world.vanish();
        assertThat(OURS).allMatch(domain -> decide(domain).inForce().isPresent());
        discovery = discovery();
        assertThat(OURS)
                .as("without what is parsed in front of the store")
                .allMatch(domain -> decide(domain).inForce().isPresent());
    }

    /** Mail to a stranger makes the stranger's policy as good as ours; then it is the last stranger who is not kept. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Requirement("R8461-10-H1")
    void pushesOutNoDomainThatHadMailInTheLastDay(boolean withMail) {
        OURS.forEach(this::mail);
        clock.advance(Duration.ofHours(5));
        OURS.forEach(this::mail); // which is not worth a note in the store
        clock.advance(ALMOST_A_DAY);
        flood(STRANGERS, withMail);

        assertThatOursAreKept();
    }

    @Test
    void pushesOutNoDomainWhosePolicyWasPurgedAndFetchedAnewBetweenTwoMails() {
        OURS.forEach(this::mail);
        clock.advance(Duration.ofHours(1));
        world.vanish();
        OURS.forEach(domain -> discovery.operator().purge(domain, DialectChoice.RFC8461, true));
        world.comeBack();
        OURS.forEach(this::mail);
        clock.advance(ALMOST_A_DAY);
        flood(FEWER_STRANGERS, false);

        assertThatOursAreKept();
    }
}
