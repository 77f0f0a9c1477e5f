package io.github.camelmtasts;

import java.util.List;

import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxServer;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.SmtpSession;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** Connections are kept between mails, and each proves no more than was asked of it when it was opened. */
class ConnectionReuseTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            mxHost("mx.shared.example"),
            domain("enforced.example").policy(enforce("mx.shared.example")).mx(10, "mx.shared.example"),
            domain("also-enforced.example").policy(enforce("*.shared.example")).mx(10, "mx.shared.example"),
            domain("refusing.example").policy(enforce("mx.refusing.example")).mx(10, "mx.shared.example"),
            domain("plain.example").mx(10, "mx.shared.example"));

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    private static MxServer mx() {
        return INTERNET.internet().mx("mx.shared.example");
    }

    private void send(String recipient) {
        assertThat(Sender.outcome(sender.send(recipient))).isEqualTo("DELIVERED");
    }

    @Test
    void twentyMailsTakeOneConnection() {
        for (int i = 0; i < 20; i++) {
            send("you" + i + "@enforced.example");
        }

        assertThat(mx().mails()).hasSize(20);
        assertThat(mx().sessions()).hasSize(1);
    }

    @Test
    void domainsThatAskForTheSameProofShareAConnection() {
        send("you@enforced.example");
        send("you@also-enforced.example");

        assertThat(mx().sessions()).hasSize(1);
    }

    @Test
    @Requirement("RIX-Q-4")
    void aConnectionThatIsThereDoesNotLeadToAHostThatThePolicyDoesNotName() {
        send("you@enforced.example");

        Exchange sent = sender.send("you@refusing.example");

        assertThat(Sender.reason(sent)).isEqualTo("MX_NOT_IN_POLICY");
        assertThat(mx().mails()).hasSize(1);
    }

    @Test
    @Requirement("R8461-7-H1")
    void anUnverifiedConnectionServesNoEnforcedMailNorIsItsTlsSessionResumed() {
        send("you@plain.example");
        send("you@enforced.example");

        List<SmtpSession> sessions = mx().sessions();
        assertThat(sessions).hasSize(2);
        assertThat(sessions.get(1).resumed()).isFalse();
    }

    @Test
    @Requirement("R8461-7-H1")
    void anEnforcedMailFailsAtAHostThatServedUnverifiedMailsWell() {
        mx().behave(mxHost("mx.shared.example").certificate(ServerCertificate.selfSigned()));
        send("you@plain.example");

        Exchange sent = sender.send("you@enforced.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DEFERRED");
        assertThat(Sender.reason(sent)).isEqualTo("CERTIFICATE_NOT_TRUSTED");
        assertThat(mx().mails()).hasSize(1);
        send("you@plain.example");
    }

    @Test
    void aRefusedRecipientDoesNotSpoilTheConnectionForTheNextMail() {
        mx().behave(mxHost("mx.shared.example").refusing("gone@enforced.example", "550 5.1.1 no such user"));

        Exchange refused = sender.send("gone@enforced.example, me@enforced.example");
        send("you@enforced.example");

        assertThat(Sender.outcome(refused)).isEqualTo("FAILED");
        assertThat(mx().sessions()).hasSize(1);
    }

    @Test
    void aConnectionThatDiedMeanwhileIsReplaced() {
        send("you@enforced.example");
        mx().behave(mxHost("mx.shared.example").down());
        mx().behave(mxHost("mx.shared.example"));

        send("you@enforced.example");

        assertThat(mx().mails()).hasSize(2);
        assertThat(mx().sessions()).hasSize(2);
    }

    @Test
    void aHostThatAnnouncesItsShutdownIsNotGivenAnotherMailOnThatConnection() {
        mx().behave(mxHost("mx.shared.example").reply(SmtpStage.RCPT, "421 4.3.2 shutting down"));
        assertThat(Sender.outcome(sender.send("you@enforced.example"))).isEqualTo("DEFERRED");
        mx().behave(mxHost("mx.shared.example"));

        send("you@enforced.example");

        assertThat(mx().sessions()).hasSize(2);
    }
}
