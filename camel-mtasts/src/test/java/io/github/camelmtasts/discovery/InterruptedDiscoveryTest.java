package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.fetch.FetchResult;
import io.github.camelmtasts.fetch.PolicyFetcher;
import io.github.camelmtasts.fetch.PolicyRequest;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.StoredPolicy;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.discovery.DiscoveryBench.STANDARD;
import static io.github.camelmtasts.discovery.DiscoveryBench.outcome;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static org.assertj.core.api.Assertions.assertThat;

/** What ends the waiting of one mail says nothing about the domain, and nothing to the other mails. */
@Timeout(60)
class InterruptedDiscoveryTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit =
            LoopbackInternetExtension.of(domain("good.example").policy(enforce("mx.good.example")));

    private static final DomainName GOOD = DomainName.of("good.example");
    private static final String RECORD = "_mta-sts.good.example";
    private static final String POLICY_HOST = "mta-sts.good.example";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final LoopbackInternet internet;
    private final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Gate gate = new Gate();
    private final DiscoveryBench bench;
    private final PolicyDiscovery discovery;

    InterruptedDiscoveryTest(LoopbackInternet internet) {
        this.internet = internet;
        this.bench = new DiscoveryBench(internet, clock, new MemoryPolicyStore(clock), gate::before);
        this.discovery = new PolicyDiscovery(
                new Doors(bench.dns, bench.fetcher, bench.store, AddressFilter.allowing("127.0.0.0/8")),
                bench.overrides,
                trouble -> {},
                threads,
                clock);
    }

    /** Stands before all policy hosts; open unless it is shut. */
    private static final class Gate {

        private volatile CountDownLatch open = new CountDownLatch(0);

        PolicyFetcher before(PolicyFetcher fetcher) {
            return request -> passed(fetcher, request);
        }

        private FetchResult passed(PolicyFetcher fetcher, PolicyRequest request) {
            try {
                open.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            return fetcher.fetch(request);
        }
    }

    @BeforeEach
    void nothingCachedByDns() {
        internet.dns().ttl(Duration.ZERO);
    }

    @AfterEach
    void endThreads() {
        gate.open.countDown();
        threads.shutdownNow();
    }

    /** A mail on a thread of its own. */
    private record Mail<T>(FutureTask<T> result, Thread thread) {

        static <T> Mail<T> that(Callable<T> work) {
            FutureTask<T> result = new FutureTask<>(work);
            Thread thread = new Thread(result);
            thread.setDaemon(true);
            thread.start();
            return new Mail<>(result, thread);
        }

        void awaitWaiting() {
            while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }

        T end() throws Exception {
            return result.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private Discovered decide() {
        return discovery.decide(GOOD, STANDARD);
    }

    private Mail<String> mail() {
        return Mail.that(() -> outcome(decide()));
    }

    private void publish(String id) {
        internet.policyHost().serve("good.example", testing("mx.good.example"));
        internet.dns().answer(RECORD, "TXT", "v=STSv1; id=" + id + ";");
    }

    @Test
    void anInterruptOfTheMailThatBeganTheFetchTakesThePolicyFromNoOther() throws Exception {
        internet.dns().hold(POLICY_HOST);
        Mail<String> one = mail();
        internet.dns().awaitQueries(2, LIMIT);
        Mail<String> two = mail();
        two.awaitWaiting();
        one.awaitWaiting();

        one.thread().interrupt();
        assertThat(one.end()).isEqualTo("cannot tell");
        internet.dns().heal(POLICY_HOST);
        assertThat(two.end()).isEqualTo("enforced");
        assertThat(bench.gets("good.example")).isEqualTo(1);
    }

    @Test
    void anInterruptOfTheMailThatAsksAgainHidesTheNewPolicyFromNoOther() throws Exception {
        Discovered failed = decide();
        publish("2");
        internet.dns().clearQueries();
        internet.dns().hold(POLICY_HOST);
        Mail<Optional<Discovered>> one = Mail.that(() -> discovery.recheck(failed, STANDARD, false));
        internet.dns().awaitQueries(2, LIMIT);
        Mail<Optional<Discovered>> two = Mail.that(() -> discovery.recheck(failed, STANDARD, false));
        two.awaitWaiting();
        one.awaitWaiting();

        one.thread().interrupt();
        assertThat(one.end()).isEmpty();
        internet.dns().heal(POLICY_HOST);
        assertThat(two.end().map(DiscoveryBench::outcome)).contains("tested");
    }

    @Test
    void anInterruptedLookUpIsNoFailureOfDns() throws Exception {
        internet.dns().silence(RECORD);
        Mail<String> one = mail();
        internet.dns().awaitQueries(1, LIMIT);
        one.awaitWaiting();
        one.thread().interrupt();
        assertThat(one.end()).isEqualTo("cannot tell");
        internet.dns().fail(RECORD, null, "SERVFAIL");
        clock.advance(Duration.ofMinutes(61));

        assertThat(outcome(decide())).isEqualTo("cannot tell");
    }

    @Test
    void aFetchThatBreaksOnOurSideIsNoWordOfTheDomain() {
        PolicyDiscovery broken = new PolicyDiscovery(
                new Doors(
                        bench.dns,
                        request -> {
                            throw new NoClassDefFoundError("of this test");
                        },
                        bench.store,
                        AddressFilter.allowing("127.0.0.0/8")),
                bench.overrides,
                trouble -> {},
                threads,
                clock);

        assertThat(outcome(broken.decide(GOOD, STANDARD))).isEqualTo("cannot tell");
    }

    @Test
    void threadsThatAreStoppedLeaveTheMailWithoutAnAnswer() throws Exception {
        internet.dns().hold(POLICY_HOST);
        Mail<String> one = mail();
        internet.dns().awaitQueries(2, LIMIT);

        threads.shutdownNow();
        assertThat(one.end()).isEqualTo("cannot tell");
        assertThat(mail().end()).isEqualTo("cannot tell");
    }

    /** An id that anybody can forge, before a policy host that does not answer. */
    @Test
    void aPolicyInForceWaitsTwoSecondsForTheOneThatANewIdAnnounces() throws Exception {
        assertThat(outcome(decide())).isEqualTo("enforced");
        publish("2");
        gate.open = new CountDownLatch(1);

        assertThat(mail().end()).isEqualTo("enforced");

        gate.open.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(bench.store.find(GOOD, Dialect.RFC8461).map(StoredPolicy::recordId))
                .as("the fetch ended in the background")
                .contains("2");
    }
}
