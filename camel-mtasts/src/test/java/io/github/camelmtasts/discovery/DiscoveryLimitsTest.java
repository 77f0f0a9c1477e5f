package io.github.camelmtasts.discovery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.dns.MxRecord;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.discovery.DiscoveryBench.detail;
import static io.github.camelmtasts.discovery.DiscoveryBench.outcome;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** How long mail waits for those who do not answer, and how often we let ourselves be made to ask. */
@Timeout(30)
class DiscoveryLimitsTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")), domain("bare.example"));

    private static final String RECORD = "_mta-sts.good.example";

    private final LoopbackInternet internet;
    private final DiscoveryBench bench;

    DiscoveryLimitsTest(LoopbackInternet internet) {
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

    @Test
    void mailWaitsAnHourForARecordThatCannotBeLookedUpAndThenGoesOut() {
        internet.dns().fail(RECORD, null, "SERVFAIL");
        assertThat(decide()).isEqualTo("cannot tell");
        bench.pass(Duration.ofHours(1).minusSeconds(1));
        assertThat(decide()).isEqualTo("cannot tell");

        bench.pass(Duration.ofSeconds(1));
        assertThat(decide()).isEqualTo("DNS_FAILED");
        assertThat(detail(bench.decide("good.example"))).contains("since 2026-11-23T12:00:00Z", "dnsFailureGrace");
    }

    @Test
    void anHourInWhichNoMailAskedTwiceIsNoHourOfFailing() {
        internet.dns().fail(RECORD, null, "SERVFAIL");
        decide();
        bench.pass(Duration.ofMinutes(61));
        assertThat(decide()).isEqualTo("cannot tell");
        bench.pass(Duration.ofMinutes(1));
        assertThat(decide()).isEqualTo("cannot tell");
    }

    @Test
    void mailThatIsTriedOnceAnHourGoesOutInTheEnd() {
        internet.dns().fail(RECORD, null, "SERVFAIL");
        decide();
        bench.pass(Duration.ofMinutes(61));
        assertThat(decide()).isEqualTo("cannot tell");
        bench.pass(Duration.ofMinutes(61));
        assertThat(decide()).isEqualTo("DNS_FAILED");
    }

    @Test
    void theHourBeginsAnewAfterAnAnswer() {
        internet.policyHost().withdraw("good.example");
        internet.dns().fail(RECORD, null, "SERVFAIL");
        decide();
        bench.pass(Duration.ofMinutes(59));
        internet.dns().heal(RECORD);
        assertThat(decide()).isEqualTo("POLICY_UNAVAILABLE");
        internet.dns().fail(RECORD, null, "SERVFAIL");
        bench.pass(Duration.ofMinutes(6));

        assertThat(decide()).isEqualTo("cannot tell");
    }

    @Test
    void theHourBeginsAnewAfterAnAnswerThatThereIsNoRecord() {
        internet.dns().fail(RECORD, null, "SERVFAIL");
        decide();
        internet.dns().heal(RECORD);
        internet.dns().remove(RECORD, "TXT");
        bench.pass(Duration.ofMinutes(59));
        assertThat(decide()).isEqualTo("NO_RECORD");
        internet.dns().fail(RECORD, null, "SERVFAIL");
        bench.pass(Duration.ofMinutes(6));

        assertThat(decide()).isEqualTo("cannot tell");
    }

    @Test
    void theHourBeginsAnewAfterADayWithoutAFailure() {
        internet.dns().fail(RECORD, null, "SERVFAIL");
        decide();
        bench.pass(Duration.ofDays(2));

        assertThat(decide()).isEqualTo("cannot tell");
    }

    @Test
    void mailWaitsOnWhereTheWholeResolverIsSilent() {
        internet.dns().fail(RECORD, null, "SERVFAIL");
        internet.dns().fail("good.example", null, "SERVFAIL");
        decide();
        bench.pass(Duration.ofHours(2));

        assertThat(decide()).isEqualTo("cannot tell");
    }

    @Test
    void anEndpointMayWaitForShorter() {
        DiscoveryRules hasty = new DiscoveryRules(DialectChoice.RFC8461, OnDnsFailure.DEFER, Duration.ofMinutes(10));
        internet.dns().fail(RECORD, null, "SERVFAIL");
        assertThat(outcome(bench.decide("good.example", hasty))).isEqualTo("cannot tell");
        bench.pass(Duration.ofMinutes(5));
        assertThat(outcome(bench.decide("good.example", hasty))).isEqualTo("cannot tell");
        bench.pass(Duration.ofMinutes(5));

        assertThat(outcome(bench.decide("good.example", hasty))).isEqualTo("DNS_FAILED");
        assertThat(decide()).isEqualTo("cannot tell");
    }

    @Test
    void whoHasAPolicyInForceWaitsTwoSecondsForNewsAtMost() {
        List<Duration> patience = new ArrayList<>();
        PolicyDiscovery discovery = bench.discoveryOver(new Impatience(bench.dns, patience), "127.0.0.0/8");
        discovery.decide(DomainName.of("good.example"), DiscoveryBench.STANDARD);
        internet.dns().silence(RECORD);

        Discovered found = discovery.decide(DomainName.of("good.example"), DiscoveryBench.STANDARD);
        assertThat(outcome(found)).isEqualTo("enforced");
        assertThat(patience).containsExactly(Duration.ofSeconds(2));
    }

    /** Asks DNS, and notes how long the caller would wait. */
    private record Impatience(DnsLookup dns, List<Duration> patience) implements DnsLookup {

        @Override
        public DnsAnswer<List<String>> txt(String name) {
            return dns.txt(name);
        }

        @Override
        public DnsAnswer<List<String>> txt(String name, Duration limit) {
            patience.add(limit);
            return dns.txt(name, limit);
        }

        @Override
        public DnsAnswer<List<String>> freshTxt(String name) {
            return dns.freshTxt(name);
        }

        @Override
        public DnsAnswer<List<MxRecord>> mx(DomainName domain) {
            return dns.mx(domain);
        }

        @Override
        public DnsAnswer<List<InetAddress>> addresses(DomainName host) {
            return dns.addresses(host);
        }
    }

    @Test
    void aDomainThatAnnouncesIdAfterIdIsAskedThreeTimesInFiveMinutes() {
        decide();
        for (int id = 2; id < 12; id++) {
            internet.dns().answer(RECORD, "TXT", "v=STSv1; id=" + id + ";");
            assertThat(decide()).isEqualTo("enforced");
        }
        assertThat(bench.gets("good.example")).isEqualTo(1 + 3);

        bench.pass(Duration.ofMinutes(5));
        decide();
        assertThat(bench.gets("good.example")).isEqualTo(1 + 4);
    }

    @Test
    void aDomainWithoutPolicyIsAskedForEachNewId() {
        internet.policyHost().withdraw("good.example");
        for (int id = 2; id < 7; id++) {
            internet.dns().answer(RECORD, "TXT", "v=STSv1; id=" + id + ";");
            assertThat(decide()).isEqualTo("POLICY_UNAVAILABLE");
        }
        assertThat(bench.gets("good.example")).isEqualTo(5);
    }
}
