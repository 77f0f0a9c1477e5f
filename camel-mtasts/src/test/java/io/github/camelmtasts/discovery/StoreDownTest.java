package io.github.camelmtasts.discovery;

import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.dns.MxRecord;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.fetch.FetchResult;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.store.StoredPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelmtasts.discovery.DiscoveryBench.detail;
import static io.github.camelmtasts.discovery.DiscoveryBench.outcome;
import static org.assertj.core.api.Assertions.assertThat;

/** A store that does not answer: memory carries on, and nobody takes its silence for "no policy". */
class StoreDownTest {

    private static final DomainName DOMAIN = DomainName.of("good.example");
    private static final DiscoveryRules DEFER = new DiscoveryRules(DialectChoice.RFC8461, OnDnsFailure.DEFER);
    private static final DiscoveryRules DELIVER = new DiscoveryRules(DialectChoice.RFC8461, OnDnsFailure.DELIVER);

    private final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
    private final FallibleStore store = new FallibleStore();
    private final World world = new World();
    private final PolicyDiscovery discovery = discovery();

    private PolicyDiscovery discovery() {
        return new PolicyDiscovery(
                new Doors(world, request -> world.body, store, AddressFilter.allowing("127.0.0.0/8")),
                new PolicyOverrides(clock),
                trouble -> {},
                Runnable::run,
                clock);
    }

    private String decide(DiscoveryRules rules) {
        return outcome(discovery.decide(DOMAIN, rules));
    }

    @Test
    void aPolicyInMemoryCarriesOn() {
        world.publish("1", "enforce");
        assertThat(decide(DEFER)).isEqualTo("enforced");

        store.down = true;
        world.vanish();
        clock.advance(Duration.ofDays(6));
        assertThat(decide(DEFER)).isEqualTo("enforced");
    }

    @ParameterizedTest
    @CsvSource({
        // TXT,    body,    defer,       deliver
        "none,     none,    cannot tell, STORE_FAILED",
        "broken,   none,    cannot tell, STORE_FAILED",
        "timeout,  none,    cannot tell, STORE_FAILED",
        "there,    none,    cannot tell, STORE_FAILED",
        "there,    enforce, enforced,    enforced",
        "there,    testing, tested,      tested",
        "there,    none!,   MODE_NONE,   MODE_NONE",
    })
    void aDomainThatIsNotInMemoryNeedsAFetchedPolicy(String txt, String body, String defer, String deliver) {
        store.down = true;
        switch (txt) {
            case "broken" -> world.txt = new DnsAnswer.Found<>(List.of("v=STSv1; id=1;", "v=STSv1; id=2;"));
            case "timeout" -> world.txt = new DnsAnswer.Failed<>("timed out");
            case "there" -> world.publish("1", body.equals("none!") ? "none" : body);
            default -> world.vanish();
        }
        if (body.equals("none")) {
            world.body = new FetchResult.Failed(FetchFailure.NOT_FOUND, "404");
        }

        assertThat(decide(DEFER)).isEqualTo(defer);
        assertThat(decide(DELIVER)).isEqualTo(deliver);
    }

    @Test
    void thatTheStoreHadNoneSecondsAgoBridgesFiveMinutes() {
        assertThat(decide(DEFER)).isEqualTo("NO_RECORD");

        store.down = true;
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(decide(DEFER)).isEqualTo("NO_RECORD");
        clock.advance(Duration.ofMillis(1));
        assertThat(decide(DEFER)).isEqualTo("cannot tell");
    }

    @Test
    void anInterruptedReadIsNoOutage() {
        store.interrupting = true;
        decide(DEFER);
        assertThat(Thread.interrupted()).isTrue();
        store.interrupting = false;

        assertThat(decide(DEFER)).isEqualTo("NO_RECORD");
    }

    @Test
    void theReasonNamesTheStoreAndWhoCanMendIt() {
        store.down = true;

        assertThat(detail(discovery.decide(DOMAIN, DEFER).decision()))
                .contains("good.example", "the policy store cannot be read", "you must fix the policy store")
                .doesNotContain("name servers");
    }

    @Test
    void aPolicyThatCannotBeSavedAppliesAllTheSame() {
        store.down = true;
        world.publish("1", "enforce");
        assertThat(decide(DEFER)).isEqualTo("enforced");

        world.vanish();
        assertThat(decide(DEFER)).isEqualTo("enforced");
    }

    @Test
    void aPolicyInTheStoreIsFoundAsSoonAsTheStoreIsBack() {
        world.publish("1", "enforce");
        assertThat(decide(DEFER)).isEqualTo("enforced");
        world.vanish();

        store.down = true;
        PolicyDiscovery restarted = discovery();
        assertThat(outcome(restarted.decide(DOMAIN, DEFER))).isEqualTo("cannot tell");

        store.down = false;
        clock.advance(StoreOutage.PAUSE);
        assertThat(outcome(restarted.decide(DOMAIN, DEFER))).isEqualTo("enforced");
    }

    @Test
    void aStoreThatFailedIsNotAskedForEachMail() {
        store.down = true;
        for (int mail = 0; mail < 10; mail++) {
            assertThat(decide(DEFER)).isEqualTo("cannot tell");
        }
        assertThat(store.questions).isEqualTo(1);

        clock.advance(StoreOutage.PAUSE);
        assertThat(decide(DEFER)).isEqualTo("cannot tell");
        assertThat(store.questions).isEqualTo(2);
    }

    @Test
    void aStoreThatIsSlowToFailIsNotAskedForEachMailEither() {
        store.down = true;
        store.slow = () -> clock.advance(Duration.ofSeconds(30));
        assertThat(decide(DEFER)).isEqualTo("cannot tell");
        assertThat(decide(DEFER)).isEqualTo("cannot tell");

        assertThat(store.questions).isEqualTo(1);
    }

    @Test
    void aPolicyThatTheStoreRefusesStopsNoOthersMail() {
        store.refusing = true;
        world.publish("1", "enforce");
        assertThat(decide(DEFER)).isEqualTo("enforced");

        world.vanish();
        assertThat(outcome(discovery.decide(DomainName.of("other.example"), DEFER)))
                .isEqualTo("NO_RECORD");
    }

    @Test
    void theLogSaysSoOnceAMinute() {
        store.down = true;
        String log = Log.of(() -> {
            for (int second = 0; second < 120; second += 10) {
                decide(DEFER);
                clock.advance(Duration.ofSeconds(10));
            }
        });

        assertThat(log.lines().filter(line -> line.contains("the policy store cannot be read")))
                .hasSize(2);
    }

    @Test
    void theRemarksOnAPolicyAreOneLine() {
        world.publish("1", "enforce");
        world.body = new FetchResult.Fetched(World.text("enforce") + "mx: !\n".repeat(900));
        String log = Log.of(() -> assertThat(decide(DEFER)).isEqualTo("enforced"));

        assertThat(log.lines().filter(line -> line.contains("Policy of good.example")))
                .singleElement()
                .asString()
                .contains("line 5", "and 896 more remarks");
    }

    /** Another node fetched it anew, and so its life is longer than memory thinks. */
    @Test
    void aPolicyThatRanOutInMemoryIsLookedUpInTheStore() {
        world.publish("1", "enforce");
        assertThat(decide(DEFER)).isEqualTo("enforced");
        clock.advance(Duration.ofDays(6));
        store.save(new StoredPolicy(DOMAIN, Dialect.RFC8461, "1", World.text("enforce"), clock.instant()));
        clock.advance(Duration.ofDays(6));
        world.vanish();

        assertThat(decide(DEFER)).isEqualTo("enforced");
    }

    @Test
    void aPolicyOfTheDraftInMemoryCarriesOnForAuto() {
        DiscoveryRules auto = new DiscoveryRules(DialectChoice.AUTO, OnDnsFailure.DEFER);
        world.publish("1", "enforce");
        world.body = new FetchResult.Failed(FetchFailure.NOT_FOUND, "404");
        store.save(new StoredPolicy(
                DOMAIN,
                Dialect.DRAFT06,
                "1",
                "{\"version\": \"STSv1\", \"mode\": \"enforce\", \"mx\": [\"a.example\"], \"max_age\": 604800}",
                clock.instant()));
        assertThat(decide(auto)).isEqualTo("enforced");

        store.down = true;
        world.vanish();
        assertThat(decide(auto)).isEqualTo("enforced");
    }

    private static final class FallibleStore implements PolicyStore {

        private final PolicyStore memory = new MemoryPolicyStore();
        private boolean down;
        private boolean refusing;
        private boolean interrupting;
        private Runnable slow = () -> {};
        private int questions;

        private void answer(String what) {
            if (interrupting) {
                Thread.currentThread().interrupt();
                throw new StoreUnavailableException("interrupted", new SQLException("interrupted"));
            }
            if (down) {
                slow.run();
                throw new StoreUnavailableException("the policy store cannot be " + what, new SQLException("down"));
            }
        }

        @Override
        public Optional<StoredPolicy> find(DomainName domain, Dialect dialect) {
            questions++;
            answer("read");
            return memory.find(domain, dialect);
        }

        @Override
        public void save(StoredPolicy policy) {
            if (refusing) {
                throw new StoreUnavailableException("the policy store cannot be written", new SQLException("no NUL"));
            }
            answer("written");
            memory.save(policy);
        }

        @Override
        public void redate(StoredPolicy policy, Instant fetchedAt) {
            answer("written");
            memory.redate(policy, fetchedAt);
        }

        @Override
        public void remove(DomainName domain) {
            answer("written");
            memory.remove(domain);
        }

        @Override
        public void hadMail(PolicyKey key, Instant at) {
            answer("written");
            memory.hadMail(key, at);
        }

        @Override
        public List<PolicyKey> due(Instant now, Instant mailSince, Optional<PolicyKey> after, int limit) {
            answer("read");
            return memory.due(now, mailSince, after, limit);
        }

        @Override
        public List<StoredPolicy> list(Optional<PolicyKey> after, int limit) {
            answer("read");
            return memory.list(after, limit);
        }
    }

    /** One domain as DNS and its policy host show it. */
    private static final class World implements DnsLookup {

        private DnsAnswer<List<String>> txt = new DnsAnswer.NoSuchName<>();
        private FetchResult body = new FetchResult.Failed(FetchFailure.NOT_FOUND, "404");

        static String text(String mode) {
            return "version: STSv1\nmode: " + mode + "\nmx: mx.good.example\nmax_age: 604800\n";
        }

        void publish(String id, String mode) {
            txt = new DnsAnswer.Found<>(List.of("v=STSv1; id=" + id + ";"));
            body = new FetchResult.Fetched(text(mode));
        }

        void vanish() {
            txt = new DnsAnswer.NoSuchName<>();
            body = new FetchResult.Failed(FetchFailure.NOT_FOUND, "404");
        }

        @Override
        public DnsAnswer<List<String>> txt(String name) {
            return txt;
        }

        @Override
        public DnsAnswer<List<String>> freshTxt(String name) {
            return txt;
        }

        @Override
        public DnsAnswer<List<MxRecord>> mx(DomainName domain) {
            return new DnsAnswer.NoData<>();
        }

        @Override
        public DnsAnswer<List<InetAddress>> addresses(DomainName host) {
            return new DnsAnswer.Found<>(List.of(InetAddress.getLoopbackAddress()));
        }
    }
}
