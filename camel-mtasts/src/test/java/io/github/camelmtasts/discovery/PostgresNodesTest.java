package io.github.camelmtasts.discovery;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.fetch.FetchResult;
import io.github.camelmtasts.fetch.PolicyFetcher;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.store.Databases;
import io.github.camelmtasts.store.JdbcPolicyStore;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.PostgresServer;
import io.github.camelmtasts.store.StoreSchema;
import io.github.camelmtasts.store.StoredPolicy;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.PolicyFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.discovery.DiscoveryBench.outcome;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static org.assertj.core.api.Assertions.assertThat;

/** Two nodes that share a PostgreSQL and nothing else: not the clock, nor what DNS answered, nor parsed policies. */
@Timeout(120)
class PostgresNodesTest {

    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")),
            domain("other.example").policy(enforce("mx.other.example")));

    private static final DomainName GOOD = DomainName.of("good.example");
    private static final Duration DAY = Duration.ofDays(1);

    private final LoopbackInternet internet;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private DataSource database;
    private Node a;
    private Node b;

    PostgresNodesTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    @BeforeEach
    void twoNodes() throws Exception {
        internet.dns().ttl(Duration.ZERO);
        database = PostgresServer.shared().emptyDatabase();
        a = new Node();
        b = new Node();
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private interface Event {
        void run() throws Exception;
    }

    /** One process. */
    private final class Node implements GuardedStore.Guard {

        final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
        final Databases.Switch line = new Databases.Switch(database);
        final DiscoveryBench bench;
        private final PolicyStore store;
        volatile boolean isWithoutHttps;
        volatile Event beforeSave = () -> {};
        volatile Event beforeFetch = () -> {};
        volatile Event whenLeaseIsRefused = () -> {};

        Node() {
            this.store = JdbcPolicyStore.in(line.dataSource(), StoreSchema.CREATE, clock);
            this.bench = new DiscoveryBench(internet, clock, GuardedStore.of(store, this), this::detour);
        }

        private PolicyFetcher detour(PolicyFetcher https) {
            return request -> {
                try {
                    beforeFetch.run();
                } catch (Exception broken) {
                    throw new IllegalStateException(broken);
                }
                return isWithoutHttps
                        ? new FetchResult.Failed(FetchFailure.UNREACHABLE, "no route")
                        : https.fetch(request);
            };
        }

        @Override
        public void before(String call) throws Exception {
            if (call.equals("save")) {
                beforeSave.run();
            }
        }

        @Override
        public @Nullable Object instead(String call, @Nullable Object answer) throws Exception {
            if (call.equals("lease") && Boolean.FALSE.equals(answer)) {
                whenLeaseIsRefused.run();
            }
            return answer;
        }

        String decide(String domain) {
            Discovered found = bench.discover(domain);
            return outcome(found) + " " + found.source();
        }

        String decide() {
            return decide("good.example");
        }

        CachedPolicy mail() {
            CachedPolicy policy = bench.policyOf(bench.decide("good.example"));
            bench.discovery().hadMail(policy);
            return policy;
        }

        void keepHouse() {
            bench.discovery().refresher().run();
        }

        void purge() {
            bench.discovery().operator().purge(GOOD, DialectChoice.RFC8461, true);
        }
    }

    private void publish(String id, PolicyFile file) {
        internet.policyHost().serve("good.example", file);
        internet.dns().answer("_mta-sts.good.example", "TXT", "v=STSv1; id=" + id + ";");
    }

    private void vanish() {
        internet.dns().remove("_mta-sts.good.example", "TXT");
        internet.policyHost().withdraw("good.example");
    }

    private void pass(Duration time) {
        a.clock.advance(time);
        b.clock.advance(time);
    }

    private int gets() {
        return a.bench.gets("good.example");
    }

    /** Whoever fetches first goes on only when the other waits for him. */
    private void meetBeforeTheFetch() {
        CountDownLatch meeting = new CountDownLatch(1);
        for (Node node : List.of(a, b)) {
            node.whenLeaseIsRefused = meeting::countDown;
            node.beforeFetch = meeting::await;
        }
    }

    private String stored() {
        return a.store.find(GOOD, Dialect.RFC8461).map(StoredPolicy::recordId).orElse("none");
    }

    @Test
    @Requirement("R8461-3.3-9")
    void oneFetchesAndBothUse() {
        assertThat(a.decide()).isEqualTo("enforced FETCHED");
        assertThat(b.decide()).isEqualTo("enforced KEPT");
        assertThat(gets()).isEqualTo(1);
    }

    @Test
    @Requirement("R8461-3.3-9")
    void askedAtTheSameMomentOneFetchesAndTheOtherWaits() throws Exception {
        meetBeforeTheFetch();

        assertThat(Crowd.atOnce(List.of(a::decide, b::decide)))
                .containsExactlyInAnyOrder("enforced FETCHED", "enforced KEPT");
        assertThat(gets()).isEqualTo(1);
    }

    @Test
    @Requirement("R8461-3.3-14")
    void dueAtTheSameMomentItIsFetchedAnewOnceAndTakenOver() throws Exception {
        a.mail();
        b.mail();
        pass(DAY);
        publish("1", testing("mx.good.example"));
        meetBeforeTheFetch();
        Crowd.atOnce(List.of(Executors.callable(a::keepHouse), Executors.callable(b::keepHouse)));

        assertThat(gets()).isEqualTo(2);
        assertThat(a.decide()).isEqualTo("tested KEPT");
        assertThat(b.decide()).isEqualTo("tested KEPT");
        assertThat(gets()).isEqualTo(2);
    }

    @Test
    @Requirement("R8461-3.3-14")
    void whatOneFetchedAnewTheOtherTakesOver() {
        a.mail();
        b.mail();
        pass(DAY);
        publish("1", testing("mx.good.example"));
        a.keepHouse();
        b.keepHouse();

        assertThat(b.decide()).isEqualTo("tested KEPT");
        assertThat(gets()).isEqualTo(2);
    }

    /** As far as honest clocks are apart. */
    @Test
    void aClockThatIsBehindHoldsUpNoNewPolicy() {
        b.clock.advance(Duration.ofMinutes(-4));
        a.mail();
        b.mail();
        publish("2", testing("mx.good.example"));

        assertThat(b.decide()).isEqualTo("tested FETCHED");
        assertThat(b.decide()).isEqualTo("tested KEPT");
        assertThat(a.decide()).isEqualTo("tested KEPT");
        assertThat(gets()).isEqualTo(2);
    }

    @Test
    void aRecheckFetchesAlthoughTheOthersClockIsAhead() {
        a.clock.advance(Duration.ofMinutes(4));
        a.mail();
        CachedPolicy failed = b.mail();
        publish("1", testing("mx.good.example"));

        assertThat(b.bench.recheck(new PolicyDecision.Enforced(failed)))
                .map(DiscoveryBench::outcome)
                .contains("tested");
    }

    @Test
    @Requirement("R8461-3.3-13")
    void aNodeWithoutHttpsWeakensNobody() {
        a.mail();
        b.mail();
        b.isWithoutHttps = true;
        publish("2", testing("mx.good.example"));

        assertThat(b.decide()).as("what is in force stays").isEqualTo("enforced KEPT");
        assertThat(a.decide()).as("the failure is not shared").isEqualTo("tested FETCHED");
        b.keepHouse();
        assertThat(b.decide()).as("what the other fetched").isEqualTo("tested KEPT");
        assertThat(b.bench.troubles).hasSize(1);
        assertThat(a.bench.troubles).isEmpty();
    }

    @Test
    void aNodeWithoutHttpsUsesAtOnceWhatTheOtherFetchedForADomainThatIsNewToIt() {
        b.isWithoutHttps = true;

        assertThat(b.decide()).isEqualTo("POLICY_UNAVAILABLE NONE");
        assertThat(a.decide()).isEqualTo("enforced FETCHED");
        assertThat(b.decide()).isEqualTo("enforced KEPT");
    }

    @Test
    void aNodeThatDiesWithALeaseBlocksTheOtherNoLongerThanTheLeaseLives() {
        a.store.lease(GOOD, "dead", a.clock.instant(), a.clock.instant().plus(FetchLease.LIFE));
        AtomicInteger refusals = new AtomicInteger();
        b.whenLeaseIsRefused = () -> {
            b.clock.advance(FetchLease.LIFE);
            refusals.incrementAndGet();
        };

        assertThat(b.decide()).isEqualTo("enforced FETCHED");
        assertThat(refusals).hasValue(1);
        assertThat(gets()).isEqualTo(1);
        assertThat(a.decide()).isEqualTo("enforced KEPT");
    }

    @Test
    void whatIsPurgedOnOneIsForgottenByTheOtherWhenItKeepsHouse() {
        a.mail();
        b.mail();
        vanish();
        a.purge();
        assertThat(a.decide()).isEqualTo("NO_RECORD NONE");

        b.keepHouse();
        assertThat(b.decide()).isEqualTo("NO_RECORD NONE");
    }

    /** The database was away when this node first kept house, and so the change was long before its first look. */
    @Test
    void aFirstLookThatComesLateMissesNoPurge() throws SQLException {
        a.mail();
        b.mail();
        vanish();
        a.purge();
        Databases.execute(database, "update mtasts_policy set changed_at = changed_at - interval '1 hour'");

        b.keepHouse();
        assertThat(b.decide()).isEqualTo("NO_RECORD NONE");
    }

    /** The component keeps house four times a minute; this is the bound for a node where even that has stopped. */
    @Test
    void aNodeThatKeepsNoHouseForgetsWhatWasPurgedWhenItRunsOut() {
        a.mail();
        CachedPolicy kept = b.mail();
        vanish();
        a.purge();
        assertThat(b.decide()).isEqualTo("enforced KEPT");

        b.clock.advance(Duration.between(b.clock.instant(), kept.expiresAt()));
        assertThat(b.decide()).isEqualTo("NO_RECORD NONE");
    }

    @Test
    void aWriteThatComesLateUndoesNothing() throws Exception {
        CountDownLatch aIsAboutToWrite = new CountDownLatch(1);
        CountDownLatch bHasWritten = new CountDownLatch(1);
        a.beforeSave = () -> {
            aIsAboutToWrite.countDown();
            bHasWritten.await();
        };
        Future<String> late = threads.submit(() -> a.decide());
        aIsAboutToWrite.await();
        pass(FetchLease.LIFE); // of which A's lease runs out
        publish("2", testing("mx.good.example"));
        assertThat(b.decide()).isEqualTo("tested FETCHED");
        bHasWritten.countDown();
        assertThat(late.get()).isEqualTo("enforced FETCHED");

        assertThat(stored()).isEqualTo("2");
        vanish(); // so that what is kept decides
        b.keepHouse();
        assertThat(b.decide()).isEqualTo("tested KEPT");
        a.keepHouse();
        assertThat(a.decide()).isEqualTo("tested KEPT");
    }

    @Test
    @Requirement("R8461-3.3-13")
    void withoutItsDatabaseANodeGoesOnByMemoryAndCatchesUpLater() {
        a.mail();
        b.mail();
        b.line.cut();
        String log = Log.of(() -> {
            b.keepHouse();
            assertThat(b.decide()).isEqualTo("enforced KEPT");
        });
        assertThat(log).contains("WARN", "MTA-STS goes on with the policies in memory", "the line is cut");

        publish("1", testing("mx.good.example"));
        pass(DAY);
        a.keepHouse();
        assertThat(b.decide()).isEqualTo("enforced KEPT");
        internet.dns().remove("_mta-sts.other.example", "TXT");
        assertThat(b.decide("other.example")).isEqualTo("cannot tell UNKNOWN");

        b.line.mend();
        b.keepHouse();
        assertThat(b.decide()).isEqualTo("tested KEPT");
        pass(StoreOutage.PAUSE);
        assertThat(b.decide("other.example")).isEqualTo("NO_RECORD NONE");
    }

    @Test
    void whatWasFetchedWithoutTheDatabaseIsStoredWhenItIsBack() {
        b.line.cut();
        assertThat(b.decide()).isEqualTo("enforced FETCHED");
        b.keepHouse();
        b.line.mend();
        assertThat(stored()).isEqualTo("none");

        b.keepHouse();
        assertThat(stored()).isEqualTo("1");
        assertThat(a.decide()).isEqualTo("enforced KEPT");
        assertThat(b.decide()).isEqualTo("enforced KEPT");
        assertThat(gets()).isEqualTo(1);
    }

    @Test
    void whatWasFetchedWithoutTheDatabaseDoesNotComeBackAfterAPurge() {
        b.line.cut();
        assertThat(b.decide()).isEqualTo("enforced FETCHED");
        vanish();
        pass(Duration.ofMinutes(6));
        a.purge();
        b.line.mend();
        b.keepHouse();

        assertThat(stored()).isEqualTo("none");
        assertThat(b.decide()).isEqualTo("NO_RECORD NONE");
    }
}
