package io.github.camelmtasts;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import jakarta.activation.DataHandler;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Who gets a mail when Camel redelivers its exchange. */
@Timeout(60)
class RedeliveryTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = RedeliveryBench.internet();

    @AutoClose
    private final RedeliveryBench bench;

    RedeliveryTest(LoopbackInternet internet) {
        this.bench = new RedeliveryBench(internet);
    }

    /** Redelivers at the node, and does something before. */
    private abstract static class Redelivering extends RouteBuilder {

        private final Processor before;

        Redelivering(Processor before) {
            this.before = before;
        }

        @Override
        public void configure() {
            onException(DeliveryException.class)
                    .maximumRedeliveries(2)
                    .redeliveryDelay(0)
                    .onRedelivery(before);
            routes();
        }

        abstract void routes();
    }

    private RedeliveryBench redelivering(Processor before) throws Exception {
        return bench.with(new Redelivering(before) {
            @Override
            void routes() {
                from("direct:in").to(Sender.ENDPOINT);
            }
        });
    }

    private void mend(Exchange exchange) {
        bench.mend();
    }

    @Test
    void aRedeliveryAtTheNodeSendsTheSameMailToThoseWhoWait() throws Exception {
        Exchange sent = redelivering(this::mend).send("Hello");

        assertThat(sent.getException()).isNull();
        assertThat(bench.atGood())
                .singleElement()
                .satisfies(mail -> assertThat(mail.recipients()).containsExactly("you@good.example"));
        assertThat(bench.atBusy())
                .singleElement()
                .extracting(ReceivedMail::text)
                .isEqualTo(bench.atGood().get(0).text());
        assertThat(sent.getProperty(RedeliveryMemory.PROPERTY)).isNull();
    }

    @Test
    void theReportOfALaterAttemptHasAllRecipients() throws Exception {
        DeliveryReport report = Sender.report(redelivering(this::mend).send("Hello"));

        assertThat(report.recipients())
                .extracting(each -> each.recipient() + " " + each.outcome())
                .containsExactly("you@good.example DELIVERED", "you@busy.example DELIVERED");
        assertThat(report.messageId()).isEqualTo(bench.atGood().get(0).header("Message-ID"));
        assertThat(report.outcome()).isEqualTo(Outcome.DELIVERED);
    }

    @Test
    void aRedeliveryOfAnOuterRouteSendsToThoseWhoWait() throws Exception {
        bench.with(new Redelivering(this::mend) {
            @Override
            void routes() {
                from("direct:in").to("direct:inner");
                from("direct:inner")
                        .errorHandler(noErrorHandler())
                        .setHeader("X-Department", constant("billing"))
                        .transform(simple("Dear customer, ${body}"))
                        .to(Sender.ENDPOINT);
            }
        });

        assertThat(bench.send("Hello").getException()).isNull();
        assertThat(bench.atGood()).hasSize(1);
        assertThat(bench.atBusy()).hasSize(1);
    }

    /** The first send of the route succeeds at each attempt: it is a new mail each time, and not the one that waits. */
    @Test
    void anotherMailThatIsDeliveredOnTheWayChangesNothing() throws Exception {
        bench.with(new Redelivering(this::mend) {
            @Override
            void routes() {
                from("direct:in").to("direct:inner");
                from("direct:inner")
                        .errorHandler(noErrorHandler())
                        .to("mtasts:send?from=billing@sender.example&to=archive@good.example&subject=Copy")
                        .to(Sender.ENDPOINT);
            }
        });

        assertThat(bench.send("Hello").getException()).isNull();
        assertThat(bench.atGood())
                .extracting(ReceivedMail::recipients)
                .containsExactly(
                        List.of("archive@good.example"), List.of("you@good.example"), List.of("archive@good.example"));
        assertThat(bench.atBusy()).hasSize(1);
    }

    @Test
    void anEndpointMadeAnewForEachMailIsTheSameEndpoint() throws Exception {
        bench.with(new Redelivering(this::mend) {
            @Override
            void routes() {
                from("direct:in")
                        .toD(
                                "mtasts:send?from=billing@sender.example&localHostname=mail.sender.example&to=${header.To}",
                                -1);
            }
        });

        assertThat(bench.send("Hello", Map.of("To", "you@good.example,you@busy.example"))
                        .getException())
                .isNull();
        assertThat(bench.atGood()).hasSize(1);
        assertThat(bench.atBusy()).hasSize(1);
    }

    @Test
    void aLoopSendsThreeMails() throws Exception {
        bench.with(new Redelivering(this::mend) {
            @Override
            void routes() {
                from("direct:in")
                        .loop(3)
                        .to(Sender.ENDPOINT)
                        .process(exchange -> bench.busy())
                        .removeHeaders("CamelRedeliver*") // Camel would go on counting
                        .end();
            }
        });

        assertThat(bench.send("Hello").getException()).isNull();
        assertThat(messageIds(bench.atGood())).hasSize(3).doesNotHaveDuplicates();
        assertThat(messageIds(bench.atBusy())).isEqualTo(messageIds(bench.atGood()));
    }

    private static List<String> messageIds(List<ReceivedMail> mails) {
        return mails.stream()
                .map(mail -> mail.header("Message-ID").orElseThrow())
                .toList();
    }

    static Stream<Arguments> secondSends() {
        return Stream.of(
                arguments("the same mail again", change(message -> {}), Sender.ENDPOINT, 1),
                arguments("another body", change(message -> message.setBody("Sorry")), Sender.ENDPOINT, 2),
                arguments("another endpoint", change(message -> {}), Sender.ENDPOINT + "&requireTls=false", 2));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(US_ASCII));
    }

    private static void attach(Exchange exchange) {
        Objects.requireNonNull(exchange.getMessage(AttachmentMessage.class))
                .addAttachment("a.txt", new DataHandler("text", "text/plain"));
    }

    private static Processor change(Consumer<Message> change) {
        return exchange -> change.accept(exchange.getMessage());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("secondSends")
    void aSecondSendInDoCatchIs(String what, Processor change, String endpoint, int mailsAtGood) throws Exception {
        bench.with(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .doTry()
                        .to(Sender.ENDPOINT)
                        .doCatch(TemporaryDeliveryException.class)
                        .process(exchange -> bench.mend())
                        .process(change)
                        .to(endpoint)
                        .end();
            }
        });

        assertThat(bench.send("Hello").getException()).isNull();
        assertThat(bench.atGood()).hasSize(mailsAtGood);
        assertThat(bench.atBusy()).hasSize(1);
    }

    @Test
    void whoWasRefusedOnceIsNotForgottenWhenTheOthersGetTheMail() throws Exception {
        bench.busyHost(mxHost("mx.busy.example")
                .refusing("you@busy.example", "451 4.3.0 busy")
                .refusing("gone@busy.example", "550 5.1.1 no such user"));

        Exchange sent = redelivering(this::mend)
                .send("Hello", Map.of("To", "gone@busy.example, " + RedeliveryBench.BOTH, "Subject", "x"));

        assertThat(sent.getException()).isInstanceOf(PermanentDeliveryException.class);
        assertThat(Sender.report(sent).recipients())
                .extracting(each -> each.recipient() + " " + each.outcome())
                .containsExactly(
                        "gone@busy.example FAILED", "you@good.example DELIVERED", "you@busy.example DELIVERED");
        assertThat(Sender.reason(sent)).isEqualTo(FailureReason.SERVER_REFUSED.name());
        assertThat(bench.atGood()).hasSize(1);
        assertThat(bench.atBusy())
                .singleElement()
                .satisfies(mail -> assertThat(mail.recipients()).containsExactly("you@busy.example"));
    }

    @Test
    void whereNobodyWaitsARedeliveryTurnsToNoHost() throws Exception {
        bench.busyHost(mxHost("mx.busy.example").refusing("gone@busy.example", "550 5.1.1 no such user"));
        long[] before = {0};

        Exchange sent = redelivering(exchange -> before[0] = Math.max(before[0], bench.traffic()))
                .send("Hello", Map.of("To", "gone@busy.example, you@good.example", "Subject", "x"));

        assertThat(sent.getException()).isInstanceOf(PermanentDeliveryException.class);
        assertThat(Sender.outcome(sent)).isEqualTo("FAILED");
        assertThat(before[0]).isPositive().isEqualTo(bench.traffic());
    }

    @Test
    void bccRecipientsGetTheMailAtARedeliveryAndStaySecret() throws Exception {
        redelivering(this::mend)
                .send("Hello", Map.of("To", "you@good.example", "Bcc", "boss@busy.example", "Subject", "x"));

        assertThat(bench.atBusy()).singleElement().satisfies(mail -> {
            assertThat(mail.recipients()).containsExactly("boss@busy.example");
            assertThat(mail.text()).doesNotContain("boss").doesNotContainIgnoringCase("bcc");
        });
        assertThat(bench.atGood())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).doesNotContain("boss"));
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                arguments("body", change(message -> message.setBody("Sorry"))),
                arguments("subject", change(message -> message.setHeader("Subject", "Invoice 4712"))),
                arguments(
                        "recipients",
                        change(message -> message.setHeader("To", RedeliveryBench.BOTH + ",me@good.example"))),
                arguments("hidden recipients", change(message -> message.setHeader("bcc", "me@good.example"))),
                arguments("header of the mail", change(message -> message.setHeader("X-Try", 2))),
                arguments("removed header", change(message -> message.removeHeader("Subject"))),
                arguments(
                        "alternative body", change(message -> message.setHeader("CamelMailAlternativeBody", "plain"))),
                arguments("attachment", (Processor) RedeliveryTest::attach));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void whatIsChangedBeforeARedeliveryMakesANewMail(String what, Processor change) throws Exception {
        redelivering(exchange -> {
                    bench.mend();
                    change.process(exchange);
                })
                .send("Hello");

        assertThat(messageIds(bench.atGood())).hasSize(2).doesNotHaveDuplicates();
        assertThat(bench.atBusy()).hasSize(1);
    }

    static Stream<Arguments> indifferent() {
        return Stream.of(
                arguments("Camel's own header", change(message -> message.setHeader("CamelFoo", "bar"))),
                arguments("tracing header", change(message -> message.setHeader("traceparent", "00-1-2-03"))),
                arguments("the same content", change(message -> message.setBody("Hello".getBytes(US_ASCII)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indifferent")
    void whatDoesNotComeIntoTheMailIsNoChange(String what, Processor change) throws Exception {
        redelivering(exchange -> {
                    bench.mend();
                    change.process(exchange);
                })
                .send("Hello");

        assertThat(bench.atGood()).hasSize(1);
        assertThat(bench.atBusy()).hasSize(1);
    }

    @Test
    void aMailWithAlternativeBodyAndAttachmentIsTheSameAtARedelivery() throws Exception {
        bench.with(new Redelivering(this::mend) {
            @Override
            void routes() {
                from("direct:in").to("direct:inner");
                from("direct:inner")
                        .errorHandler(noErrorHandler())
                        .setHeader("CamelMailAlternativeBody", constant("plain"))
                        .process(RedeliveryTest::attach)
                        .to(Sender.ENDPOINT);
            }
        });

        assertThat(bench.send("<p>Hello</p>").getException()).isNull();
        assertThat(bench.atGood()).hasSize(1);
        assertThat(bench.atBusy())
                .singleElement()
                .extracting(ReceivedMail::text)
                .isEqualTo(bench.atGood().get(0).text());
    }

    @ParameterizedTest(name = "stream caching {0}")
    @ValueSource(booleans = {true, false})
    void aStreamThatWasReadIsTheSameMailAtARedelivery(boolean caching) throws Exception {
        bench.sender().context().setStreamCaching(caching);

        Exchange sent = redelivering(this::mend).send(stream("Hello streams"));

        assertThat(sent.getException()).isNull();
        assertThat(bench.atGood()).hasSize(1);
        assertThat(bench.atBusy())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text())
                        .contains("Hello streams")
                        .isEqualTo(bench.atGood().get(0).text()));
    }

    @Test
    void anotherStreamIsANewMail() throws Exception {
        bench.sender().context().setStreamCaching(false);

        redelivering(exchange -> {
                    bench.mend();
                    exchange.getMessage().setBody(stream("Hello"));
                })
                .send(stream("Hello"));

        assertThat(bench.atGood()).hasSize(2);
        assertThat(bench.atBusy())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text().strip()).endsWith("Hello"));
    }

    /** The host has it, or not: nobody knows. Trying again may make a duplicate, which its Message-ID gives away. */
    @Test
    void whoPossiblyHasTheMailIsTriedAgain() throws Exception {
        bench.busyHost(mxHost("mx.busy.example").droppingAt(SmtpStage.END_OF_DATA));

        assertThat(redelivering(this::mend).send("Hello").getException()).isNull();

        assertThat(bench.atGood()).hasSize(1);
        assertThat(messageIds(bench.atBusy()))
                .hasSize(2)
                .containsOnly(messageIds(bench.atGood()).get(0));
    }

    @Test
    void aRedeliveryLooksEverythingUpAgain() throws Exception {
        bench.net().dns().ttl(Duration.ZERO);

        redelivering(exchange -> bench.net().dns().answer("busy.example", "MX", "10 mx.new.example."))
                .send("Hello");

        assertThat(bench.net().mx("mx.new.example").mails()).hasSize(1);
        assertThat(bench.atGood()).hasSize(1);
    }
}
