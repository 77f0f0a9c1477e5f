package io.github.camelmtasts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

/** The route that the README shows. */
class ReadmeRouteTest {

    private static final String HOST = "mx.good.example";

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET =
            LoopbackInternetExtension.of(domain("good.example").mx(10, mxHost(HOST)));

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    private final AtomicInteger attempts = new AtomicInteger();
    private volatile Runnable afterAnAttempt = () -> {};

    /** But for the line breaks, as in the README. */
    static final class Route extends RouteBuilder {

        @Override
        public void configure() {
            onException(TemporaryDeliveryException.class)
                    .maximumRedeliveries(5)
                    .redeliveryDelay("{{mail.pause:300000}}");
            onException(DeliveryException.class).maximumRedeliveries(0);

            from("direct:invoices")
                    .setHeader("To", header("customer"))
                    .setHeader("Subject", constant("Your invoice"))
                    .to("mtasts:send?from=billing@example.com&useHeaderRecipients=true&useHeaderSubject=true")
                    .log(
                            "${header.CamelMtaStsOutcome} at ${header.CamelMtaStsMxHost}, policy mode ${header.CamelMtaStsPolicyMode}");
        }
    }

    @BeforeEach
    void start() throws Exception {
        sender.context().getPropertiesComponent().addOverrideProperty("mail.pause", "0");
        sender.context().addRoutes(new Route());
        SimpleEventNotifierSupport notifier = new SimpleEventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof MtaStsDeliveryEvent) {
                    attempts.incrementAndGet();
                    afterAnAttempt.run();
                }
            }
        };
        notifier.setIgnoreExchangeEvents(false);
        notifier.start();
        sender.context().getManagementStrategy().addEventNotifier(notifier);
    }

    private Exchange send() {
        return sender.send("direct:invoices", "Hello", Map.of("customer", "you@good.example"));
    }

    private static String withoutBlanksAndNotes(String java) {
        return java.replaceAll("//.*", "").replaceAll("\\s", "");
    }

    @Test
    void theReadmeShowsThisRoute() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        int start = readme.indexOf("```java") + "```java".length();
        String source =
                Files.readString(Path.of("src", "test", "java", "io", "github", "camelmtasts", "ReadmeRouteTest.java"));

        assertThat(withoutBlanksAndNotes(source))
                .contains(withoutBlanksAndNotes(readme.substring(start, readme.indexOf("```", start))));
    }

    @Test
    void aMailIsDelivered() {
        assertThat(send().getException()).isNull();
        assertThat(INTERNET.internet().mails()).hasSize(1);
    }

    @Test
    void aMailThatWaitsIsTriedSixTimes() {
        host("450 4.2.1 busy");

        assertThat(send().getException()).isInstanceOf(TemporaryDeliveryException.class);
        assertThat(attempts).hasValue(6);
    }

    @Test
    void aMailThatIsRefusedForGoodAtTheSecondTryIsNotTriedAThirdTime() {
        host("450 4.2.1 busy");
        afterAnAttempt = () -> host("550 5.1.1 no such user");

        assertThat(send().getException()).isInstanceOf(PermanentDeliveryException.class);
        assertThat(attempts).hasValue(2);
    }

    private static void host(String answersToRcpt) {
        INTERNET.internet().mx(HOST).behave(mxHost(HOST).reply(SmtpStage.RCPT, answersToRcpt));
    }
}
