package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.store.MemoryPolicyStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.camelmtasts.discovery.DiscoveryBench.STANDARD;
import static org.assertj.core.api.Assertions.assertThat;

/** Domains that somebody registers to fill our memory, each with a record and a policy as they should be. */
@Timeout(120)
class FloodTest {

    private static final int STRANGERS = 200_000;

    /** Enough to fill the store. */
    private static final int FEWER_STRANGERS = 100_000;

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

    private void mailToOurs() {
        OURS.forEach(this::mail);
        discovery.refresher().run(); // tells the store
    }

    private void flood(int strangers, Consumer<DomainName> visit) {
        for (int number = 0; number < strangers; number++) {
            visit.accept(DomainName.of("d" + number + ".flood.example"));
            if (number % 50_000 == 0) {
                discovery.refresher().run();
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
    @Test
    @Requirement("R8461-10-H1")
    void pushesOutNoDomainThatHadMailInTheLastDay() {
        mailToOurs();
        clock.advance(Duration.ofHours(5));
        mailToOurs(); // which is not worth a note in the store
        clock.advance(ALMOST_A_DAY);
        flood(STRANGERS, this::mail);

        assertThatOursAreKept();
    }

    @Test
    void pushesOutNoDomainWhosePolicyWasPurgedAndFetchedAnewBetweenTwoMails() {
        mailToOurs();
        clock.advance(Duration.ofHours(1));
        world.vanish();
        OURS.forEach(domain -> discovery.operator().purge(domain, DialectChoice.RFC8461, true));
        world.comeBack();
        mailToOurs();
        clock.advance(ALMOST_A_DAY);
        flood(FEWER_STRANGERS, this::decide);

        assertThatOursAreKept();
    }
}
