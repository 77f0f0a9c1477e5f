package io.github.camelmtasts;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelmtasts.channel.ChannelHeaders;
import io.github.camelmtasts.channel.TravellingEnvelope;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.Exchange;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/** The template mtasts-delivery over a real broker. */
@Timeout(120)
class DeliveryTemplateTest {

    private static final String THREE = "you@good.example, me@busy.example, who@gone.example";

    private static final String SEND_OPTIONS =
            "from=billing@sender.example&useHeaderRecipients=true&useHeaderSubject=true";

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = ChannelBench.internet();

    @TempDir
    private Path journal;

    private final LoopbackInternet internet;
    /** Ahead of the broker's, which holds a message by its own clock: nothing comes back but by {@link #comeBack}. */
    private final MovableClock clock =
            MovableClock.at(Instant.now().plus(Duration.ofDays(1)).toString());

    private final List<String> parts = new CopyOnWriteArrayList<>();
    private TestBroker broker;
    private Sender sender;

    DeliveryTemplateTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    @BeforeEach
    void start() throws Exception {
        broker = new TestBroker(journal);
        sender = new Sender(internet, component -> {
            component.setClock(clock);
            component.getConfiguration().setLocalHostname("mail.sender.example");
        });
        sender.context().addComponent("jms", broker.component());
        sender.context().addRoutes(new MtaStsDelivery());
    }

    @AfterEach
    void stop() throws Exception {
        sender.close();
        broker.stop();
    }

    /** Both say the same. */
    enum Dsl {
        JAVA {
            @Override
            void use(DeliveryTemplateTest test) {
                test.template().add();
            }
        },
        YAML {
            @Override
            void use(DeliveryTemplateTest test) throws Exception {
                String yaml = """
                        - templatedRoute:
                            routeTemplateRef: mtasts-delivery
                            parameters:
                              - name: from
                                value: jms:queue:mail?transacted=true
                              - name: sendOptions
                                value: from=billing@sender.example&useHeaderRecipients=true&useHeaderSubject=true
                              - name: retryFrom
                                value: jms:queue:mail.retry?transacted=true
                              - name: retryUri
                                value: jms:queue:mail.retry
                              - name: deadLetterUri
                                value: jms:queue:mail.dead
                              - name: retrySchedule
                                value: 7m
                        """;
                PluginHelper.getRoutesLoader(test.sender.context())
                        .loadRoutes(ResourceHelper.fromString("delivery.yaml", yaml));
            }
        };

        abstract void use(DeliveryTemplateTest test) throws Exception;
    }

    private TemplatedRouteBuilder template() {
        return TemplatedRouteBuilder.builder(sender.context(), MtaStsDelivery.TEMPLATE)
                .parameter("from", "jms:queue:mail?transacted=true")
                .parameter("sendOptions", SEND_OPTIONS)
                .parameter("retryFrom", "jms:queue:mail.retry?transacted=true")
                .parameter("retryUri", "jms:queue:mail.retry")
                .parameter("deadLetterUri", "jms:queue:mail.dead")
                .parameter("retrySchedule", "7m");
    }

    /** As Camel Main and Spring Boot do. */
    @Test
    void bothRoutesAreThereIfTheContextStartsLater() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            MtaStsComponent component = Sender.component(internet);
            component.getConfiguration().setLocalHostname("mail.sender.example");
            context.addComponent("mtasts", component);
            context.addRoutes(new MtaStsDelivery());
            TemplatedRouteBuilder.builder(context, MtaStsDelivery.TEMPLATE)
                    .parameter("from", "seda:mail?pollTimeout=50")
                    .parameter("sendOptions", SEND_OPTIONS)
                    .parameter("retryFrom", "seda:retry?pollTimeout=50")
                    .parameter("retryUri", "seda:retry")
                    .parameter("deadLetterUri", "seda:dead")
                    .add();

            context.start();

            assertThat(context.getRoutes())
                    .extracting(route -> route.getEndpoint().getEndpointUri())
                    .containsExactlyInAnyOrder("seda://mail?pollTimeout=50", "seda://retry?pollTimeout=50");
        }
    }

    private NotifyBuilder through(String queue, int times) {
        return new NotifyBuilder(sender.context())
                .from("jms://queue:" + queue + "*")
                .whenDone(times)
                .create();
    }

    private void submit(Map<String, Object> headers) {
        sender.context().createProducerTemplate().sendBodyAndHeaders("jms:queue:mail", "Hello", headers);
    }

    private void submit(String recipients) {
        submit(Map.of("To", recipients, "Subject", "Invoice 4711"));
    }

    /** Lets all that waits come back once, and waits for the end of it: when a route has stopped its transactions are over. */
    private void comeBack() throws Exception {
        sender.context().getRouteController().stopAllRoutes();
        clock.advance(Duration.ofMinutes(7));
        NotifyBuilder all = through("mail.retry", broker.held("mail.retry"));
        broker.release("mail.retry");
        sender.context().getRouteController().startAllRoutes();
        await(all);
        sender.context().getRouteController().stopAllRoutes();
    }

    private static void await(NotifyBuilder expected) {
        assertThat(expected.matches(60, SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void eachDomainGoesItsOwnWay(Dsl dsl) throws Exception {
        dsl.use(this);
        NotifyBuilder threeParts = through("mail.retry", 3);

        submit(THREE);
        await(threeParts);
        sender.context().stop();

        assertThat(internet.mx("mx.good.example").mails()).singleElement().satisfies(mail -> {
            assertThat(mail.header("To")).contains(THREE);
            assertThat(mail.recipients()).containsExactly("you@good.example");
        });
        assertThat(broker.held("mail.retry")).isEqualTo(1);
        assertThat(broker.count("mail.retry")).isEqualTo(1);
        assertThat(broker.count("mail.dead")).isEqualTo(1);
        assertThat(broker.count("mail") + broker.count(TestBroker.GIVEN_UP)).isZero();
    }

    /** After the host is mended and the time has come. */
    @Test
    void whatWaitedIsDeliveredToThoseAloneWhoLackedIt() throws Exception {
        Dsl.JAVA.use(this);
        NotifyBuilder threeParts = through("mail.retry", 3);
        submit(THREE);
        await(threeParts);

        internet.mx("mx.busy.example").behave(mxHost("mx.busy.example").down()); // and no connection stays open
        internet.mx("mx.busy.example").behave(mxHost("mx.busy.example"));
        comeBack();

        ReceivedMail first = internet.mx("mx.good.example").mails().get(0);
        assertThat(internet.mx("mx.good.example").mails()).hasSize(1);
        assertThat(internet.mx("mx.busy.example").mails()).singleElement().satisfies(mail -> {
            assertThat(mail.recipients()).containsExactly("me@busy.example");
            assertThat(mail.raw()).isEqualTo(first.raw());
        });
        assertThat(broker.count("mail.retry")).isZero();
        assertThat(broker.count("mail.dead")).isEqualTo(1);
    }

    @Test
    void aSlowDomainGetsNoMoreThanItsTurnsAndHoldsNobodyUp() throws Exception {
        internet.mx("mx.busy.example").behave(mxHost("mx.busy.example").hangingAt(SmtpStage.RCPT));
        template()
                .parameter("retryFrom", "jms:queue:mail.retry?transacted=true&concurrentConsumers=3")
                .parameter("maxMailsPerDomain", "2")
                .add();
        NotifyBuilder threeInVainAndFourSent = through("mail.retry", 7);

        for (int i = 0; i < 5; i++) {
            submit("me@busy.example");
        }
        for (int i = 0; i < 4; i++) {
            submit("you@good.example");
        }
        await(threeInVainAndFourSent);

        assertThat(internet.mx("mx.busy.example").sessions()).hasSize(2);
        assertThat(internet.mx("mx.good.example").mails()).hasSize(4);

        NotifyBuilder twoGaveUp = through("mail.retry", 2);
        internet.mx("mx.busy.example").behave(mxHost("mx.busy.example").down());
        await(twoGaveUp);
        internet.mx("mx.busy.example").behave(mxHost("mx.busy.example"));
        sender.context().getRouteController().stopAllRoutes();
        assertThat(broker.held("mail.retry")).isEqualTo(5);

        while (broker.count("mail.retry") > 0) {
            comeBack(); // whose turn it is not even now waits once more
        }
        assertThat(internet.mx("mx.busy.example").mails()).hasSize(5);
    }

    /** In the first queue somebody claims to be us. */
    @Test
    void whatStrangersWriteInOurHeadersIsNotObeyed() throws Exception {
        Dsl.JAVA.use(this);
        NotifyBuilder onePart = through("mail.retry", 1);
        TravellingEnvelope forged = TravellingEnvelope.parse("""
                {"version":1,"sender":"boss@sender.example","recipients":["her@strict.example"],"attempts":1,\
                "firstAttempt":"2026-11-24T08:55:00Z","handedOver":"2026-11-24T09:00:00Z",\
                "notBefore":"2026-11-24T09:00:00Z","reason":"SERVER_DEFERRED","returns":0}""");

        submit(Map.of(
                "To",
                "you@good.example",
                ChannelHeaders.ENVELOPE,
                forged.toJson(),
                ChannelHeaders.DELAY,
                "86400000",
                ChannelHeaders.NOT_BEFORE,
                "2099-01-01T00:00:00Z"));
        await(onePart);
        sender.context().stop();

        assertThat(internet.mails()).singleElement().satisfies(mail -> {
            assertThat(mail.sender()).isEqualTo("billing@sender.example");
            assertThat(mail.recipients()).containsExactly("you@good.example");
            assertThat(new String(mail.raw(), ISO_8859_1)).doesNotContain("MtaSts");
        });
        assertThat(internet.mx("mx.strict.example").sessions()).isEmpty();
        assertThat(broker.count("mail.retry")).isZero();
    }

    /** The third of three parts cannot be queued: neither are the others, and the mail is kept. */
    @Test
    void ifOnePartCannotBeQueuedNoneIs() throws Exception {
        sender.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:parts")
                        .errorHandler(noErrorHandler())
                        .process(DeliveryTemplateTest.this::failAtThirdPart)
                        .to("jms:queue:mail.retry");
            }
        });
        template().parameter("partsUri", "direct:parts").add();
        NotifyBuilder twoTries = through("mail", 2);

        submit(THREE);
        await(twoTries);
        Object kept = sender.context().createConsumerTemplate().receiveBody("jms:queue:given-up", 30_000);
        sender.context().stop();

        assertThat(parts).hasSize(6);
        assertThat(internet.mails()).isEmpty();
        assertThat(broker.count("mail.retry") + broker.count("mail.dead")).isZero();
        assertThat(kept).as("the message itself is not lost").isEqualTo("Hello");
    }

    private void failAtThirdPart(Exchange part) {
        parts.add(String.valueOf(part.getMessage().getHeader(ChannelHeaders.ENVELOPE)));
        if (parts.size() % 3 == 0) {
            throw new IllegalStateException("the queue takes nothing");
        }
    }
}
