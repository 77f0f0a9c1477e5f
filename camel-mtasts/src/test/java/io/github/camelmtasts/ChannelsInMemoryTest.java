package io.github.camelmtasts;

import java.util.List;

import ch.qos.logback.classic.Level;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

/** Whoever chose channels wants mail to outlive a restart, and is told where it does not. */
class ChannelsInMemoryTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET =
            LoopbackInternetExtension.of(domain("good.example").mx(10, mxHost("mx.good.example")));

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    private List<String> warningsOf(String options) throws Exception {
        try (LogLines log = new LogLines()) {
            sender.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:mail").to(Sender.ENDPOINT + options);
                }
            });
            return log.from(Level.WARN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"seda", "direct", "stub"})
    void aRetryUriInMemoryIsWarnedOfOnce(String scheme) throws Exception {
        assertThat(warningsOf("&retryUri=" + scheme + ":retry&deadLetterUri=file:target/dead"))
                .singleElement()
                .asString()
                .contains("retryUri (" + scheme + ":retry)", "a restart loses every mail");
    }

    @Test
    void aDeadLetterUriInMemoryIsWarnedOf() throws Exception {
        assertThat(warningsOf("&retryUri=file:target/retry&deadLetterUri=seda:dead"))
                .singleElement()
                .asString()
                .contains("deadLetterUri (seda:dead)");
    }

    @Test
    void channelsOnDiskAreNotWarnedOf() throws Exception {
        assertThat(warningsOf("&retryUri=file:target/retry&deadLetterUri=file:target/dead"))
                .isEmpty();
    }

    @Test
    void thePipelineOfAQueueInMemoryIsWarnedOf() throws Exception {
        try (LogLines log = new LogLines()) {
            sender.context().addRoutes(new MtaStsDelivery());
            TemplatedRouteBuilder.builder(sender.context(), MtaStsDelivery.TEMPLATE)
                    .parameter("from", "seda:mail")
                    .parameter("sendOptions", "from=billing@sender.example&useHeaderRecipients=true")
                    .parameter("retryFrom", "seda:retry")
                    .parameter("retryUri", "seda:retry")
                    .parameter("deadLetterUri", "file:target/dead")
                    .add();

            assertThat(log.from(Level.WARN))
                    .anyMatch(line -> line.contains("mtasts-delivery reads from seda:mail"))
                    .anyMatch(line -> line.contains("retryUri (seda:retry)"));
        }
    }
}
