package io.github.camelmtasts;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/** Channels of a real broker, in its local transactions and without a transaction manager. */
@Timeout(120)
class JmsChannelsTest {

    private static final String SUBMITTED = "jms:queue:submitted?transacted=true";

    private static final String CHANNELS = "&retryUri=jms:queue:waiting&deadLetterUri=jms:queue:dead";

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = ChannelBench.internet();

    @TempDir
    private Path journal;

    private final LoopbackInternet internet;

    /** Behind the broker's, which holds a message by its own clock: what waits comes at once. */
    private final MovableClock clock =
            MovableClock.at(Instant.now().minus(Duration.ofMinutes(30)).toString());

    private final List<String> steps = new CopyOnWriteArrayList<>();
    private TestBroker broker;
    private Sender sender;

    JmsChannelsTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    @BeforeEach
    void start() throws Exception {
        broker = new TestBroker(journal);
        sender = new Sender(internet, component -> component.setClock(clock));
        sender.context().addComponent("jms", broker.component());
    }

    @AfterEach
    void stop() throws Exception {
        sender.close();
        broker.stop();
    }

    private long count(String queue) {
        return broker.count(queue);
    }

    private void route(RouteBuilder routes) throws Exception {
        sender.context().addRoutes(routes);
    }

    /** Submits a mail and waits until the route is through with it so many times. */
    private void submit(String recipients, int times) {
        submit("Hello", recipients, times);
    }

    private void submit(String body, String recipients, int times) {
        NotifyBuilder through = new NotifyBuilder(sender.context())
                .fromRoute("delivery")
                .whenDone(times)
                .create();
        sender.context()
                .createProducerTemplate()
                .sendBodyAndHeaders("jms:queue:submitted", body, Map.of("To", recipients, "Subject", "Invoice 4711"));
        assertThat(through.matches(60, SECONDS)).isTrue();
    }

    @Test
    void theRouteCommitsAndWhatIsLeftIsInTheChannels() throws Exception {
        route(deliveryTo(Sender.ENDPOINT + CHANNELS));

        submit(ChannelBench.ALL, 1);
        sender.context().stop();

        assertThat(internet.mx("mx.good.example").mails()).hasSize(1);
        assertThat(count("submitted")).isZero();
        assertThat(count("waiting")).isEqualTo(1);
        assertThat(count("dead")).isEqualTo(1);
        assertThat(count(TestBroker.GIVEN_UP)).isZero();
    }

    @Test
    void ifTheNextStepFailsNothingIsInTheRetryQueue() throws Exception {
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from(SUBMITTED)
                        .routeId("delivery")
                        .to(Sender.ENDPOINT + CHANNELS)
                        .process(exchange -> steps.add("sent"))
                        .throwException(new IllegalStateException("the step after mtasts"));
            }
        });

        submit("me@busy.example, who@gone.example", 2);
        Object kept = sender.context().createConsumerTemplate().receiveBody("jms:queue:given-up", 30_000);
        sender.context().stop();

        assertThat(steps).hasSize(2);
        assertThat(count("waiting")).isZero();
        assertThat(count("dead")).isZero();
        assertThat(kept).as("the message itself is not lost").isEqualTo("Hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30_000})
    void aMailWaitsInTheQueueAndIsDeliveredFromIt(int lines) throws Exception {
        route(deliveryTo(Sender.ENDPOINT + CHANNELS));
        submit("What we have to say to you, once more.\r\n".repeat(lines), "you@good.example, me@busy.example", 1);
        internet.mx("mx.busy.example").behave(mxHost("mx.busy.example").down()); // and no connection stays open
        internet.mx("mx.busy.example").behave(mxHost("mx.busy.example"));
        clock.advance(Duration.ofMinutes(5));
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("jms:queue:waiting?transacted=true")
                        .to("mtasts:send?localHostname=mail.sender.example&useEnvelopeHeaders=true" + CHANNELS);
            }
        });
        internet.awaitMails(2, Duration.ofSeconds(60));
        sender.context().stop();

        assertThat(internet.mx("mx.good.example").mails()).hasSize(1);
        assertThat(internet.mx("mx.busy.example").mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.raw())
                        .isEqualTo(internet.mx("mx.good.example").mails().get(0).raw()));
        assertThat(count("waiting")).isZero();
    }

    @Test
    void artemisHoldsAMailUntilItsTime() throws Exception {
        clock.advance(Duration.ofMinutes(30));
        route(deliveryTo(Sender.ENDPOINT + CHANNELS));

        submit("me@busy.example", 1);
        sender.context().stop();

        assertThat(broker.held("waiting")).isEqualTo(1);
    }

    private static RouteBuilder deliveryTo(String endpoint) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(SUBMITTED).routeId("delivery").to(endpoint);
            }
        };
    }

    /** Every way to the end is cut once, as by a kill; the broker then rolls back, and delivers once more. */
    @ParameterizedTest
    @CsvSource({
        "before send,    1, nothing was sent yet",
        "before enqueue, 2, between the final dot and the commit: SMTP cannot avoid it",
        "after enqueue,  2, the same",
        "before commit,  2, the same"
    })
    void whereverItIsCutNoMailIsLost(String cut, int copies, String why) throws Exception {
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from(SUBMITTED)
                        .routeId("delivery")
                        .process(exchange -> cutOnce("before send", cut))
                        .to(Sender.ENDPOINT + "&retryUri=direct:enqueue&deadLetterUri=jms:queue:dead")
                        .process(exchange -> cutOnce("before commit", cut));
                from("direct:enqueue")
                        .errorHandler(noErrorHandler())
                        .process(exchange -> cutOnce("before enqueue", cut))
                        .to("jms:queue:waiting")
                        .process(exchange -> cutOnce("after enqueue", cut));
            }
        });

        submit("you@good.example, me@busy.example, who@gone.example", 2);
        sender.context().stop();

        assertThat(steps).containsExactly(cut);
        assertThat(internet.mx("mx.good.example").mails()).as(why).hasSize(copies);
        assertThat(count("waiting")).isEqualTo(1);
        assertThat(count("dead")).isEqualTo(1);
        assertThat(count("submitted") + count(TestBroker.GIVEN_UP)).isZero();
    }

    private void cutOnce(String here, String cut) {
        if (here.equals(cut) && steps.isEmpty()) {
            steps.add(cut);
            throw new IllegalStateException("cut " + cut);
        }
    }

    /** The host has the mail, and the connection breaks before it says so. */
    @Test
    void aMailCutAfterItsDataWaitsAndMayComeTwice() throws Exception {
        internet.mx("mx.good.example").behave(mxHost("mx.good.example").droppingAt(SmtpStage.END_OF_DATA));
        route(deliveryTo(Sender.ENDPOINT + CHANNELS));

        submit("you@good.example", 1);
        sender.context().stop();

        assertThat(internet.mx("mx.good.example").mails()).hasSize(1);
        assertThat(count("waiting")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                                          true",
        "&retryUri=jms:queue:waiting,                                 true",
        "&retryUri=jms:queue:waiting&deadLetterUri=jms:queue:dead,    false"
    })
    void theStartWarnsOfATransactionWithoutChannels(String channels, boolean warned) throws Exception {
        PrintStream usual = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, UTF_8));
        try {
            route(new RouteBuilder() {
                @Override
                public void configure() {
                    from(SUBMITTED)
                            .routeId("delivery")
                            .choice()
                            .when(body().isNotNull())
                            .to(Sender.ENDPOINT + channels);
                }
            });
        } finally {
            System.setErr(usual);
        }
        assertThat(log.toString(UTF_8).contains("Route delivery consumes in a transaction"))
                .isEqualTo(warned);
    }
}
