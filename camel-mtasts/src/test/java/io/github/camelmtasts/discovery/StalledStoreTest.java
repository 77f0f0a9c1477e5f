package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.PolicyStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelmtasts.discovery.DiscoveryBench.STANDARD;
import static io.github.camelmtasts.discovery.DiscoveryBench.outcome;
import static org.assertj.core.api.Assertions.assertThat;

/** A store that never answers: who needs it waits, and nobody else, for there is no lock that both would need. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StalledStoreTest {

    private static final int BLOCKED = 20;
    private static final DomainName GOOD = DomainName.of("good.example");

    private final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
    private final EveryDomain world = new EveryDomain();
    private final PolicyStore store = new MemoryPolicyStore();
    private final Stall stall = new Stall();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ThreadPoolExecutor background =
            new ThreadPoolExecutor(BLOCKED, BLOCKED, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(10));
    private final PolicyDiscovery discovery = new PolicyDiscovery(
            new Doors(world, world, GuardedStore.of(store, stall), AddressFilter.allowing("127.0.0.0/8")),
            new PolicyOverrides(clock),
            trouble -> {},
            LookupListener.NOBODY,
            new DiscoveryThreads(threads, background),
            clock);

    private static final class Stall implements GuardedStore.Guard {

        private volatile String stalled = "nothing";
        private final CountDownLatch blocked = new CountDownLatch(BLOCKED);
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public void before(String call) throws InterruptedException {
            if (call.equals(stalled)) {
                blocked.countDown();
                end.await();
            }
        }
    }

    @BeforeEach
    void oneDomainIsInMemory() {
        assertThat(decide(GOOD)).isEqualTo("enforced FETCHED");
    }

    @AfterEach
    void endStall() {
        stall.end.countDown();
        threads.shutdown();
        background.shutdown();
    }

    private String decide(DomainName domain) {
        Discovered found = discovery.decide(domain, STANDARD);
        return outcome(found) + " " + found.source();
    }

    private CachedPolicy mail(DomainName domain) {
        CachedPolicy policy =
                discovery.decide(domain, STANDARD).decision().inForce().orElseThrow();
        discovery.hadMail(policy);
        return policy;
    }

    private Runnable action(String action, DomainName domain) {
        return switch (action) {
            case "decide" -> () -> decide(domain);
            case "refresh" -> () -> discovery.operator().refresh(domain, DialectChoice.RFC8461);
            case "purge" -> () -> discovery.operator().purge(domain, DialectChoice.RFC8461, true);
            case "look" -> () -> discovery.operator().kept(domain);
            case "keep house" -> discovery.refresher()::run;
            default -> throw new IllegalArgumentException(action);
        };
    }

    @ParameterizedTest
    @CsvSource({
        // call,     who makes it, for which domain
        "find,         decide,     new",
        "find,         look,       good",
        "lease,        decide,     new",
        "lease,        refresh,    good",
        "save,         decide,     new",
        "save,         refresh,    good",
        "release,      decide,     new",
        "release,      refresh,    good",
        "changesSince, keep house, any",
        "due,          keep house, any",
    })
    void whoeverIsStuckInItADomainInMemoryIsDecidedAtOnce(String call, String action, String domain) throws Exception {
        stall.stalled = call;
        for (int thread = 0; thread < BLOCKED; thread++) {
            threads.execute(action(action, domain.equals("good") ? GOOD : DomainName.of("d" + thread + ".example")));
        }
        stall.blocked.await();

        assertThat(decide(GOOD)).isEqualTo("enforced KEPT");
        mail(GOOD);
        world.vanish();
        assertThat(decide(GOOD)).isEqualTo("enforced KEPT");
    }

    @Test
    void aPurgeThatIsStuckForgetsThePolicyHereAtOnceAndHoldsUpNobody() throws Exception {
        DomainName other = DomainName.of("other.example");
        decide(other);
        world.vanish();
        stall.stalled = "remove";
        for (int thread = 0; thread < BLOCKED; thread++) {
            threads.execute(action("purge", other));
        }
        stall.blocked.await();

        assertThat(decide(GOOD)).isEqualTo("enforced KEPT");
    }

    @Test
    void aNoteThatIsStuckHoldsUpNoMail() throws Exception {
        stall.stalled = "hadMail";
        for (int number = 0; number < 100; number++) {
            mail(DomainName.of("d" + number + ".example"));
        }
        for (int thread = 0; thread < BLOCKED; thread++) {
            background.execute(() -> discovery.refresher().run());
        }
        stall.blocked.await();

        clock.advance(Duration.ofHours(7));
        mail(GOOD);
        assertThat(background.getActiveCount()).isEqualTo(BLOCKED);
    }

    @Test
    void aRefreshThatIsStuckHoldsUpNoMail() throws Exception {
        for (int number = 0; number < BLOCKED; number++) {
            DomainName domain = DomainName.of("d" + number + ".example");
            decide(domain);
            store.hadMail(new PolicyKey(domain, Dialect.RFC8461), clock.instant());
        }
        clock.advance(Duration.ofDays(1));
        stall.stalled = "lease";
        discovery.refresher().run();
        stall.blocked.await();

        for (int number = 0; number < BLOCKED; number++) {
            assertThat(decide(DomainName.of("d" + number + ".example"))).isEqualTo("enforced KEPT");
        }
    }
}
