package io.github.camelmtasts;

import java.util.Map;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** Domains that are gone, hosts that are ourselves, addresses in place of domains, and the way out. */
class WayToTheHostTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
            domain("loop.example")
                    .policy(enforce("mx.elsewhere.example"))
                    .mx(10, "us.sender.example")
                    .mx(10, "mx.good.example")
                    .mx(20, "mx.good.example"),
            domain("backup.example").mx(10, "mx.good.example").mx(20, "us.sender.example"),
            domain("behind-us.example")
                    .mx(10, mxHost("mx.behind-us.example").down())
                    .mx(20, "us.sender.example")
                    .mx(30, "mx.good.example"),
            mxHost("us.sender.example"),
            domain("both.example").mx(10, mxHost("mx.both.example").addresses("127.0.0.98", "::1")));

    @AutoClose
    private final Sender sender =
            new Sender(internet(), component -> component.setAllowedAddresses("127.0.0.0/8,::1/128"));

    private static LoopbackInternet internet() {
        return INTERNET.internet();
    }

    private static void assertDelivered(Exchange sent) {
        assertThat(Sender.outcome(sent))
                .as(() -> String.valueOf(sent.getException()))
                .isEqualTo("DELIVERED");
    }

    private Exchange sendAsUs(String recipient) {
        return sender.send(
                "mtasts:send?from=billing@sender.example&localHostname=us.sender.example&useHeaderRecipients=true",
                "Hello",
                Map.of("To", recipient));
    }

    private static String addressMet(Exchange sent) {
        assertDelivered(sent);
        return Sender.report(sent)
                .recipients()
                .get(0)
                .lastMet()
                .orElseThrow()
                .address()
                .orElseThrow()
                .getHostAddress();
    }

    /** Sends under the policy once, so that it is kept; then no answer of DNS is remembered, and the MX record is null. */
    private Sender afterTheDomainVanished() {
        assertDelivered(sender.send("you@good.example"));
        var store =
                sender.context().getComponent("mtasts", MtaStsComponent.class).memory();
        internet().dns().answer("good.example", "MX", "0 .");
        return new Sender(internet(), component -> component.setPolicyStore(store));
    }

    @Test
    @Requirement("RIX-MX-1")
    void aVanishedDomainFailsForGoodAndTheReportTellsOfThePolicy() {
        try (Sender later = afterTheDomainVanished()) {
            Exchange sent = later.send("you@good.example");

            assertThat(Sender.reason(sent)).isEqualTo("NULL_MX");
            assertThat(sent.getException())
                    .isInstanceOf(PermanentDeliveryException.class)
                    .hasMessageContaining("an enforced policy of it is kept until");
        }
    }

    @Test
    @Requirement("RIX-MX-1")
    void aVanishedDomainMayKeepTheMailWaitingWhileItsPolicyIsInForce() {
        try (Sender later = afterTheDomainVanished()) {
            Exchange sent = later.sendWith("onVanishedDomain=defer", "you@good.example");

            assertThat(Sender.reason(sent)).isEqualTo("DOMAIN_VANISHED");
            assertThat(sent.getException())
                    .isInstanceOf(TemporaryDeliveryException.class)
                    .hasMessageContaining("good.example takes no mail")
                    .hasMessageContaining("an enforced policy of it is kept until");
        }
    }

    @Test
    void aForgedRecordThatLeadsBackToUsIsNoWayRoundThat() {
        try (Sender later = afterTheDomainVanished()) {
            internet().dns().answer("good.example", "MX", "0 mail.sender.example.");

            assertThat(Sender.reason(later.sendWith("onVanishedDomain=defer", "you@good.example")))
                    .isEqualTo("DOMAIN_VANISHED");
            assertThat(Sender.reason(later.send("you@good.example"))).isEqualTo("MAIL_LOOP");
        }
    }

    @Test
    void aDomainThatNeverHadAPolicyFailsForGoodInAnyCase() {
        Exchange sent = sender.sendWith("onVanishedDomain=defer", "you@no-such.example");

        assertThat(Sender.reason(sent)).isEqualTo("NO_SUCH_DOMAIN");
        assertThat(sent.getException()).isInstanceOf(PermanentDeliveryException.class);
    }

    @Test
    @Requirement("R5321-5.1-9")
    void aMailThatWouldComeBackToUsFailsForGoodWhateverThePolicySays() {
        Exchange sent = sendAsUs("you@loop.example");

        assertThat(Sender.reason(sent)).isEqualTo("MAIL_LOOP");
        assertThat(sent.getException())
                .isInstanceOf(PermanentDeliveryException.class)
                .hasMessageContaining("us.sender.example");
        assertThat(internet().dns().queries("_mta-sts.loop.example")).isEmpty();
        assertThat(internet().mails()).isEmpty();
    }

    @Test
    @Requirement("R5321-5.1-9")
    void hostsBeforeUsGetTheMailAndThoseBehindUsNever() {
        assertDelivered(sendAsUs("you@backup.example"));

        Exchange sent = sendAsUs("you@behind-us.example");
        assertThat(Sender.reason(sent)).isEqualTo("CONNECTION_FAILED");
        assertThat(internet().mails()).hasSize(1);
    }

    @Test
    @Requirement("R8461-3.4-3")
    void anAddressLiteralHasNoPolicyAndNoLookUp() {
        String address = internet().mx("mx.good.example").address().getHostAddress();

        Exchange sent = sender.sendWith("allowAddressLiterals=true", "you@[" + address + "]");

        assertDelivered(sent);
        assertThat(Sender.policyMode(sent)).isEqualTo("none");
        assertThat(internet().mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.recipients()).containsExactly("you@[" + address + "]"));
        assertThat(internet().dns().queries()).isEmpty();
    }

    @Test
    void theAddressFilterHoldsForAddressLiterals() {
        try (Sender strict = new Sender(internet(), component -> component.setAllowedAddresses(""))) {
            Exchange sent = strict.sendWith("allowAddressLiterals=true", "you@[127.0.0.1]");

            assertThat(Sender.reason(sent)).isEqualTo("ADDRESS_REFUSED");
        }
    }

    @Test
    void mailGoesOverTheFamilyThatTheOperatorChose() {
        assertThat(addressMet(sender.sendWith("addressFamily=ipv4", "you@both.example")))
                .isEqualTo("127.0.0.98");
        assertThat(addressMet(sender.sendWith("addressFamily=ipv6", "you@both.example")))
                .isEqualTo("0:0:0:0:0:0:0:1");
        assertThat(addressMet(sender.sendWith("localAddress=::1", "you@both.example")))
                .isEqualTo("0:0:0:0:0:0:0:1");
    }

    @Test
    void aHostWithoutAnAddressOfTheFamilyKeepsTheMailWaiting() {
        Exchange sent = sender.sendWith("addressFamily=ipv6", "you@good.example");

        assertThat(Sender.reason(sent)).isEqualTo("OTHER_ADDRESS_FAMILY");
        assertThat(sent.getException()).isInstanceOf(TemporaryDeliveryException.class);
    }

    @Test
    void connectionsFromDifferentAddressesOfOursAreNotShared() {
        for (String address : new String[] {"127.0.0.1", "127.0.0.3", "127.0.0.3"}) {
            assertDelivered(sender.sendWith("localAddress=" + address, "you@good.example"));
        }

        assertThat(internet().mx("mx.good.example").sessions())
                .extracting(session -> session.clientAddress().getHostAddress())
                .containsExactly("127.0.0.1", "127.0.0.3");
    }

    @Test
    void anAddressThatIsNotOursIsOurFault() {
        Exchange sent = sender.sendWith("localAddress=192.0.2.25", "you@good.example");

        assertThat(Sender.reason(sent)).isEqualTo("LOCAL_ERROR");
        assertThat(sent.getException())
                .isInstanceOf(TemporaryDeliveryException.class)
                .hasMessageContaining("localAddress");
    }

    @Test
    void aMachineWithoutANameGreetsWithTheAddressOfItsEnd() {
        assertDelivered(sender.send(
                "mtasts:send?from=billing@sender.example&localHostname=localhost&useHeaderRecipients=true",
                "Hello",
                Map.of("To", "you@good.example")));

        assertThat(internet().mx("mx.good.example").sessions().get(0).heloName())
                .matches("\\[127\\.[0-9.]+]");
    }
}
