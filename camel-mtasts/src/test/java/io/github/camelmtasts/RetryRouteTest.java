package io.github.camelmtasts;

import java.time.Duration;
import java.util.Map;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.PolicyFile;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

/** A route that tries again by the type of the exception alone. */
@Timeout(60)
class RetryRouteTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(domain("moving.example")
            .policy(PolicyFile.enforce("mx.moving.example"))
            .mx(10, mxHost("mx.moving.example").withoutStartTls()));

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    @BeforeEach
    void start() throws Exception {
        INTERNET.internet().dns().ttl(Duration.ZERO);
        sender.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(TemporaryDeliveryException.class)
                        .maximumRedeliveries(2)
                        .redeliveryDelay(0)
                        .onRedelivery(exchange -> ownerTurnsToTesting());
                from("direct:mail").to(Sender.ENDPOINT);
            }
        });
    }

    private static void ownerTurnsToTesting() {
        LoopbackInternet internet = INTERNET.internet();
        internet.policyHost().serve("moving.example", PolicyFile.testing("mx.moving.example"));
        internet.dns().answer("_mta-sts.moving.example", "TXT", "v=STSv1; id=2;");
    }

    private Exchange send() {
        return sender.send("direct:mail", "Hello", Map.of("To", "you@moving.example", "Subject", "Invoice 4711"));
    }

    @Test
    @Requirement("RIX-Q-3")
    void aMailThatWaitsIsTriedAgainUnderThePolicyOfThatTime() {
        Exchange sent = send();

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeader(Exchange.REDELIVERY_COUNTER)).isEqualTo(1);
        assertThat(Sender.policyMode(sent)).isEqualTo("testing");
        assertThat(INTERNET.internet().mails()).hasSize(1);
    }

    @Test
    @Requirement("RIX-Q-3")
    void aMailThatFailedForGoodIsNotTriedAgain() {
        INTERNET.internet()
                .mx("mx.moving.example")
                .behave(mxHost("mx.moving.example").reply(SmtpStage.RCPT, "550 5.1.1 no such user"));

        Exchange sent = send();

        assertThat(sent.getException()).isInstanceOf(PermanentDeliveryException.class);
        assertThat(INTERNET.internet().mx("mx.moving.example").sessions()).hasSize(1);
        assertThat(INTERNET.internet().dns().queries("moving.example")).hasSize(1);
    }
}
