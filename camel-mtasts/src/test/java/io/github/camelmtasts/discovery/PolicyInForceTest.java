package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.store.StoredPolicy;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.PolicyFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.discovery.DiscoveryBench.outcome;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.none;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static io.github.camelmtasts.testkit.ServerCertificate.expired;
import static org.assertj.core.api.Assertions.assertThat;

/** A policy that was fetched: how long it stays, and what ends it. */
@Timeout(30)
class PolicyInForceTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example").maxAge(Duration.ofDays(7))));

    private static final String RECORD = "_mta-sts.good.example";
    private static final String POLICY_HOST = "mta-sts.good.example";
    private static final DomainName GOOD = DomainName.of("good.example");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final LoopbackInternet internet;
    private final DiscoveryBench bench;

    PolicyInForceTest(LoopbackInternet internet) {
        this.internet = internet;
        this.bench = new DiscoveryBench(internet);
    }

    @BeforeEach
    void allWellAndNothingCachedByDns() {
        internet.dns().ttl(Duration.ZERO);
    }

    private String decide() {
        return outcome(bench.decide("good.example"));
    }

    private int gets() {
        return bench.gets("good.example");
    }

    private void publish(String id, PolicyFile file) {
        internet.policyHost().serve("good.example", file);
        internet.dns().answer(RECORD, "TXT", "v=STSv1; id=" + id + ";");
    }

    @Test
    @Requirement("R8461-5.1-1")
    void isNotFetchedAgainWhileTheIdIsUnchanged() {
        for (int day = 0; day < 7; day++) {
            assertThat(decide()).isEqualTo("enforced");
            bench.pass(Duration.ofDays(1).minusSeconds(1));
        }
        assertThat(gets()).isEqualTo(1);
    }

    @Requirement({"R8461-3.1-18", "R8461-10.3-1"})
    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "9", "01", "a", "A", "20261123T120000"})
    void isFetchedAtOnceWhenTheIdIsAnotherOne(String id) {
        publish("a1", enforce("mx.good.example"));
        decide();
        publish(id, testing("mx.good.example"));

        assertThat(decide()).isEqualTo("tested");
        assertThat(gets()).isEqualTo(2);
    }

    @Test
    @Requirement("R8461-3.1-18")
    void isFetchedAgainWhenAnEarlierIdComesBack() {
        decide();
        publish("2", testing("mx.good.example"));
        decide();
        publish("1", enforce("mx.good.example"));

        assertThat(decide()).isEqualTo("enforced");
        assertThat(gets()).isEqualTo(3);
    }

    @Test
    @Requirement({"R8461-8.3-1", "R8461-8.3-2"})
    void givesWayToModeNoneAtOnce() {
        decide();
        publish("2", none());

        assertThat(decide()).isEqualTo("MODE_NONE");
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                trouble("the record vanishes", net -> net.dns().remove(RECORD, "TXT")),
                trouble("the record gives way to another type", net -> {
                    net.dns().remove(RECORD, "TXT");
                    net.dns().answer(RECORD, "A", "192.0.2.1");
                }),
                trouble("there are two records", txt("v=STSv1; id=2;", "v=STSv1; id=3;")),
                trouble("the record is broken", txt("v=STSv1; id=;")),
                trouble("the record is a stranger's", txt("v=spf1 -all")),
                trouble("the record is of a later version", txt("v=STSv2; id=2;")),
                trouble("DNS fails", net -> net.dns().fail(RECORD, null, "SERVFAIL")),
                trouble("DNS refuses", net -> net.dns().fail(RECORD, null, "REFUSED")),
                trouble("the record is an alias to itself", net -> {
                    net.dns().remove(RECORD, "TXT");
                    net.dns().answer(RECORD, "CNAME", RECORD + ".");
                }),
                trouble("new id, the policy host has no address", net -> {
                    txt("v=STSv1; id=2;").accept(net);
                    net.dns().remove(POLICY_HOST, "A");
                }),
                trouble("new id, the address cannot be looked up", net -> {
                    txt("v=STSv1; id=2;").accept(net);
                    net.dns().fail(POLICY_HOST, null, "SERVFAIL");
                }),
                trouble("new id, the address is in a refused network", net -> {
                    txt("v=STSv1; id=2;").accept(net);
                    net.dns().answer(POLICY_HOST, "A", "10.0.0.1");
                }),
                trouble("new id, nothing listens", net -> {
                    txt("v=STSv1; id=2;").accept(net);
                    net.dns().answer(POLICY_HOST, "A", MxHost.DEAD_ADDRESS);
                }),
                trouble("new id, no file", newId(none().status(404))),
                trouble("new id, the server fails", newId(none().status(500))),
                trouble("new id, a redirect", newId(none().status(302).header("Location", "/none"))),
                trouble("new id, bad certificate", newId(none().certificate(expired()))),
                trouble("new id, wrong media type", newId(none().header("Content-Type", "text/html"))),
                trouble("new id, too large", newId(none().endless())),
                trouble("new id, invalid policy", newId(PolicyFile.text("version: STSv1\nmode: none\n"))),
                trouble("new id, the draft's policy", newId(PolicyFile.text("{\"mode\": \"report\"}"))));
    }

    private static Arguments trouble(String name, Consumer<LoopbackInternet> trouble) {
        return Arguments.of(name, trouble);
    }

    private static Consumer<LoopbackInternet> txt(String... records) {
        return net -> net.dns().answer(RECORD, "TXT", records);
    }

    private static Consumer<LoopbackInternet> newId(PolicyFile file) {
        return net -> {
            txt("v=STSv1; id=2;").accept(net);
            net.policyHost().serve("good.example", file);
        };
    }

    @Requirement({"R8461-3.1-20", "R8461-3.3-13", "R8461-8.3-3", "R8461-3.2-21"})
    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void staysUntilItExpiresWhateverFails(String name, Consumer<LoopbackInternet> trouble) {
        CachedPolicy before = bench.policyOf(bench.decide("good.example"));
        trouble.accept(internet);

        bench.pass(Duration.ofHours(1));
        assertThat(bench.decide("good.example")).as(name).isEqualTo(new PolicyDecision.Enforced(before));
        bench.pass(WEEK.minusHours(1).minus(SECOND));
        assertThat(bench.decide("good.example")).as(name).isEqualTo(new PolicyDecision.Enforced(before));
        internet.policyHost().withdraw("good.example");
        bench.pass(SECOND);
        assertThat(decide()).as("%s, expired", name).isNotEqualTo("enforced");
    }

    @Test
    @Requirement("R8461-3.3-16")
    void needsAFetchAtItsEndAlthoughTheIdIsUnchanged() {
        decide();
        bench.pass(WEEK.minus(SECOND));
        decide();
        assertThat(gets()).isEqualTo(1);

        bench.pass(SECOND);
        assertThat(decide()).isEqualTo("enforced");
        assertThat(gets()).isEqualTo(2);

        bench.pass(WEEK.minus(SECOND));
        decide();
        assertThat(gets()).as("the second fetch gives a whole life").isEqualTo(2);
    }

    @Test
    @Requirement("R8461-3.3-16")
    void isGoneAtItsEndIfItCannotBeFetchedThen() {
        decide();
        internet.policyHost().withdraw("good.example");
        bench.pass(WEEK);

        assertThat(decide()).isEqualTo("POLICY_UNAVAILABLE");
    }

    @Test
    @Requirement("R8461-8.3-3")
    void isGoneAtItsEndIfItsRecordHasVanished() {
        decide();
        internet.dns().remove(RECORD, "TXT");
        internet.policyHost().withdraw("good.example");
        bench.pass(WEEK);

        assertThat(decide()).isEqualTo("NO_RECORD");
    }

    @Requirement({"R8461-3.1-20", "R8461-8.3-3"})
    @ParameterizedTest
    @ValueSource(strings = {"", "v=STSv1; id=;", "v=spf1 -all"})
    void isGoneAtItsEndWithoutAFetchIfDnsSaysThatThereIsNoRecord(String instead) {
        decide();
        internet.dns().remove(RECORD, "TXT");
        if (!instead.isEmpty()) {
            internet.dns().answer(RECORD, "TXT", instead);
        }
        bench.pass(WEEK);

        assertThat(decide()).isIn("NO_RECORD", "RECORD_UNUSABLE");
        bench.pass(Duration.ofDays(3 * 365));
        assertThat(decide()).isIn("NO_RECORD", "RECORD_UNUSABLE");
        assertThat(gets()).isEqualTo(1);
    }

    /** An attacker may hold the record back until the policy has run out. */
    @Test
    @Requirement("R8461-10.2-2")
    void isFetchedOnceMoreAtItsEndIfDnsCannotSayWhetherThereIsARecord() {
        decide();
        internet.dns().fail(RECORD, null, "SERVFAIL");
        bench.pass(WEEK);

        assertThat(decide()).isEqualTo("enforced");
        assertThat(decide()).isEqualTo("enforced");
        assertThat(gets()).isEqualTo(2);
    }

    @Test
    void isAskedForOnceInFiveMinutesAfterItsEnd() {
        decide();
        internet.dns().fail(RECORD, null, "SERVFAIL");
        internet.policyHost().withdraw("good.example");
        bench.pass(WEEK);
        for (int mail = 0; mail < 10; mail++) {
            assertThat(decide()).isEqualTo("cannot tell");
        }
        assertThat(gets()).isEqualTo(2);
    }

    @Test
    void isGoneAtItsEndIfDnsFails() {
        decide();
        internet.dns().fail(RECORD, null, "SERVFAIL");
        internet.policyHost().withdraw("good.example");
        bench.pass(WEEK);

        assertThat(decide()).isEqualTo("cannot tell");
    }

    @Test
    @Requirement("R8461-5-H2")
    void withoutALifeServesOneDecisionAndIsFetchedForTheNext() {
        publish("2", enforce("mx.good.example").maxAge(Duration.ZERO));
        assertThat(decide()).isEqualTo("enforced");
        assertThat(decide()).isEqualTo("enforced");
        assertThat(gets()).isEqualTo(2);

        internet.policyHost().withdraw("good.example");
        assertThat(decide()).isEqualTo("POLICY_UNAVAILABLE");
    }

    @Test
    @Requirement("R8461-3.2-12")
    void livesForAYearAtMost() {
        publish("2", PolicyFile.text("version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 9999999999\n"));
        decide();
        internet.policyHost().withdraw("good.example");

        bench.pass(Duration.ofSeconds(31_557_599));
        assertThat(decide()).isEqualTo("enforced");
        bench.pass(SECOND);
        assertThat(decide()).isEqualTo("POLICY_UNAVAILABLE");
    }

    @Test
    @Requirement("R8461-5-H1")
    void survivesARestartAndItsLifeRunsOn() {
        decide();
        internet.policyHost().withdraw("good.example");
        internet.dns().remove(RECORD, "TXT");
        bench.pass(WEEK.minus(SECOND));
        bench.restart();
        assertThat(decide()).isEqualTo("enforced");

        bench.pass(SECOND);
        bench.restart();
        assertThat(decide()).isEqualTo("NO_RECORD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u0000\u0000\u0000",
                "version: STSv1\nmode: enforce\nmx: mx.good.example\n",
                "version: STSv1\nmode: off\nmx: mx.good.example\nmax_age: 604800\n",
                "{\"version\": \"STSv1\", \"mode\": \"report\", \"mx\": [\"a.example\"], \"max_age\": 604800}"
            })
    void isFetchedAnewIfWhatWasStoredCannotBeRead(String altered) {
        bench.store.save(new StoredPolicy(GOOD, Dialect.RFC8461, "1", altered, bench.clock.instant()));

        assertThat(decide()).isEqualTo("enforced");
        assertThat(gets()).isEqualTo(1);
        bench.restart();
        assertThat(decide()).isEqualTo("enforced");
        assertThat(gets()).as("the row was mended").isEqualTo(1);
    }

    @Test
    void cannotBeToldIfWhatWasStoredCannotBeReadNorFetchedAnew() {
        bench.store.save(new StoredPolicy(GOOD, Dialect.RFC8461, "1", "altered", bench.clock.instant()));
        internet.policyHost().withdraw("good.example");
        assertThat(decide()).isEqualTo("cannot tell");
        internet.dns().remove(RECORD, "TXT");
        assertThat(decide()).isEqualTo("cannot tell");

        DiscoveryRules deliver = new DiscoveryRules(DialectChoice.RFC8461, OnDnsFailure.DELIVER);
        assertThat(outcome(bench.decide("good.example", deliver))).isEqualTo("STORE_FAILED");
        bench.pass(Duration.ofDays(366));
        assertThat(decide()).as("no policy lives so long").isEqualTo("NO_RECORD");
    }

    @Test
    void cannotBeToldIfARowIsDamagedAndNothingCanBeFetched() {
        PolicyStore damaged = GuardedStore.of(bench.store, new GuardedStore.Guard() {
            @Override
            public void before(String call) {
                if (call.equals("find")) {
                    throw new StoreUnavailableException(
                            "the policy store's row of good.example cannot be read",
                            new IllegalArgumentException("its record_id is missing"));
                }
            }
        });
        internet.policyHost().withdraw("good.example");
        internet.dns().remove(RECORD, "TXT");

        DiscoveryBench ours = new DiscoveryBench(internet, bench.clock, damaged, UnaryOperator.identity());
        assertThat(DiscoveryBench.outcome(ours.decide("good.example"))).isEqualTo("cannot tell");
    }
}
