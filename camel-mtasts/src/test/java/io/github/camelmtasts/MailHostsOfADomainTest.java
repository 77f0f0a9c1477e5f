package io.github.camelmtasts;

import io.github.camelmtasts.testkit.DnsQuery;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** Where DNS leads a mail, and where it must not (RFC 5321 section 5.1, RFC 7505). */
@Timeout(60)
class MailHostsOfADomainTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("null-mx.example").policy(enforce("mx.null-mx.example")).nullMx(),
            domain("implicit.example").policy(enforce("implicit.example")).implicitMx(),
            domain("implicit-elsewhere.example")
                    .policy(enforce("*.implicit-elsewhere.example"))
                    .implicitMx(),
            domain("broken-mx.example").mx(10, mxHost("mx.broken-mx.example")),
            domain("no-address.example").mx(10, mxHost("mx.no-address.example").withoutAddress()),
            domain("no-host.example").mx(10, "mx.no-such.example"),
            domain("down.example")
                    .policy(enforce("mx.down.example"))
                    .mx(10, mxHost("mx.down.example").down()),
            domain("half-down.example")
                    .policy(enforce("mx.half-down.example"))
                    .mx(10, mxHost("mx.half-down.example").addresses(MxHost.DEAD_ADDRESS, "127.0.0.99")),
            domain("alias.example")
                    .policy(enforce("mx.alias.example"))
                    .mx(10, mxHost("mx.alias.example").cname("real.alias.example")),
            mxHost("real.alias.example"),
            domain("nick.example").policy(enforce("mx.elsewhere.example")).mx(10, "mx.no-such.example"),
            domain("real.example").mx(10, mxHost("mx.real.example")),
            domain("inside.example").policy(enforce("mx.inside.example")).mx(10, mxHost("mx.inside.example")));

    private static Sender sender;

    @BeforeAll
    static void start() {
        sender = new Sender(INTERNET.internet());
    }

    @AfterAll
    static void stop() {
        sender.close();
    }

    private static void assertUndelivered(
            Exchange sent, String outcome, Class<? extends DeliveryException> exception, String reason, String words) {
        assertThat(Sender.outcome(sent)).isEqualTo(outcome);
        assertThat(Sender.reason(sent)).isEqualTo(reason);
        assertThat(sent.getException())
                .isInstanceOf(exception)
                .hasMessageContaining(words)
                .hasMessageNotContaining("personal.name");
    }

    private static void assertDeferred(Exchange sent, String reason, String words) {
        assertUndelivered(sent, "DEFERRED", TemporaryDeliveryException.class, reason, words);
    }

    private static void assertFailed(Exchange sent, String reason, String words) {
        assertUndelivered(sent, "FAILED", PermanentDeliveryException.class, reason, words);
    }

    @Test
    @Requirement({"R7505-4.1-1", "R7505-4.1-2", "RIX-MX-1"})
    void aNullMxFailsTheMailForGoodAndNothingElseIsAsked() {
        Exchange sent = sender.send("personal.name@null-mx.example");

        assertFailed(sent, "NULL_MX", "null-mx.example takes no mail");
        assertThat(Sender.report(sent).toJson()).contains("\"status\":\"5.1.10\"");
        assertThat(INTERNET.internet().dns().queries("_mta-sts.null-mx.example"))
                .isEmpty();
        assertThat(INTERNET.internet().dns().queries("null-mx.example"))
                .extracting(DnsQuery::type)
                .containsExactly("MX");
    }

    @Test
    @Requirement("R5321-5.1-2")
    void aDomainThatDoesNotExistFailsTheMailForGood() {
        assertFailed(sender.send("personal.name@no-such.example"), "NO_SUCH_DOMAIN", "no-such.example does not exist");
    }

    @Test
    @Requirement("R5321-5.1-3")
    void aMailWaitsWhileDnsCannotSayTheHosts() {
        INTERNET.internet().dns().fail("broken-mx.example", "MX", "SERVFAIL");

        assertDeferred(sender.send("personal.name@broken-mx.example"), "DNS_FAILED", "broken-mx.example");
    }

    @Test
    @Requirement({"R5321-5.1-4", "R8461-4.1-5"})
    void aDomainWithoutMxIsItsOwnHostIfThePolicyNamesIt() {
        Exchange sent = sender.send("you@implicit.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(INTERNET.internet().mx("implicit.example").mails().get(0).sni())
                .isEqualTo("implicit.example");
    }

    @Test
    @Requirement({"R5321-5.1-4", "R8461-4.1-5"})
    void aDomainWithoutMxWaitsIfThePolicyNamesOnlyHostsBelowIt() {
        assertDeferred(
                sender.send("personal.name@implicit-elsewhere.example"),
                "MX_NOT_IN_POLICY",
                "implicit-elsewhere.example");
    }

    @Test
    @Requirement("R5321-5.1-5")
    void aMailWaitsWhileNoHostHasAnAddress() {
        assertDeferred(sender.send("personal.name@no-address.example"), "NO_USABLE_HOST", "mx.no-address.example");
        assertDeferred(sender.send("personal.name@no-host.example"), "NO_USABLE_HOST", "mx.no-such.example");
    }

    @Test
    @Requirement("R8461-5.1-4")
    void aMailWaitsWhileNobodyAnswersAtTheHost() {
        assertDeferred(sender.send("personal.name@down.example"), "CONNECTION_FAILED", "mx.down.example");
    }

    @Test
    @Requirement("R5321-5.1-8")
    void theNextAddressOfAHostIsTriedIfOneRefuses() {
        Exchange sent = sender.send("you@half-down.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(INTERNET.internet().mx("mx.half-down.example").mails()).hasSize(1);
    }

    @Test
    @Requirement({"R8461-4.1-1", "R8461-4.2-3", "R5321-5.1-10"})
    void anAliasIsFollowedButTheNameInTheMxRecordCounts() {
        assertDeferred(sender.send("personal.name@alias.example"), "CERTIFICATE_NAME_MISMATCH", "mx.alias.example");
        assertThat(INTERNET.internet()
                        .mx("real.alias.example")
                        .sessions()
                        .get(0)
                        .serverNames())
                .containsExactly("mx.alias.example");
    }

    @Test
    @Requirement({"R5321-5.1-1", "R8461-3.4-4"})
    void anAliasOfTheDomainLeadsToOtherHostsButToNoOtherPolicy() {
        INTERNET.internet().dns().remove("nick.example", "MX");
        INTERNET.internet().dns().answer("nick.example", "CNAME", "real.example.");

        assertDeferred(sender.send("personal.name@nick.example"), "MX_NOT_IN_POLICY", "mx.real.example");
        assertThat(INTERNET.internet().dns().queries("_mta-sts.real.example")).isEmpty();
    }

    @Test
    void noNameLeadsIntoOurOwnNetworkUnlessTheOperatorAllowsIt() {
        LoopbackInternet internet = INTERNET.internet();
        try (Sender strict = new Sender(internet, component -> component.setAllowedAddresses(""))) {
            assertDeferred(
                    strict.send("personal.name@inside.example"), "ADDRESS_REFUSED", "set the option allowedAddresses");
        }
        assertThat(internet.policyHost().connections("inside.example")).isZero();
        assertThat(internet.mx("mx.inside.example").sessions()).isEmpty();
    }
}
