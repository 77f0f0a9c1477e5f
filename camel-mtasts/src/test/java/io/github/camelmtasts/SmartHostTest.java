package io.github.camelmtasts;

import java.util.List;
import java.util.Map;

import jakarta.mail.PasswordAuthentication;

import io.github.camelmtasts.testkit.DnsQuery;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.MxServer;
import io.github.camelmtasts.testkit.ReceivedMail;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.SmtpSession;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.MailAuthenticator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.commons.util.ExceptionUtils;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** All mail to one host, in place of the recipients' own (RFC 8461 section 3.4). */
class SmartHostTest {

    private static final String PASSWORD = "correct-horse";

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("relay.example").policy(enforce("relay.example")).implicitMx(),
            domain("elsewhere.example").policy(enforce("*.elsewhere.example")).implicitMx(),
            domain("trial.example").policy(testing("trial.example")).implicitMx(),
            mxHost("plain.example"),
            domain("you.example").policy(enforce("mx.you.example")).mx(10, mxHost("mx.you.example")),
            domain("me.example").mx(10, mxHost("mx.me.example")));

    @AutoClose
    private final Sender sender = new Sender(internet());

    private static LoopbackInternet internet() {
        return INTERNET.internet();
    }

    private static MxServer relay(String name) {
        return internet().mx(name);
    }

    private static String to(String host) {
        return "smartHost=" + host + ":" + internet().smtpPort();
    }

    private static String login(String host, String user, String password) {
        return to(host) + "&username=" + user + "&password=" + password;
    }

    private static MxHost knowing(String host) {
        return mxHost(host).requiringLogin("ann", PASSWORD).requiringLogin("bob", "battery-staple");
    }

    private static void assertDelivered(Exchange sent) {
        assertThat(Sender.outcome(sent))
                .as(() -> String.valueOf(sent.getException()))
                .isEqualTo("DELIVERED");
    }

    private static void assertDeferred(Exchange sent, String reason) {
        assertThat(Sender.reason(sent)).isEqualTo(reason);
        assertThat(sent.getException()).isInstanceOf(TemporaryDeliveryException.class);
    }

    private static List<String> commands(String host) {
        return relay(host).sessions().stream()
                .flatMap(session -> session.commands().stream())
                .toList();
    }

    @Test
    @Requirement({"R8461-3.4-1", "RD06-3.4-1"})
    void itsOwnPolicyCountsAndNobodyAsksAboutTheRecipientsDomain() {
        Exchange sent = sender.sendWith(to("relay.example"), "you@you.example");

        assertDelivered(sent);
        assertThat(Sender.policyMode(sent)).isEqualTo("enforce");
        assertThat(internet().dns().queries("_mta-sts.relay.example")).isNotEmpty();
        assertThat(internet().dns().queries("_mta-sts.you.example")).isEmpty();
        assertThat(internet().dns().queries("you.example")).isEmpty();
        assertThat(internet().dns().queries("relay.example"))
                .extracting(DnsQuery::type)
                .doesNotContain("MX");
        assertThat(relay("relay.example").mails())
                .singleElement()
                .extracting(ReceivedMail::sni)
                .isEqualTo("relay.example");
    }

    @Test
    void whatWouldBeDoneIsToldOfTheSmartHost() {
        Exchange asked = sender.send("mtasts:resolve?format=JSON&" + to("relay.example"), "you.example", Map.of());

        assertThat(asked.getMessage().getBody(String.class)).contains("\"host\":\"relay.example\"", "VERIFIED");
    }

    @Test
    @Requirement("R8461-3.4-1")
    void aPolicyThatDoesNotNameItStopsTheMail() {
        assertDeferred(sender.sendWith(to("elsewhere.example"), "you@you.example"), "MX_NOT_IN_POLICY");
        assertThat(relay("elsewhere.example").sessions()).isEmpty();
    }

    @Test
    void itsPolicyStopsTheMailIfTheCertificateIsWrong() {
        relay("relay.example").behave(mxHost("relay.example").certificate(ServerCertificate.selfSigned()));

        assertDeferred(sender.sendWith(to("relay.example"), "you@you.example"), "CERTIFICATE_NOT_TRUSTED");
        assertThat(relay("relay.example").mails()).isEmpty();
    }

    @Test
    void recipientsOfAllDomainsGoInOneTransaction() {
        Exchange sent = sender.sendWith(to("relay.example"), "you@you.example, me@me.example");

        assertDelivered(sent);
        assertThat(Sender.report(sent).recipients()).hasSize(2);
        assertThat(relay("relay.example").mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.recipients()).containsExactly("you@you.example", "me@me.example"));
    }

    @Test
    void theAddressFilterIsAgainstStrangersAndDoesNotHoldForIt() {
        try (Sender strict = new Sender(internet(), component -> component.setAllowedAddresses(""))) {
            assertDelivered(strict.sendWith(to("plain.example"), "you@you.example"));
        }
    }

    @Test
    void itMayBeAnAddressAndHasNoPolicyThen() {
        Exchange sent = sender.sendWith(to(relay("plain.example").address().getHostAddress()), "you@you.example");

        assertDelivered(sent);
        assertThat(relay("plain.example").sessions().get(0).serverNames()).isEmpty();
    }

    @Test
    void theLoginIsToldAfterTlsThatProvesTheName() {
        relay("plain.example").behave(knowing("plain.example"));

        Exchange sent = sender.sendWith(login("plain.example", "ann", PASSWORD), "you@you.example");

        assertDelivered(sent);
        assertThat(Sender.report(sent)
                        .recipients()
                        .get(0)
                        .hosts()
                        .get(0)
                        .tls()
                        .orElseThrow()
                        .verified())
                .isTrue();
        assertThat(commands("plain.example")).anyMatch(command -> command.startsWith("AUTH"));
    }

    @ParameterizedTest
    @CsvSource({"plain.example", "trial.example", "relay.example"})
    void noPasswordIsOnTheWireIfTheCertificateIsWrong(String host) {
        relay(host).behave(knowing(host).takingLoginInClearText().certificate(ServerCertificate.wrongName()));

        assertDeferred(sender.sendWith(login(host, "ann", PASSWORD), "you@you.example"), "CERTIFICATE_NAME_MISMATCH");
        assertThat(commands(host)).noneMatch(command -> command.matches("(AUTH|MAIL).*"));
    }

    @Test
    void noPasswordIsOnTheWireIfThereIsNoTls() {
        relay("plain.example")
                .behave(knowing("plain.example").takingLoginInClearText().withoutStartTls());

        assertDeferred(
                sender.sendWith(login("plain.example", "ann", PASSWORD), "you@you.example"), "STARTTLS_NOT_OFFERED");
        assertThat(commands("plain.example")).noneMatch(command -> command.matches("(AUTH|MAIL).*"));
    }

    @Test
    void theOperatorMayAllowALoginInClearText() {
        relay("plain.example")
                .behave(knowing("plain.example").takingLoginInClearText().withoutStartTls());

        assertDelivered(sender.sendWith(
                login("plain.example", "ann", PASSWORD) + "&allowClearTextAuth=true", "you@you.example"));
    }

    @Test
    void aSessionThatLoggedInWithoutProofServesNobodyWhoWantsIt() {
        relay("plain.example")
                .behave(knowing("plain.example").takingLoginInClearText().withoutStartTls());
        String login = login("plain.example", "ann", PASSWORD);
        assertDelivered(sender.sendWith(login + "&allowClearTextAuth=true", "you@you.example"));

        assertDeferred(sender.sendWith(login, "you@you.example"), "STARTTLS_NOT_OFFERED");
        assertThat(relay("plain.example").mails()).hasSize(1);
    }

    @Test
    void twoUsersNeverShareAConnection() {
        relay("plain.example").behave(knowing("plain.example"));
        for (int i = 0; i < 2; i++) {
            assertDelivered(sender.sendWith(login("plain.example", "ann", PASSWORD), "you@you.example"));
            assertDelivered(sender.sendWith(login("plain.example", "bob", "battery-staple"), "you@you.example"));
        }

        assertThat(relay("plain.example").sessions()).hasSize(2);
        assertThat(relay("plain.example").mails()).hasSize(4);
    }

    @Test
    void aWrongPasswordDoesNotGoThroughOnTheConnectionOfTheRightOne() {
        relay("plain.example").behave(knowing("plain.example"));
        assertDelivered(sender.sendWith(login("plain.example", "ann", PASSWORD), "you@you.example"));

        assertDeferred(
                sender.sendWith(login("plain.example", "ann", "wrong-one"), "you@you.example"),
                "AUTHENTICATION_FAILED");
    }

    @Test
    void aWrongPasswordKeepsTheMailAndIsToldNowhere() {
        String echo = "535 5.7.8 no account ann with wrong-one, you said AGFubgB3cm9uZy1vbmU=";
        relay("plain.example").behave(knowing("plain.example").reply(SmtpStage.AUTH, echo));

        Exchange sent = sender.sendWith(login("plain.example", "ann", "wrong-one"), "you@you.example");

        assertDeferred(sent, "AUTHENTICATION_FAILED");
        assertThat(sent.getException())
                .hasMessageContaining("535 5.7.8 no account")
                .hasMessageContaining("username and password");
        assertThat(sent.getException() + Sender.report(sent).toJson() + Sender.report(sent))
                .doesNotContain("wrong-one", "AGFubgB3cm9uZy1vbmU=");
        assertThat(relay("plain.example").mails()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"454 4.7.0 try later, SESSION_REFUSED", "530 5.7.0 say STARTTLS first, AUTHENTICATION_FAILED"})
    void whateverTheLoginIsAnsweredTheMailWaits(String reply, String reason) {
        relay("plain.example").behave(knowing("plain.example").reply(SmtpStage.AUTH, reply));

        assertDeferred(sender.sendWith(login("plain.example", "ann", PASSWORD), "you@you.example"), reason);
    }

    @Test
    void aHostThatTakesNoLoginGetsNoMail() {
        assertDeferred(
                sender.sendWith(login("plain.example", "ann", PASSWORD), "you@you.example"), "AUTHENTICATION_FAILED");
        assertThat(relay("plain.example").mails()).isEmpty();
    }

    @Test
    void anAccessTokenMayTakeThePlaceOfThePassword() {
        relay("plain.example").behave(knowing("plain.example"));

        assertDelivered(sender.sendWith(
                login("plain.example", "ann", PASSWORD) + "&authMechanisms=xoauth2", "you@you.example"));
        assertThat(relay("plain.example").sessions().get(0).commands())
                .anyMatch(line -> line.startsWith("AUTH XOAUTH2"));
    }

    @Test
    void anAccessTokenThatHasRunOutKeepsTheMailAndIsToldNowhere() {
        relay("plain.example").behave(knowing("plain.example"));

        Exchange sent = sender.sendWith(
                login("plain.example", "ann", "old-token") + "&authMechanisms=XOAUTH2", "you@you.example");

        assertDeferred(sent, "AUTHENTICATION_FAILED");
        assertThat(sent.getException()).hasMessageContaining("plain.example does not take our login");
        assertThat(sent.getException() + Sender.report(sent).toJson()).doesNotContain("old-token");
    }

    @Test
    void whatTheHostDoesNotOfferIsNotTried() {
        relay("plain.example").behave(knowing("plain.example"));

        assertDeferred(
                sender.sendWith(
                        login("plain.example", "ann", PASSWORD) + "&authMechanisms=DIGEST-MD5,NTLM", "you@you.example"),
                "AUTHENTICATION_FAILED");
    }

    @Test
    void anAuthenticatorIsAskedForEachMail() {
        relay("plain.example").behave(knowing("plain.example"));
        sender.context().getRegistry().bind("accounts", new Accounts());
        String options = to("plain.example") + "&authenticator=#accounts";

        assertDelivered(sender.sendWith(options, "you@you.example"));
        assertDelivered(sender.sendWith(options, "you@you.example"));
        assertThat(relay("plain.example").sessions()).hasSize(2);
    }

    private static final class Accounts extends MailAuthenticator {
        private boolean asked;

        @Override
        public PasswordAuthentication getPasswordAuthentication() {
            asked = !asked;
            return asked
                    ? new PasswordAuthentication("ann", PASSWORD)
                    : new PasswordAuthentication("bob", "battery-staple");
        }
    }

    @Test
    void tlsMayBeginWithTheConnection() {
        relay("plain.example").behave(knowing("plain.example").implicitTls());

        Exchange sent =
                sender.sendWith(login("plain.example", "ann", PASSWORD) + "&smartHostTls=implicit", "you@you.example");

        assertDelivered(sent);
        SmtpSession session = relay("plain.example").sessions().get(0);
        assertThat(session.serverNames()).containsExactly("plain.example");
        assertThat(session.commands()).doesNotContain("STARTTLS");
    }

    @Test
    void tlsThatBeginsWithTheConnectionIsJudgedAsAnyOther() {
        relay("relay.example").behave(mxHost("relay.example").implicitTls().certificate(ServerCertificate.wrongName()));

        assertDeferred(
                sender.sendWith(to("relay.example") + "&smartHostTls=implicit", "you@you.example"),
                "CERTIFICATE_NAME_MISMATCH");
        assertThat(commands("relay.example")).isEmpty();
    }

    @Test
    void nothingIsSaidInClearTextWhereTlsShouldBegin() {
        assertDeferred(
                sender.sendWith(to("plain.example") + "&smartHostTls=implicit", "you@you.example"), "TLS_HANDSHAKE");
        assertThat(relay("plain.example").mails()).isEmpty();
    }

    @Test
    void aHostThatSpeaksClearTextWhereTlsShouldBeginIsNotBlamed() {
        Exchange sent = sender.sendWith(to("plain.example") + "&smartHostTls=implicit", "you@you.example");

        assertDeferred(sent, "TLS_HANDSHAKE");
        assertThat(sent.getException())
                .hasMessageContaining("smartHostTls=starttls")
                .hasMessageNotContaining("operator");
    }

    @Test
    void aHostThatWaitsForTlsIsNotWaitedForUntilItsTimeIsOver() {
        relay("plain.example").behave(mxHost("plain.example").implicitTls());

        Exchange sent =
                sender.sendWith(to("plain.example") + "&smartHostTls=starttls&responseTimeout=4000", "you@you.example");

        assertThat(sent.getException())
                .isInstanceOf(TemporaryDeliveryException.class)
                .hasMessageContaining("smartHostTls=implicit")
                .hasMessageNotContaining("operator");
        assertThat(relay("plain.example").mails()).isEmpty();
    }

    @Test
    void aBannerUnderImplicitTlsMayTurnUsAway() {
        relay("plain.example")
                .behave(mxHost("plain.example").implicitTls().reply(SmtpStage.BANNER, "554 5.3.2 not today"));

        Exchange sent = sender.sendWith(to("plain.example") + "&smartHostTls=implicit", "you@you.example");

        assertDeferred(sent, "SESSION_REFUSED");
        assertThat(sent.getException()).hasMessageContaining("greeted us with: 554 5.3.2 not today");
    }

    @Test
    void thePasswordIsNotInTheNameOfTheEndpoint() {
        String uri = "mtasts:send?from=me@sender.example&" + login("relay.example", "ann", PASSWORD);

        assertThat(sender.context().getEndpoint(uri)).asString().doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "username=ann&password=secret-1                                | username: MX hosts want no login",
                "smartHost=relay.example&username=ann                          | password: it is missing",
                "smartHost=relay.example&password=secret-1                     | username: it is missing",
                "smartHost=relay_example                                       | smartHost: 'relay_example'",
                "smartHost=relay.example:0                                     | smartHost: 0 is no port",
                "smartHost=relay.example:x                                     | smartHost: 'relay.example:x' is no host",
                "smartHost=192.0.2.1&username=ann&password=secret-1            | no name that it could prove",
                "smartHost=relay.example&username=ann&password=secret-1&authMechanisms=KERBEROS | authMechanisms: 'KERBEROS'",
                "localAddress=here                                             | localAddress: 'here'",
                "localAddress=127.0.0.1&addressFamily=ipv6                     | addressFamily: IPV6"
            })
    void optionsThatMakeNoSenseEndTheStart(String options, String words) {
        assertThatThrownBy(() -> sender.sendWith(options, "you@you.example"))
                .hasStackTraceContaining(words)
                .satisfies(failure ->
                        assertThat(ExceptionUtils.readStackTrace(failure)).doesNotContain("secret-1"));
    }
}
