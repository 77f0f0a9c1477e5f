package io.github.camelmtasts.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Greeting;
import io.github.camelmtasts.delivery.HostInspection;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.ProbedHost;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.discovery.DialectChoice;
import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.dns.MailHosts;
import io.github.camelmtasts.dns.MxRecord;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.fetch.FetchResult;
import io.github.camelmtasts.fetch.ProbedPolicyHost;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyReview;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What this machine had no time for is nobody's fault, and makes no fault of another graver than it may be. */
class UnseenHostsTest {

    private static final String POLICY =
            "version: STSv1\nmode: enforce\nmx: mx1.some.example\nmx: mx2.some.example\nmax_age: 1209600\n";

    private static final DomainName DOMAIN = DomainName.of("some.example");

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "OUT_OF_TIME         | OUT_OF_TIME     | UNKNOWN mx-out-of-time;UNKNOWN mx-out-of-time",
                "CERTIFICATE_EXPIRED | OUT_OF_TIME     | ERROR mx-certificate-expired;UNKNOWN mx-out-of-time",
                "SESSION_REFUSED     | OUT_OF_TIME     | WARNING mx-session-refused;UNKNOWN mx-out-of-time",
                "SESSION_REFUSED     | SESSION_REFUSED | ERROR mail-locked-out;ERROR mx-session-refused;ERROR mx-session-refused",
            })
    void anMxHostThatWasNotSeenMayTakeTheMail(FailureReason first, FailureReason second, String findings) {
        DomainView view = view(
                policyHost(List.of(), List.of()),
                List.of(mx("mx1.some.example", first), mx("mx2.some.example", second)));

        assertThat(briefly(MxJudge.findings(view))).containsExactly(findings.split(";"));
    }

    @Test
    void theMenderOfWhatWasNotSeenIsWhoLooks() {
        List<Finding> findings = Stream.concat(
                        PolicyHostJudge.findings(view(policyHost(List.of(), List.of("192.0.2.1")), List.of())).stream(),
                        MxJudge.findings(view(
                                        policyHost(List.of(), List.of()),
                                        List.of(mx("mx1.some.example", FailureReason.OUT_OF_TIME))))
                                .stream())
                .toList();

        assertThat(findings).hasSize(2).allSatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
            assertThat(finding.mender()).isEqualTo(Mender.YOU);
            assertThat(finding.remedy()).isEqualTo("you may look again when this machine has less to do");
        });
    }

    @Test
    void aPolicyHostMayServeThePolicyWhereItWasNotSeen() {
        ProbedPolicyHost silent = failed("192.0.2.1");

        assertThat(briefly(PolicyHostJudge.findings(view(policyHost(List.of(silent), List.of()), List.of()))))
                .containsExactly("ERROR policy-timeout");
        assertThat(briefly(
                        PolicyHostJudge.findings(view(policyHost(List.of(silent), List.of("192.0.2.2")), List.of()))))
                .containsExactly("WARNING policy-timeout", "UNKNOWN policy-unseen");
    }

    private static List<String> briefly(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.severity() + " " + finding.code())
                .toList();
    }

    private static DomainView view(PolicyHostCheck policyHost, List<MxCheck> hosts) {
        List<String> txt = List.of("v=STSv1; id=1;");
        return new DomainView(
                DOMAIN,
                Instant.parse("2026-11-24T12:00:00Z"),
                DialectChoice.RFC8461,
                new RecordCheck(
                        DOMAIN.recordName(), new DnsAnswer.Found<>(txt), DialectChoice.RFC8461.find(txt), List.of()),
                policyHost,
                Optional.of(PolicyReview.of(POLICY, Dialect.RFC8461)),
                MailHosts.of(
                        DOMAIN,
                        new DnsAnswer.Found<>(List.of(new MxRecord(10, "mx1.some.example."))),
                        Optional.empty(),
                        new Random(0)),
                hosts,
                List.of(),
                new DnsAnswer.NoData<>());
    }

    private static PolicyHostCheck policyHost(List<ProbedPolicyHost> answers, List<String> unseen) {
        return new PolicyHostCheck(
                DOMAIN.policyHost(),
                answers,
                Optional.empty(),
                unseen.stream().map(UnseenHostsTest::address).toList(),
                0);
    }

    private static ProbedPolicyHost failed(String address) {
        return new ProbedPolicyHost(
                address(address),
                Dialect.RFC8461,
                List.of(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                new FetchResult.Failed(FetchFailure.TIMEOUT, "the answer was not complete within 60 s"),
                Duration.ofMinutes(1));
    }

    /** A host that was met and has this against it, or was not seen at all. */
    private static MxCheck mx(String name, FailureReason reason) {
        DomainName host = DomainName.of(name);
        Failure failure = new Failure(reason, name + " failed");
        Greeting greeting =
                new Greeting(Optional.of(new SmtpReply(220, "hello")), Optional.of(new SmtpReply(250, "hello")), true);
        HostInspection inspection = reason == FailureReason.OUT_OF_TIME
                ? new HostInspection(host, List.of(), Optional.of(failure))
                : new HostInspection(
                        host,
                        List.of(ProbedHost.notMet(new MxTarget(host, address("192.0.2.9"), 25), greeting, failure)),
                        Optional.empty());
        return new MxCheck(host, OptionalInt.of(10), true, inspection);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
