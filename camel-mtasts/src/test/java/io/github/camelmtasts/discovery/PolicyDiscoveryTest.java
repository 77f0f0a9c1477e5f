package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.testkit.DnsQuery;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.PolicyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.camelmtasts.discovery.DiscoveryBench.detail;
import static io.github.camelmtasts.discovery.DiscoveryBench.outcome;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MailDomain.txtStrings;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.none;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static io.github.camelmtasts.testkit.ServerCertificate.expired;
import static io.github.camelmtasts.testkit.ServerCertificate.named;
import static org.assertj.core.api.Assertions.assertThat;

/** What is found for a domain of which nothing is known yet. */
@Timeout(30)
class PolicyDiscoveryTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")),
            domain("bare.example"),
            domain("xn--bcher-kva.example").policy(enforce("mx.good.example")));

    private final LoopbackInternet internet;
    private final DiscoveryBench bench;

    PolicyDiscoveryTest(LoopbackInternet internet) {
        this.internet = internet;
        this.bench = new DiscoveryBench(internet);
    }

    private void record(String... txt) {
        internet.dns().answer("_mta-sts.good.example", "TXT", txt);
    }

    private List<String> questions() {
        return internet.dns().queries().stream().map(DnsQuery::name).distinct().toList();
    }

    @Test
    @Requirement({"R8461-5.1-1", "R8461-5.1-2", "R8461-5-H1"})
    void appliesThePolicyToTheVeryFirstMessage() {
        PolicyDecision decision = bench.decide("good.example");

        assertThat(outcome(decision)).isEqualTo("enforced");
        assertThat(bench.policyOf(decision)).satisfies(policy -> {
            assertThat(policy.recordId()).isEqualTo("1");
            assertThat(policy.fetchedAt()).isEqualTo(bench.clock.instant());
            assertThat(policy.policy().permits(DomainName.of("mx.good.example")))
                    .isTrue();
        });
        assertThat(bench.store.find(DomainName.of("good.example"), Dialect.RFC8461))
                .hasValueSatisfying(stored -> assertThat(stored.text()).contains("mode: enforce"));
        assertThat(questions()).containsExactly("_mta-sts.good.example", "mta-sts.good.example");
    }

    static Stream<Arguments> modes() {
        return Stream.of(
                Arguments.of(enforce("mx.good.example"), "enforced"),
                Arguments.of(testing("mx.good.example"), "tested"),
                Arguments.of(none(), "MODE_NONE"),
                Arguments.of(none("mx.good.example"), "MODE_NONE"));
    }

    @Requirement({"R8461-5-3", "R8461-3.2-13"})
    @ParameterizedTest
    @MethodSource("modes")
    void decidesByTheMode(PolicyFile file, String outcome) {
        internet.policyHost().serve("good.example", file);

        assertThat(outcome(bench.decide("good.example"))).isEqualTo(outcome);
    }

    @Test
    @Requirement({"R8461-10.3-2", "R8461-3.4-2"})
    void asksNeitherAPolicyHostNorAParentWithoutARecord() {
        internet.dns().answer("mta-sts.mail.good.example", "A", "127.0.0.1");
        internet.policyHost().serve("mail.good.example", enforce("mx.good.example"));

        assertThat(outcome(bench.decide("mail.good.example"))).isEqualTo("NO_RECORD");
        assertThat(outcome(bench.decide("bare.example"))).isEqualTo("NO_RECORD");

        assertThat(questions()).containsExactly("_mta-sts.mail.good.example", "_mta-sts.bare.example");
        assertThat(internet.policyHost().requests()).isEmpty();
    }

    @Test
    void asksNobodyAboutADomainWithoutRoomForARecord() {
        assertThat(outcome(bench.decide("a.".repeat(125) + "a"))).isEqualTo("NO_RECORD");
        assertThat(questions()).isEmpty();
    }

    @Test
    @Requirement({"R8461-3.1-1", "R8461-3.4-5"})
    void asksForTheALabelAndKeepsOnePolicyHoweverTheDomainIsWritten() {
        for (String written : List.of("b\u00FCcher.example", "XN--BCHER-KVA.Example.", "B\u00DCCHER.example")) {
            assertThat(outcome(bench.decide(written))).isEqualTo("enforced");
        }

        assertThat(questions()).containsExactly("_mta-sts.xn--bcher-kva.example", "mta-sts.xn--bcher-kva.example");
        assertThat(bench.gets("xn--bcher-kva.example")).isEqualTo(1);
    }

    static Stream<Arguments> usableRecords() {
        return Stream.of(
                Arguments.of("strings joined", new String[] {txtStrings("v=STSv1;", " id=1;")}),
                Arguments.of("among strangers", new String[] {"v=spf1 -all", "v=STSv1; id=1;", "site=x"}),
                Arguments.of("beside a later version", new String[] {"v=STSv12; id=2;", "v=STSv1; id=1;"}));
    }

    @Requirement({"R8461-3.1-12", "R8461-3.1-15"})
    @ParameterizedTest(name = "{0}")
    @MethodSource("usableRecords")
    void findsTheOneRecordOfOurs(String reason, String... txt) {
        record(txt);

        assertThat(outcome(bench.decide("good.example"))).as(reason).isEqualTo("enforced");
    }

    static Stream<Arguments> uselessRecords() {
        return Stream.of(
                Arguments.of("NO_RECORD", "strangers alone", new String[] {"v=spf1 -all", "site=x"}),
                Arguments.of("NO_RECORD", "version in lower case", new String[] {"v=stsv1; id=1;"}),
                Arguments.of("RECORD_UNUSABLE", "two of ours", new String[] {"v=STSv1; id=1;", "v=STSv1; id=2;"}),
                Arguments.of("RECORD_UNUSABLE", "the same twice, apart from the end", new String[] {
                    "v=STSv1; id=1;", "v=STSv1; id=1"
                }),
                Arguments.of("RECORD_UNUSABLE", "an id with a hyphen", new String[] {"v=STSv1; id=2026-11;"}),
                Arguments.of("RECORD_UNUSABLE", "no id", new String[] {"v=STSv1;"}),
                Arguments.of("RECORD_UNUSABLE", "the draft's blanks", new String[] {"v=STSv1; id = 1;"}));
    }

    @Requirement({"R8461-3.1-13", "R8461-3.1-14"})
    @ParameterizedTest(name = "{1}")
    @MethodSource("uselessRecords")
    void fetchesNothingWithoutExactlyOneValidRecord(String outcome, String reason, String... txt) {
        record(txt);

        PolicyDecision decision = bench.decide("good.example");

        assertThat(outcome(decision)).as(reason).isEqualTo(outcome);
        if (outcome.equals("RECORD_UNUSABLE")) {
            assertThat(detail(decision))
                    .contains("the owner of the domain must mend the TXT record at _mta-sts.good.example");
        }
        assertThat(internet.policyHost().requests()).isEmpty();
    }

    @Test
    @Requirement({"R8461-3.1-16", "R8461-3.1-17"})
    void fetchesFromTheDomainsOwnPolicyHostAlthoughItsRecordIsAnAlias() {
        internet.dns().answer("_mta-sts.bare.example", "CNAME", "_mta-sts.good.example.");
        internet.dns().answer("mta-sts.bare.example", "A", "127.0.0.1");
        internet.policyHost().serve("bare.example", testing("mx.bare.example"));

        assertThat(outcome(bench.decide("bare.example"))).isEqualTo("tested");
        assertThat(bench.gets("bare.example")).isEqualTo(1);
        assertThat(bench.gets("good.example")).isZero();
    }

    @Test
    @Requirement("R8461-3.4-4")
    void asksForTheNameInTheAddressAlthoughItIsAnAlias() {
        internet.dns().answer("alias.example", "CNAME", "good.example.");

        assertThat(outcome(bench.decide("alias.example"))).isEqualTo("NO_RECORD");
        assertThat(questions()).containsExactly("_mta-sts.alias.example");
    }

    @Test
    @Requirement("R8461-8.2-1")
    void demandsTheDomainsOwnNameOfAPolicyHostThatIsAnAlias() {
        internet.dns().remove("mta-sts.good.example", "A");
        internet.dns().answer("mta-sts.good.example", "CNAME", "policies.provider.example.");
        internet.dns().answer("policies.provider.example", "A", "127.0.0.1");
        assertThat(outcome(bench.decide("good.example"))).isEqualTo("enforced");

        internet.policyHost()
                .serve("good.example", enforce("mx.good.example").certificate(named("policies.provider.example")));
        record("v=STSv1; id=2;");
        PolicyDecision decision = new DiscoveryBench(internet).decide("good.example");

        assertThat(outcome(decision)).isEqualTo("POLICY_UNAVAILABLE");
        assertThat(detail(decision)).contains(FetchFailure.CERTIFICATE_NAME_MISMATCH.advice());
    }

    static Stream<Arguments> unobtainable() {
        return Stream.of(
                Arguments.of(FetchFailure.NOT_FOUND, enforce("mx.good.example").status(404)),
                Arguments.of(FetchFailure.STATUS, enforce("mx.good.example").status(500)),
                Arguments.of(
                        FetchFailure.REDIRECT,
                        enforce("mx.good.example").status(301).header("Location", "https://mta-sts.good.example/")),
                Arguments.of(
                        FetchFailure.CERTIFICATE_EXPIRED,
                        enforce("mx.good.example").certificate(expired())),
                Arguments.of(FetchFailure.TLS, enforce("mx.good.example").tlsProtocols("TLSv1.1")),
                Arguments.of(FetchFailure.MEDIA_TYPE, enforce("mx.good.example").header("Content-Type", "text/html")),
                Arguments.of(FetchFailure.TOO_LARGE, enforce("mx.good.example").endless()),
                Arguments.of(FetchFailure.PROTOCOL, enforce("mx.good.example").header("Content-Length", "9999")));
    }

    @Requirement("R8461-3.3-12")
    @ParameterizedTest(name = "{0}")
    @MethodSource("unobtainable")
    void isNotInEffectWhileThePolicyCannotBeHadAndSaysWhoMustMendIt(FetchFailure failure, PolicyFile file) {
        internet.policyHost().serve("good.example", file);

        PolicyDecision decision = bench.decide("good.example");

        assertThat(outcome(decision)).isEqualTo("POLICY_UNAVAILABLE");
        assertThat(detail(decision)).contains("mta-sts.good.example", failure.advice());
    }

    @Test
    @Requirement({"R8461-3.3-12", "R8461-3.2-21"})
    void isNotInEffectWhileThePolicyIsInvalidAndNamesLineAndOwner() {
        internet.policyHost()
                .serve("good.example", PolicyFile.text("version: STSv1\nmode: enforced\nmx: a.example\nmax_age: 1"));

        PolicyDecision decision = bench.decide("good.example");

        assertThat(outcome(decision)).isEqualTo("POLICY_INVALID");
        assertThat(detail(decision)).contains("line 2", "the owner of the domain must mend it");
        assertThat(bench.store.find(DomainName.of("good.example"), Dialect.RFC8461))
                .isEmpty();
    }

    @Test
    @Requirement("R8461-3.3-12")
    void isNotInEffectWhileThePolicyHostHasNoAddress() {
        internet.dns().remove("mta-sts.good.example", "A");

        PolicyDecision decision = bench.decide("good.example");

        assertThat(outcome(decision)).isEqualTo("POLICY_UNAVAILABLE");
        assertThat(detail(decision)).contains(FetchFailure.NO_ADDRESS.advice());
    }

    @Test
    @Requirement("R8461-3.3-12")
    void isNotInEffectWhileTheAddressOfThePolicyHostCannotBeLookedUp() {
        internet.dns().fail("mta-sts.good.example", null, "SERVFAIL");

        PolicyDecision decision = bench.decide("good.example");

        assertThat(outcome(decision)).isEqualTo("POLICY_UNAVAILABLE");
        assertThat(detail(decision)).contains(FetchFailure.ADDRESS_UNKNOWN.advice());
    }

    @Test
    @Requirement("R8461-3.3-12")
    void isNotInEffectWhileNothingListensAtThePolicyHost() {
        internet.dns().answer("mta-sts.good.example", "A", MxHost.DEAD_ADDRESS);

        PolicyDecision decision = bench.decide("good.example");

        assertThat(outcome(decision)).isEqualTo("POLICY_UNAVAILABLE");
        assertThat(detail(decision)).contains(FetchFailure.UNREACHABLE.advice());
    }

    @Test
    @Requirement("R8461-10-H1")
    void connectsToNoAddressOfOurOwnNetworkUnlessAllowed() {
        PolicyDiscovery guarded = bench.discoveryOver(bench.dns, "");

        PolicyDecision decision = guarded.decide(DomainName.of("good.example"), DiscoveryBench.STANDARD)
                .decision();

        assertThat(outcome(decision)).isEqualTo("POLICY_UNAVAILABLE");
        assertThat(detail(decision)).contains("allowedAddresses");
        assertThat(internet.policyHost().connections("good.example")).isZero();
    }

    @Requirement("R8461-10-H1")
    @ParameterizedTest
    @CsvSource({
        "A, 127.0.0.1",
        "A, 10.0.0.1",
        "A, 192.168.1.1",
        "A, 169.254.169.254",
        "A, 100.64.0.1",
        "A, 0.0.0.0",
        "AAAA, ::1",
        "AAAA, ::ffff:127.0.0.1",
        "AAAA, ::ffff:10.0.0.1",
        "AAAA, 64:ff9b::7f00:1",
        "AAAA, fe80::1",
        "AAAA, fd00::1"
    })
    void isLedNowhereByADomainThatPointsIntoOurNetwork(String type, String address) {
        internet.dns().remove("mta-sts.good.example", "A");
        internet.dns().answer("mta-sts.good.example", type, address);
        PolicyDiscovery guarded = bench.discoveryOver(bench.dns, "");

        PolicyDecision decision = guarded.decide(DomainName.of("good.example"), DiscoveryBench.STANDARD)
                .decision();

        assertThat(outcome(decision)).isEqualTo("POLICY_UNAVAILABLE");
        assertThat(detail(decision)).contains(FetchFailure.ADDRESS_REFUSED.advice());
        assertThat(internet.policyHost().connections("good.example")).isZero();
    }

    @Test
    @Requirement("R8461-10-H1")
    void connectsToTheAddressThatWasCheckedWhateverDnsSaysNext() {
        internet.dns().ttl(Duration.ZERO); // so that a second question would be asked
        bench.decide("good.example");

        assertThat(internet.policyHost().connections("good.example")).isEqualTo(1);
        assertThat(internet.dns().queries("mta-sts.good.example"))
                .extracting(DnsQuery::type)
                .containsExactlyInAnyOrder("A", "AAAA");
    }

    @Test
    @Requirement("R8461-10-H1")
    void passesOverARefusedAddressBesideAPermittedOne() {
        internet.dns().answer("mta-sts.good.example", "A", MxHost.DEAD_ADDRESS, "127.0.0.1");
        PolicyDiscovery guarded = bench.discoveryOver(bench.dns, "127.0.0.1");

        assertThat(outcome(guarded.decide(DomainName.of("good.example"), DiscoveryBench.STANDARD)))
                .isEqualTo("enforced");
    }

    @Test
    void cannotTellWhileDnsFailsAndSaysWhoMustMendIt() {
        internet.dns().fail("_mta-sts.good.example", "TXT", "SERVFAIL");

        PolicyDecision decision = bench.decide("good.example");

        assertThat(outcome(decision)).isEqualTo("cannot tell");
        assertThat(detail(decision)).contains("good.example", "the owner of the domain must fix its name servers");
        assertThat(internet.policyHost().requests()).isEmpty();
    }

    @Test
    void deliversWhileDnsFailsIfToldTo() {
        internet.dns().fail("_mta-sts.good.example", "TXT", "SERVFAIL");
        DiscoveryRules deliver = new DiscoveryRules(DialectChoice.RFC8461, OnDnsFailure.DELIVER);

        assertThat(outcome(bench.decide("good.example", deliver))).isEqualTo("DNS_FAILED");
    }

    @Test
    void findsThePolicyAsSoonAsDnsIsAskedAgainAndAnswers() {
        internet.dns().fail("_mta-sts.good.example", "TXT", "SERVFAIL");
        bench.decide("good.example");
        internet.dns().heal("_mta-sts.good.example");
        bench.pass(Duration.ofSeconds(30)); // for so long a question that failed is left alone

        assertThat(outcome(bench.decide("good.example"))).isEqualTo("enforced");
    }
}
