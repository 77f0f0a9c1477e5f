package io.github.camelmtasts;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.github.camelmtasts.RedeliveryBench.files;
import static org.assertj.core.api.Assertions.assertThat;

/** How long a mail is kept for a redelivery, and who may use it. Mails are so large here that they are in files. */
@Timeout(120)
class RedeliveryStateTest {

    private static final String LARGE = "All work and no play makes a dull mail. ".repeat(10_000);

    private static final String IN_MEMORY = LARGE.substring(0, 200_000);
    private static final int WARM = 20;
    private static final int MANY = 220;

    /** In bytes; half of what the mails between {@link #WARM} and {@link #MANY} have. */
    private static final long LEAK = (MANY - WARM) * 100_000L;

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = RedeliveryBench.internet();

    @TempDir
    Path spool;

    @AutoClose
    private final RedeliveryBench bench;

    private final List<Long> filesSeen = new ArrayList<>();

    RedeliveryStateTest(LoopbackInternet internet) {
        this.bench = new RedeliveryBench(internet);
    }

    @BeforeEach
    void spool() {
        bench.spoolTo(spool);
    }

    private void countFiles() {
        filesSeen.add(files(spool));
    }

    @Test
    void aFileIsKeptForTheNextAttemptAndRemovedWhenAllHaveTheMail() throws Exception {
        bench.with(new RouteBuilder() {
            @Override
            public void configure() {
                onException(DeliveryException.class)
                        .maximumRedeliveries(3)
                        .redeliveryDelay(0)
                        .onRedelivery(exchange -> {
                            countFiles();
                            if (filesSeen.size() == 3) {
                                bench.mend();
                            }
                        });
                from("direct:in").to(Sender.ENDPOINT).process(exchange -> countFiles());
            }
        });

        assertThat(bench.send(LARGE).getException()).isNull();
        assertThat(filesSeen).as("before each redelivery, and at the end").containsExactly(1L, 1L, 1L, 0L);
        assertThat(bench.atBusy())
                .singleElement()
                .extracting(ReceivedMail::text)
                .isEqualTo(bench.atGood().get(0).text());
    }

    @Test
    void aFileIsRemovedWhenTheExchangeFails() throws Exception {
        bench.with(new RouteBuilder() {
            @Override
            public void configure() {
                onException(DeliveryException.class)
                        .maximumRedeliveries(1)
                        .redeliveryDelay(0)
                        .onRedelivery(exchange -> countFiles());
                from("direct:in").to(Sender.ENDPOINT);
            }
        });

        Exchange sent = bench.send(LARGE);

        assertThat(sent.getException()).isInstanceOf(TemporaryDeliveryException.class);
        assertThat(filesSeen).containsExactly(1L);
        assertThat(files(spool)).isZero();
        assertThat(sent.getProperty(RedeliveryMemory.PROPERTY))
                .as("what tracers write down")
                .hasToString("mail of 2 recipients, 1 of whom wait");
    }

    @Test
    void aNewMailTakesThePlaceOfAnother() throws Exception {
        bench.with(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .loop(5)
                        .doTry()
                        .transform(simple("${body} again"))
                        .to(Sender.ENDPOINT)
                        .doCatch(TemporaryDeliveryException.class)
                        .process(exchange -> countFiles())
                        .end()
                        .end();
            }
        });

        assertThat(bench.send(LARGE).getException()).isNull();
        assertThat(filesSeen).containsExactly(1L, 1L, 1L, 1L, 1L);
        assertThat(bench.atGood()).hasSize(5);
        assertThat(files(spool)).isZero();
    }

    @Test
    void copiesOfAnExchangeGoOnWithTheMailAndLeaveItToTheOriginal() throws Exception {
        bench.with(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .doTry()
                        .to(Sender.ENDPOINT)
                        .doCatch(TemporaryDeliveryException.class)
                        .end()
                        .multicast()
                        .to("direct:fails", "direct:fails")
                        .end()
                        .process(exchange -> bench.mend())
                        .to(Sender.ENDPOINT);
                from("direct:fails")
                        .doTry()
                        .to(Sender.ENDPOINT)
                        .doCatch(TemporaryDeliveryException.class)
                        .process(exchange -> countFiles())
                        .end();
            }
        });

        assertThat(bench.send(LARGE).getException()).isNull();
        assertThat(bench.atGood()).hasSize(1);
        assertThat(bench.atBusy())
                .singleElement()
                .extracting(ReceivedMail::text)
                .isEqualTo(bench.atGood().get(0).text());
        assertThat(filesSeen).as("one file for all of them").containsExactly(1L, 1L);
        assertThat(files(spool)).isZero();
    }

    @Test
    void parallelCopiesDoNotTakeTheFileAwayFromEachOther() throws Exception {
        bench.with(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .doTry()
                        .to(Sender.ENDPOINT)
                        .doCatch(TemporaryDeliveryException.class)
                        .process(exchange -> bench.mend())
                        .end()
                        .multicast()
                        .parallelProcessing()
                        .to("direct:copy", "direct:copy", "direct:copy", "direct:copy");
                from("direct:copy").to(Sender.ENDPOINT);
            }
        });

        assertThat(bench.send(LARGE).getException()).isNull();
        assertThat(bench.atGood()).hasSize(1);
        assertThat(bench.atBusy())
                .hasSize(4)
                .extracting(ReceivedMail::text)
                .containsOnly(bench.atGood().get(0).text());
        assertThat(files(spool)).isZero();
    }

    /** As a loop around a ProducerTemplate does: the exchange has ended, and comes again. */
    private Exchange sendTwice(Object body) throws Exception {
        bench.with(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(Sender.ENDPOINT);
            }
        });
        Exchange sent = bench.send(body);
        assertThat(files(spool)).isZero();
        bench.mend();
        sent.setException(null);
        return bench.sender().context().createProducerTemplate().send("direct:in", sent);
    }

    /** What is known of the recipients is not lost with the file. */
    @Test
    void anExchangeThatComesAgainAfterItsEndSendsToThoseWhoWait() throws Exception {
        assertThat(sendTwice(LARGE).getException()).isNull();
        assertThat(bench.atGood()).hasSize(1);
        assertThat(bench.atBusy()).hasSize(1);
    }

    @Test
    void aSmallMailIsTheSameEvenThen() throws Exception {
        assertThat(sendTwice("Hello").getException()).isNull();
        assertThat(bench.atGood()).hasSize(1);
        assertThat(bench.atBusy())
                .singleElement()
                .extracting(ReceivedMail::text)
                .isEqualTo(bench.atGood().get(0).text());
    }

    @Test
    void aStreamThatWasReadIsNeverSentAsAnEmptyMail() throws Exception {
        bench.sender().context().setStreamCaching(false);

        Exchange sent = sendTwice(new ByteArrayInputStream(LARGE.getBytes(StandardCharsets.UTF_8)));

        assertThat(sent.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stream");
        assertThat(bench.atBusy()).isEmpty();
        assertThat(bench.atGood()).hasSize(1);
    }

    @Test
    void aMailHandedToAQueueInMemoryTakesItsStateAlong() throws Exception {
        bench.with(new RouteBuilder() {
            @Override
            public void configure() {
                onException(TemporaryDeliveryException.class)
                        .handled(true)
                        .process(exchange -> bench.mend())
                        .to("seda:later");
                from("direct:in").to(Sender.ENDPOINT);
                from("seda:later").to(Sender.ENDPOINT);
            }
        });

        assertThat(bench.send(LARGE).getException()).isNull();
        assertThat(bench.net().awaitMails(2, Duration.ofSeconds(20))).hasSize(2);
        bench.sender().close(); // waits for the exchange in flight

        assertThat(bench.atGood()).hasSize(1);
        assertThat(bench.atBusy())
                .singleElement()
                .extracting(ReceivedMail::text)
                .isEqualTo(bench.atGood().get(0).text());
        assertThat(files(spool)).isZero();
    }

    /** Each attempt is at a new mail of 200 kB here; those that were given up must not stay with the exchange. */
    @Test
    void manyMailsOfOneExchangeLeaveNothingInMemory() throws Exception {
        List<Long> heap = new ArrayList<>();
        bench.with(new RouteBuilder() {
            @Override
            public void configure() {
                onException(DeliveryException.class)
                        .maximumRedeliveries(MANY)
                        .redeliveryDelay(0)
                        .onRedelivery(exchange -> {
                            exchange.getMessage().setBody(heap.size() + IN_MEMORY);
                            heap.add(heap.size() == WARM || heap.size() == MANY - 1 ? usedHeap() : 0);
                        });
                from("direct:in").to(Sender.ENDPOINT);
            }
        });

        bench.send(IN_MEMORY, Map.of("To", "you@busy.example"));

        assertThat(heap).hasSize(MANY);
        assertThat(heap.get(MANY - 1)).isLessThan(heap.get(WARM) + LEAK);
    }

    @Test
    void manyExchangesThatFailLeaveNothingInMemory() {
        for (int i = 0; i < WARM; i++) {
            bench.sender().send(Sender.ENDPOINT, i + IN_MEMORY, Map.of("To", "you@busy.example"));
        }
        long warm = usedHeap();
        for (int i = 0; i < MANY; i++) {
            bench.sender().send(Sender.ENDPOINT, i + IN_MEMORY, Map.of("To", "you@busy.example"));
        }

        assertThat(usedHeap()).isLessThan(warm + LEAK);
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
