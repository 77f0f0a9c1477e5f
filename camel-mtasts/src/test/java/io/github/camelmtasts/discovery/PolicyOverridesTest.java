package io.github.camelmtasts.discovery;

import java.time.Duration;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.discovery.DiscoveryBench.detail;
import static io.github.camelmtasts.discovery.DiscoveryBench.outcome;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.none;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class PolicyOverridesTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("enforce.example").policy(enforce("mx.enforce.example")),
            domain("testing.example").policy(testing("mx.testing.example")),
            domain("none.example").policy(none()),
            domain("bare.example"));

    private static final String REST = " until 2026-12-31: ticket 4711";

    private final LoopbackInternet internet;
    private final DiscoveryBench bench;

    PolicyOverridesTest(LoopbackInternet internet) {
        this.internet = internet;
        this.bench = new DiscoveryBench(internet);
    }

    @BeforeEach
    void allWell() {
        internet.dns().ttl(Duration.ZERO);
    }

    private void override(String domain, String text) {
        bench.overrides.put(DomainName.of(domain), PolicyOverride.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        // action,             enforce,    testing,    none,        no policy
        "force,                enforced,   enforced,   cannot tell, cannot tell",
        "report-only,          tested,     tested,     MODE_NONE,   NO_RECORD",
        "skip,                 OVERRIDDEN, OVERRIDDEN, OVERRIDDEN,  OVERRIDDEN",
        "pin mx.pinned.example, enforced,  enforced,   enforced,    enforced",
    })
    void goBeforeWhatADomainPublishes(
            String action, String underEnforce, String underTesting, String underNone, String without) {
        for (String name : new String[] {"enforce", "testing", "none", "bare"}) {
            override(name + ".example", action + REST);
        }

        assertThat(outcome(bench.decide("enforce.example"))).isEqualTo(underEnforce);
        assertThat(outcome(bench.decide("testing.example"))).isEqualTo(underTesting);
        assertThat(outcome(bench.decide("none.example"))).isEqualTo(underNone);
        assertThat(outcome(bench.decide("bare.example"))).isEqualTo(without);
    }

    @ParameterizedTest
    @ValueSource(strings = {"skip", "pin mx.pinned.example"})
    void askNobodyWhereTheAnswerPlaysNoPart(String action) {
        override("enforce.example", action + REST);
        internet.dns().clearQueries();
        bench.decide("enforce.example");

        assertThat(internet.dns().queries()).isEmpty();
    }

    @Test
    void pinTheHostsOfTheirPatterns() {
        override("bare.example", "pin mx1.pinned.example,*.mx.pinned.example" + REST);
        var policy = bench.policyOf(bench.decide("bare.example")).policy();

        assertThat(policy.permits(DomainName.of("mx1.pinned.example"))).isTrue();
        assertThat(policy.permits(DomainName.of("a.mx.pinned.example"))).isTrue();
        assertThat(policy.permits(DomainName.of("mx2.pinned.example"))).isFalse();
    }

    @Test
    void areSeenWithTheirReasonAndEnd() {
        override("enforce.example", "report-only" + REST);

        assertThat(bench.discover("enforce.example").intervention())
                .contains("override of the operator: report-only until 2026-12-31: ticket 4711");
        assertThat(bench.discover("testing.example").intervention()).isEmpty();
    }

    @Test
    void tellWhyAForcedDomainsMailWaits() {
        override("bare.example", "force" + REST);

        assertThat(detail(bench.decide("bare.example"))).contains("bare.example", "ticket 4711", "no MTA-STS record");
    }

    @Test
    void areLoggedAtEachUse() {
        override("enforce.example", "skip" + REST);
        String log = Log.of(() -> {
            bench.decide("enforce.example");
            bench.decide("enforce.example");
        });

        assertThat(log.lines().filter(line -> line.contains("Override for enforce.example")))
                .hasSize(2)
                .allMatch(line -> line.contains("ticket 4711"));
    }

    @Test
    void countToTheEndOfTheirLastDay() {
        override("enforce.example", "skip until 2026-11-24: ticket 4711");
        bench.pass(Duration.ofHours(36).minusSeconds(1));
        assertThat(outcome(bench.decide("enforce.example"))).isEqualTo("OVERRIDDEN");

        bench.pass(Duration.ofSeconds(1));
        assertThat(outcome(bench.decide("enforce.example"))).isEqualTo("enforced");
    }

    @Test
    void canBeTakenAway() {
        override("enforce.example", "skip" + REST);
        bench.overrides.remove(DomainName.of("enforce.example"));

        assertThat(outcome(bench.decide("enforce.example"))).isEqualTo("enforced");
        assertThat(bench.overrides.all()).isEmpty();
    }

    @Test
    void areForOneDomainAlone() {
        override("enforce.example", "skip" + REST);

        assertThat(outcome(bench.decide("mail.enforce.example"))).isEqualTo("NO_RECORD");
        assertThat(outcome(bench.decide("testing.example"))).isEqualTo("tested");
    }

    @Test
    void aReCheckDoesNotLeadAroundThem() {
        override("enforce.example", "pin mx.pinned.example" + REST);
        Discovered pinned = bench.discover("enforce.example");
        assertThat(bench.discovery().recheck(pinned, DiscoveryBench.STANDARD, false))
                .isEmpty();

        override("enforce.example", "force" + REST);
        Discovered forced = bench.discover("enforce.example");
        internet.policyHost().serve("enforce.example", testing("mx.enforce.example"));
        assertThat(bench.discovery().recheck(forced, DiscoveryBench.STANDARD, false))
                .map(DiscoveryBench::outcome)
                .contains("enforced");
    }

    @Test
    void observingMakesEveryPolicyOneInTesting() {
        bench.overrides.observe(true);
        assertThat(outcome(bench.decide("enforce.example"))).isEqualTo("tested");
        assertThat(bench.discover("enforce.example").intervention()).isPresent();
        override("bare.example", "pin mx.pinned.example" + REST);
        assertThat(outcome(bench.decide("bare.example"))).isEqualTo("tested");

        bench.overrides.observe(false);
        assertThat(outcome(bench.decide("enforce.example"))).isEqualTo("enforced");
    }

    @Test
    void observingIsWarnedOfOnceAnHour() {
        bench.overrides.observe(true);
        String log = Log.of(() -> {
            for (int mail = 0; mail < 12; mail++) {
                bench.decide("enforce.example");
                bench.pass(Duration.ofMinutes(10));
            }
        });

        assertThat(log.lines().filter(line -> line.contains("enforcement=observe")))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "force until 2026-12-31: a contract",
                "report-only until 2026-12-31: their certificate: expired",
                "skip until 2027-01-01: x",
                "pin mx1.example until 2026-12-31: y",
                "pin mx1.example,*.mx.example until 2026-12-31: y"
            })
    void readAsTheyAreWritten(String text) {
        assertThat(PolicyOverride.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "skip",
                "skip until 2026-12-31",
                "skip until 2026-12-31:",
                "skip until 2026-12-31:   ",
                "skip until 2026-02-30: no such day",
                "skip until tomorrow: x",
                "skip: for ever",
                "ignore until 2026-12-31: x",
                "SKIP until 2026-12-31: x",
                "pin until 2026-12-31: no hosts",
                "pin a.example, b.example until 2026-12-31: a blank",
                "pin *.*.example until 2026-12-31: no pattern",
                "pin .example until 2026-12-31: the draft's pattern",
                "skip mx.example until 2026-12-31: hosts are for pin"
            })
    void thatAreNoneAreRefusedWithTheForm(String text) {
        assertThatThrownBy(() -> PolicyOverride.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("report-only")
                .hasMessageContaining("until 2026-12-31");
    }
}
