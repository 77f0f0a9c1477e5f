package io.github.camelmtasts.discovery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.dns.MxRecord;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.discovery.DiscoveryBench.STANDARD;
import static io.github.camelmtasts.discovery.DiscoveryBench.outcome;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class ConcurrentDiscoveryTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit =
            LoopbackInternetExtension.of(domain("good.example").policy(enforce("mx.good.example")));

    private static final DomainName GOOD = DomainName.of("good.example");

    private final LoopbackInternet internet;
    private final DiscoveryBench bench;

    ConcurrentDiscoveryTest(LoopbackInternet internet) {
        this.internet = internet;
        this.bench = new DiscoveryBench(internet);
    }

    private List<String> fiftyDecisions() throws Exception {
        return Crowd.atOnce(IntStream.range(0, 50)
                .<Callable<String>>mapToObj(caller -> () -> outcome(bench.decide("good.example")))
                .toList());
    }

    @Test
    @Requirement("R8461-3.3-9")
    void fiftyCallersShareOneFetch() throws Exception {
        internet.policyHost().serve("good.example", enforce("mx.good.example").delay(Duration.ofMillis(100)));

        assertThat(fiftyDecisions()).hasSize(50).containsOnly("enforced");
        assertThat(bench.gets("good.example")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Requirement("R8461-3.3-9")
    void fiftyCallersCostOneQuestionAndOneFetch(boolean recordIsRemembered) throws Exception {
        String record = "_mta-sts.good.example";
        if (recordIsRemembered) {
            bench.dns.txt(record);
        }

        assertThat(fiftyDecisions()).hasSize(50).containsOnly("enforced");
        assertThat(internet.dns().queries(record)).hasSize(1);
        assertThat(bench.gets("good.example")).isEqualTo(1);
    }

    @Test
    @Requirement({"R8461-3.3-8", "R8461-3.3-9"})
    void fiftyCallersShareOneFailure() throws Exception {
        internet.policyHost().serve("good.example", enforce("mx.good.example").status(503));

        assertThat(fiftyDecisions()).hasSize(50).containsOnly("POLICY_UNAVAILABLE");
        assertThat(bench.gets("good.example")).isEqualTo(1);
    }

    @Test
    @Requirement("R8461-3.3-9")
    void whoIsOvertakenOnTheWayUsesWhatTheOtherFetched() {
        assertThat(outcome(overtaken().decide(GOOD, STANDARD))).isEqualTo("enforced");
        assertThat(bench.gets("good.example")).isEqualTo(1);
    }

    @Test
    @Requirement("R8461-3.3-8")
    void whoIsOvertakenOnTheWayMindsTheOthersFailure() {
        internet.policyHost().withdraw("good.example");

        assertThat(outcome(overtaken().decide(GOOD, STANDARD))).isEqualTo("POLICY_UNAVAILABLE");
        assertThat(bench.gets("good.example")).isEqualTo(1);
    }

    /** A discovery in which, while a first caller asks for the record, a second one comes and is done with everything. */
    private PolicyDiscovery overtaken() {
        Overtaking dns = new Overtaking(bench.dns);
        PolicyDiscovery discovery = bench.discoveryOver(dns, "127.0.0.0/8");
        dns.overtakeBy(() -> discovery.decide(GOOD, STANDARD));
        return discovery;
    }

    private static final class Overtaking implements DnsLookup {
        private final DnsLookup dns;
        private Runnable other = () -> {};

        Overtaking(DnsLookup dns) {
            this.dns = dns;
        }

        void overtakeBy(Runnable caller) {
            other = caller;
        }

        @Override
        public DnsAnswer<List<String>> txt(String name) {
            Runnable now = other;
            other = () -> {};
            now.run();
            return dns.txt(name);
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
}
