package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.util.function.UnaryOperator;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.PolicyFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.camelmtasts.discovery.DiscoveryBench.outcome;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.draftEnforce;
import static io.github.camelmtasts.testkit.PolicyFile.draftReport;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.none;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static org.assertj.core.api.Assertions.assertThat;

/** What happens to policies between mails. */
@Timeout(30)
class PolicyRefresherTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example").maxAge(Duration.ofDays(7))),
            domain("draft.example").policy(draftEnforce("mx.draft.example")));

    private static final String RECORD = "_mta-sts.good.example";
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    private final LoopbackInternet internet;
    private final DiscoveryBench bench;

    PolicyRefresherTest(LoopbackInternet internet) {
        this.internet = internet;
        this.bench = new DiscoveryBench(internet);
    }

    @BeforeEach
    void allWellAndNothingCachedByDns() {
        internet.dns().ttl(Duration.ZERO);
    }

    private CachedPolicy mail() {
        CachedPolicy policy = bench.policyOf(bench.decide("good.example"));
        bench.discovery().hadMail(policy);
        return policy;
    }

    private void refresh() {
        bench.discovery().refresher().run();
    }

    private int gets() {
        return bench.gets("good.example");
    }

    private void publish(String id, PolicyFile file) {
        internet.policyHost().serve("good.example", file);
        internet.dns().answer(RECORD, "TXT", "v=STSv1; id=" + id + ";");
    }

    @Test
    @Requirement({"R8461-3.3-14", "R8461-10.2-2"})
    void aPolicyIsFetchedAnewAfterADayAlthoughTheIdIsUnchanged() {
        CachedPolicy before = mail();
        bench.pass(Duration.ofHours(19));
        refresh();
        assertThat(gets()).as("not within 80 % of a day").isEqualTo(1);

        bench.pass(Duration.ofHours(5));
        refresh();
        assertThat(gets()).isEqualTo(2);
        assertThat(bench.policyOf(bench.decide("good.example")).expiresAt())
                .isEqualTo(before.expiresAt().plus(DAY));
        refresh();
        assertThat(gets()).isEqualTo(2);
    }

    @Test
    @Requirement("R8461-10.2-2")
    void aRecordThatIsHeldBackDoesNotEndTheLifeOfAPolicy() {
        mail();
        internet.dns().fail(RECORD, null, "SERVFAIL");
        for (int day = 0; day < 30; day++) {
            bench.pass(DAY);
            refresh();
        }
        assertThat(outcome(bench.decide("good.example"))).isEqualTo("enforced");
    }

    @Test
    void aNewIdIsKeptWithThePolicyThatCame() {
        mail();
        publish("2", testing("mx.good.example"));
        bench.pass(DAY);
        refresh();

        internet.policyHost().withdraw("good.example");
        CachedPolicy kept = bench.policyOf(bench.decide("good.example"));
        assertThat(kept.recordId()).isEqualTo("2");
        assertThat(outcome(bench.decide("good.example"))).isEqualTo("tested");
    }

    @Test
    void aFetchThatFailsLeavesTheOldIdInTheEntry() {
        CachedPolicy before = mail();
        publish("2", none().status(500));
        bench.pass(DAY);
        refresh();

        assertThat(bench.policyOf(bench.decide("good.example"))).isEqualTo(before);
    }

    @Test
    void aDomainWithoutMailForSixtyDaysIsLeftAlone() {
        publish("2", enforce("mx.good.example").maxAge(Duration.ofDays(365)));
        mail();
        bench.pass(Duration.ofDays(60));
        refresh();
        assertThat(gets()).isEqualTo(2);

        bench.pass(DAY);
        refresh();
        assertThat(gets()).isEqualTo(2);
    }

    @Test
    void aDomainThatSomebodyOnlyAskedAboutIsLeftAlone() {
        bench.decide("good.example");
        bench.pass(DAY);
        refresh();

        assertThat(gets()).isEqualTo(1);
    }

    @Test
    void aPolicyThatRanOutIsLeftToTheNextMail() {
        mail();
        bench.pass(WEEK);
        refresh();

        assertThat(gets()).isEqualTo(1);
    }

    @Test
    @Requirement({"R8461-3.3-15", "R8461-6-2", "R8461-10.2-3"})
    void repeatedFailuresAreToldLongBeforeThePolicyRunsOut() {
        CachedPolicy policy = mail();
        internet.policyHost().withdraw("good.example");
        bench.pass(DAY);
        for (int hour = 0; hour < 24; hour++) {
            refresh();
            bench.pass(Duration.ofHours(1));
        }

        assertThat(bench.troubles)
                .filteredOn(trouble -> trouble.failures() == 3)
                .singleElement()
                .satisfies(trouble -> {
                    assertThat(trouble.inForce()).contains(policy);
                    assertThat(trouble.at()).isBefore(policy.expiresAt().minus(Duration.ofDays(5)));
                    assertThat(trouble.resultType()).isEqualTo("sts-policy-fetch-error");
                });
        assertThat(bench.discovery().refresher().overdue())
                .extractingByKey(DomainName.of("good.example"))
                .asString()
                .contains("mta-sts.good.example", "the owner of the domain must");
        assertThat(gets()).as("1 h, 2 h, 4 h, 8 h between them").isEqualTo(1 + 5);
    }

    @Test
    void aSuccessEndsTheRowOfFailures() {
        mail();
        internet.policyHost().withdraw("good.example");
        bench.pass(DAY);
        refresh();
        internet.policyHost().serve("good.example", enforce("mx.good.example"));
        bench.pass(Duration.ofHours(1));
        refresh();

        assertThat(bench.discovery().refresher().overdue()).isEmpty();
    }

    private boolean isOverdue() {
        refresh();
        return !bench.discovery().refresher().failed().isEmpty();
    }

    private void failToRenew() {
        mail();
        internet.policyHost().withdraw("good.example");
        bench.pass(DAY);
        assertThat(isOverdue()).isTrue();
    }

    @Test
    void whatRanOutIsOverdueNoMore() {
        failToRenew();
        bench.pass(WEEK);

        assertThat(isOverdue()).isFalse();
    }

    @Test
    void whatWasPurgedIsOverdueNoMore() {
        failToRenew();
        bench.discovery().operator().purge(DomainName.of("good.example"), DiscoveryBench.STANDARD.dialect(), true);

        assertThat(isOverdue()).isFalse();
    }

    @Test
    void whatAMailFetchedIsOverdueNoMore() {
        failToRenew();
        publish("2", enforce("mx.good.example"));
        mail();

        assertThat(isOverdue()).isFalse();
    }

    @Test
    void whatGetsNoMailAnyMoreIsOverdueNoMore() {
        publish("2", enforce("mx.good.example").maxAge(Duration.ofDays(365)));
        failToRenew();
        bench.pass(Duration.ofDays(60));

        assertThat(isOverdue()).isFalse();
    }

    @Test
    void whatWaitsForItsNextTryStaysOverdue() {
        failToRenew();
        bench.pass(Duration.ofMinutes(1));

        assertThat(isOverdue()).isTrue();
    }

    @Test
    @Requirement({"R8461-3.3-15", "R8461-6-2"})
    void nobodyHearsOfAPolicyInModeNoneThatCannotBeRenewed() {
        publish("2", none());
        bench.decide("good.example");
        bench.discovery()
                .hadMail(bench.discovery()
                        .operator()
                        .kept(DomainName.of("good.example"))
                        .get(0));
        internet.policyHost().withdraw("good.example");
        bench.pass(DAY);
        for (int hour = 0; hour < 24; hour++) {
            refresh();
            bench.pass(Duration.ofHours(1));
        }

        assertThat(gets()).isGreaterThan(3);
        assertThat(bench.troubles).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    @Requirement("RD06-6.1-1")
    void aNewIdWithTheOldBodyHealsItself(Dialect dialect) {
        boolean draft = dialect == Dialect.DRAFT06;
        String name = draft ? "draft.example" : "good.example";
        DiscoveryRules rules = draft ? DiscoveryBench.DRAFT : DiscoveryBench.STANDARD;
        bench.decide(name, rules);

        internet.dns().answer("_mta-sts." + name, "TXT", "v=STSv1; id=2;");
        assertThat(bench.policyOf(bench.decide(name, rules)).recordId()).isEqualTo("2");
        int before = bench.gets(name);
        internet.policyHost().serve(name, draft ? draftReport("mx." + name) : testing("mx." + name));
        assertThat(outcome(bench.decide(name, rules))).isEqualTo("enforced");

        bench.pass(SecondLooks.DELAY.minusSeconds(1));
        refresh();
        assertThat(bench.gets(name)).isEqualTo(before);
        bench.pass(Duration.ofSeconds(1));
        refresh();
        refresh();
        assertThat(bench.gets(name)).isEqualTo(before + 1);
        assertThat(outcome(bench.decide(name, rules))).isEqualTo("tested");
    }

    @Test
    void aNewIdWithANewBodyIsNotLookedAtTwice() {
        bench.decide("good.example");
        publish("2", testing("mx.good.example"));
        bench.decide("good.example");
        bench.pass(SecondLooks.DELAY);
        refresh();

        assertThat(gets()).isEqualTo(2);
    }

    @Test
    void anErrorInOneStepOfARoundKeepsNoPolicyFromItsRefresh() {
        MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
        PolicyStore store = GuardedStore.of(new MemoryPolicyStore(clock), new GuardedStore.Guard() {
            @Override
            public void before(String call) {
                if (call.equals("changesSince")) {
                    throw new OutOfMemoryError("made by the test");
                }
            }
        });
        DiscoveryBench ours = new DiscoveryBench(internet, clock, store, UnaryOperator.identity());
        ours.discovery().hadMail(ours.policyOf(ours.decide("good.example")));
        ours.pass(DAY);
        ours.discovery().refresher().run();

        assertThat(gets()).isEqualTo(2);
    }
}
