package io.github.camelmtasts;

import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

class SendUnderPolicyTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")));

    private static Sender sender;

    @BeforeAll
    static void start() {
        sender = new Sender(INTERNET.internet());
    }

    @AfterAll
    static void stop() {
        sender.close();
    }

    @Test
    void aMailGoesOutUnderTheEnforcedPolicy() {
        Exchange sent = sender.send("you@good.example");

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeader(MtaStsConstants.OUTCOME)).isEqualTo("DELIVERED");
        ReceivedMail mail = INTERNET.internet().mx("mx.good.example").mails().get(0);
        assertThat(mail.sni()).isEqualTo("mx.good.example");
        System.out.println(mail.text());
        System.out.println(Sender.report(sent).toJson());
    }
}
