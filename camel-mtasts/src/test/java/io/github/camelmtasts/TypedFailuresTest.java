package io.github.camelmtasts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What Camel's own ways with exceptions make of a mail that not everybody got. */
@Timeout(60)
class TypedFailuresTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = ChannelBench.internet();

    @AutoClose
    private final ChannelBench bench;

    private final List<Exchange> caught = new ArrayList<>();

    TypedFailuresTest(LoopbackInternet internet) throws Exception {
        this.bench = new ChannelBench(internet);
    }

    private Exchange send(RouteBuilder routes, String recipients) throws Exception {
        bench.sender().context().addRoutes(routes);
        return bench.sender().send("direct:in", "Hello", Map.of("To", recipients, "Subject", "Invoice 4711"));
    }

    private Exchange onlyCaught() {
        assertThat(caught).hasSize(1);
        return caught.get(0);
    }

    private static DeliveryException cause(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, DeliveryException.class));
    }

    @Test
    void aDeadLetterChannelGetsHeadersAndExceptionAlike() throws Exception {
        Exchange sent = send(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(deadLetterChannel("direct:dead-letters")
                                .maximumRedeliveries(1)
                                .redeliveryDelay(0));
                        from("direct:dead-letters").process(caught::add);
                        from("direct:in").to(Sender.ENDPOINT);
                    }
                },
                "you@good.example, her@strict.example");

        assertThat(sent.getException()).isNull();
        DeliveryReport report = cause(onlyCaught()).report();
        assertThat(Sender.report(onlyCaught())).isSameAs(report);
        assertThat(Sender.outcome(onlyCaught())).isEqualTo("DEFERRED");
        assertThat(Sender.reason(onlyCaught())).isEqualTo("STARTTLS_NOT_OFFERED");
        assertThat(Sender.policyMode(onlyCaught())).isEqualTo("enforce");
        assertThat(onlyCaught().getMessage().getHeader(MtaStsConstants.MX_HOST)).isEqualTo("mx.strict.example");
        assertThat(report.recipients()).hasSize(2);
        assertThat(bench.at("good.example")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "me@busy.example,                     temporary",
        "who@gone.example,                    permanent",
        "'me@busy.example, who@gone.example', temporary",
        "you@good.example,                    sent"
    })
    void doTryTellsTheTypesApart(String recipients, String end) throws Exception {
        Exchange sent = send(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:in")
                                .doTry()
                                .to(Sender.ENDPOINT)
                                .setBody(constant("sent"))
                                .doCatch(TemporaryDeliveryException.class)
                                .setBody(constant("temporary"))
                                .doCatch(PermanentDeliveryException.class)
                                .setBody(constant("permanent"))
                                .end();
                    }
                },
                recipients);

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getBody()).isEqualTo(end);
    }

    @Test
    void theTextSaysWhatHappenedWhereWhoMendsItAndWhatIsNext() throws Exception {
        send(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        onException(DeliveryException.class).handled(true).process(caught::add);
                        from("direct:in").to(Sender.ENDPOINT);
                    }
                },
                ChannelBench.ALL);

        assertThat(cause(onlyCaught()).getMessage())
                .contains(
                        "busy.example DEFERRED: mx.busy.example",
                        "451 4.3.0 busy",
                        "strict.example DEFERRED: mx.strict.example",
                        "the operator of the host must mend it. It can be tried again.",
                        "gone.example FAILED: mx.gone.example",
                        "550 5.1.1 no such user",
                        "Trying again will not help.")
                .doesNotContain("you@", "me@", "who@", "her@");
    }
}
