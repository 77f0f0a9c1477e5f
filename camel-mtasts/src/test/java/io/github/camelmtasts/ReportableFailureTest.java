package io.github.camelmtasts;

import java.util.List;
import java.util.stream.Stream;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.HostTrace;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.Participant;
import io.github.camelmtasts.testkit.ServerCertificate;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.none;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static org.assertj.core.api.Assertions.assertThat;

/** What a delivery report says for those who count failures by RFC 8460: which type, and of which hosts. */
@Timeout(60)
class ReportableFailureTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(domains());

    private static Sender sender;

    private static Participant[] domains() {
        Stream<Participant> faulty = Stream.of(MxFault.values())
                .flatMap(fault -> Stream.of(
                        domain(fault.domain("enforce"))
                                .policy(enforce("*." + fault.domain("enforce")))
                                .mx(10, fault.host("enforce")),
                        domain(fault.domain("testing"))
                                .policy(testing("*." + fault.domain("testing")))
                                .mx(10, fault.host("testing")),
                        domain(fault.domain("none"))
                                .policy(none("*." + fault.domain("none")))
                                .mx(10, fault.host("none")),
                        domain(fault.domain("no-policy")).mx(10, fault.host("no-policy"))));
        Stream<Participant> others = Stream.of(
                domain("unnamed.enforce.example")
                        .policy(enforce("mx.elsewhere.example"))
                        .mx(10, mxHost("mx.unnamed.enforce.example")),
                domain("unnamed.testing.example")
                        .policy(testing("mx.elsewhere.example"))
                        .mx(10, mxHost("mx.unnamed.testing.example")),
                domain("backup.enforce.example")
                        .policy(enforce("*.backup.enforce.example"))
                        .mx(10, mxHost("mx1.backup.enforce.example"))
                        .mx(20, expired("mx2.backup.enforce.example")),
                domain("backup.testing.example")
                        .policy(testing("*.backup.testing.example"))
                        .mx(10, mxHost("mx1.backup.testing.example"))
                        .mx(20, expired("mx2.backup.testing.example")));
        return Stream.concat(faulty, others).toArray(Participant[]::new);
    }

    private static MxHost expired(String host) {
        return mxHost(host).certificate(ServerCertificate.expired());
    }

    @BeforeAll
    static void start() {
        sender = new Sender(INTERNET.internet());
    }

    @AfterAll
    static void stop() {
        sender.close();
    }

    private static String reportOn(String domain) {
        return Sender.report(sender.send("you@" + domain)).toJson();
    }

    private static String counted(String resultType) {
        return "\"resultType\":\"" + resultType + "\"";
    }

    @ParameterizedTest
    @CsvSource({
        "NO_STARTTLS,          starttls-not-supported",
        "EHLO_REFUSED,         starttls-not-supported",
        "STARTTLS_LATER,       starttls-not-supported",
        "STARTTLS_NEVER,       starttls-not-supported",
        "EXPIRED,              certificate-expired",
        "NOT_YET_VALID,        certificate-not-trusted",
        "WRONG_NAME,           certificate-host-mismatch",
        "COMMON_NAME_ONLY,     certificate-host-mismatch",
        "PARTIAL_WILDCARD,     certificate-host-mismatch",
        "UNKNOWN_AUTHORITY,    certificate-not-trusted",
        "SELF_SIGNED,          certificate-not-trusted",
        "MISSING_INTERMEDIATE, certificate-not-trusted",
        "INJECTED,             validation-failure",
        "ONLY_TLS_1_1,         validation-failure"
    })
    @Requirement({"R8461-6-3", "R8461-5-3"})
    void aHostThatFailsIsCountedUnderEnforceAndTestingAndNotWithoutPolicy(MxFault fault, String resultType) {
        assertThat(reportOn(fault.domain("enforce"))).contains("\"failure\"", counted(resultType));
        assertThat(reportOn(fault.domain("testing"))).contains("\"noted\"").containsOnlyOnce(counted(resultType));
        assertThat(reportOn(fault.domain("none"))).doesNotContain("resultType", "noted");
        assertThat(reportOn(fault.domain("no-policy"))).doesNotContain("resultType", "noted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"enforce", "testing"})
    @Requirement("R8461-6-3")
    void aHostThatThePolicyDoesNotNameIsCountedToo(String mode) {
        assertThat(reportOn("unnamed." + mode + ".example")).contains(counted("validation-failure"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"enforce", "testing"})
    @Requirement("R8461-8.4-2")
    void aHostThatWasNotTriedIsNotJudged(String mode) {
        String domain = "backup." + mode + ".example";
        Exchange sent = sender.send("you@" + domain);

        DeliveryReport report = Sender.report(sent);
        assertThat(Sender.policyMode(sent)).isEqualTo(mode);
        assertThat(report.recipients().get(0).hosts())
                .extracting(HostTrace::host)
                .extracting(Object::toString)
                .isEqualTo(List.of("mx1." + domain));
        assertThat(report.toJson()).doesNotContain("resultType", "noted", "mx2.");
        assertThat(INTERNET.internet().mx("mx2." + domain).sessions()).isEmpty();
    }
}
