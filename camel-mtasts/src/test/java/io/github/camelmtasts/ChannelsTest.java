package io.github.camelmtasts;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import io.github.camelmtasts.ChannelBench.Taken;
import io.github.camelmtasts.channel.ChannelException;
import io.github.camelmtasts.channel.ChannelHeaders;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToCreateProducerException;
import org.apache.camel.builder.RouteBuilder;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which recipients of a mail go to which channel, and what of them comes back. */
@Timeout(60)
class ChannelsTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = ChannelBench.internet();

    @AutoClose
    private final ChannelBench bench;

    ChannelsTest(LoopbackInternet internet) throws Exception {
        this.bench = new ChannelBench(internet);
    }

    @Test
    void thoseWhoWaitAndThoseWhoFailedPartWays() {
        Exchange sent = bench.send(ChannelBench.ALL);

        assertThat(sent.getException()).isNull();
        assertThat(Sender.outcome(sent)).isEqualTo("FAILED");
        assertThat(bench.at("good.example")).hasSize(1);
        assertThat(bench.waiting())
                .singleElement()
                .satisfies(message ->
                        assertThat(message.recipients()).containsExactly("me@busy.example", "her@strict.example"));
        assertThat(bench.dead())
                .singleElement()
                .satisfies(message -> assertThat(message.recipients()).containsExactly("who@gone.example"));
    }

    @Test
    void whatTravelsIsTheMailByteForByte() {
        bench.send(ChannelBench.ALL);

        String delivered = bench.at("good.example").get(0).text();
        assertThat(bench.waiting()).extracting(Taken::text).containsExactly(delivered);
        assertThat(bench.dead()).extracting(Taken::text).containsExactly(delivered);
        assertThat(bench.next().header(Exchange.CONTENT_TYPE)).isEqualTo("message/rfc822");
    }

    @Test
    void noMessageTellsOfOtherRecipients() {
        bench.sender()
                .send(
                        Sender.ENDPOINT + ChannelBench.CHANNELS,
                        "Hello",
                        Map.of("To", "you@good.example, who@gone.example", "Bcc", "secret@busy.example"));

        assertThat(bench.next().headers())
                .allSatisfy((name, value) ->
                        assertThat(String.valueOf(value)).doesNotContain("you@good.example", "who@gone.example"));
        assertThat(bench.dead().get(0).headers())
                .allSatisfy((name, value) ->
                        assertThat(String.valueOf(value)).doesNotContain("you@good.example", "secret"));
        assertThat(bench.dead().get(0).text()).doesNotContain("secret");
    }

    @Test
    void aMailIsDeliveredFromTheChannelToThoseWhoLackIt() {
        bench.send(ChannelBench.ALL);
        Taken waiting = bench.next();
        bench.clock().advance(Duration.ofMinutes(5));
        bench.mend("busy.example");
        bench.mend("strict.example");

        Exchange sent = bench.sendOn(waiting);

        assertThat(sent.getException()).isNull();
        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(bench.at("good.example")).hasSize(1);
        assertThat(bench.at("busy.example")).singleElement().satisfies(mail -> {
            assertThat(mail.sender()).isEqualTo("billing@sender.example");
            assertThat(mail.recipients()).containsExactly("me@busy.example");
            assertThat(mail.raw()).isEqualTo(bench.at("good.example").get(0).raw());
        });
        assertThat(bench.at("strict.example")).hasSize(1);
        assertThat(bench.waiting()).isEmpty();
        assertThat(bench.dead()).hasSize(1);
    }

    @Test
    void waitsGrowFromOneAttemptToTheNext() {
        Instant first = bench.clock().instant();
        bench.send("me@busy.example");
        for (int minutes : new int[] {5, 15, 30, 60, 120, 240, 240}) {
            Taken waiting = bench.next();
            Instant now = bench.clock().instant();
            assertThat(waiting.envelope().firstAttempt()).isEqualTo(first);
            assertThat(waiting.header(ChannelHeaders.DELAY))
                    .isEqualTo(String.valueOf(Duration.ofMinutes(minutes).toMillis()));
            assertThat(waiting.envelope().notBefore())
                    .isBetween(now.plusSeconds(minutes * 48L), now.plusSeconds(minutes * 60L));
            assertThat(waiting.header(ChannelHeaders.NOT_BEFORE))
                    .isEqualTo(waiting.envelope().notBefore().toString());
            assertThat(waiting.header("_AMQ_SCHED_DELIVERY"))
                    .isEqualTo(String.valueOf(waiting.envelope().notBefore().toEpochMilli()));
            bench.clock().advance(Duration.ofMinutes(minutes));
            bench.sendOn(waiting);
        }
        assertThat(bench.next().envelope().attempts()).isEqualTo(8);
    }

    @Test
    void afterAPolicyFailureNoWaitIsLongerThanAnHour() {
        bench.send("her@strict.example, me@busy.example");
        for (int attempt = 1; attempt < 8; attempt++) {
            Taken waiting = bench.next();
            assertThat(Long.parseLong(waiting.header(ChannelHeaders.DELAY))).isLessThanOrEqualTo(3_600_000);
            bench.clock().advance(Duration.ofHours(1));
            bench.sendOn(waiting);
        }
    }

    @Test
    void aMailThatNobodyTookInItsLifeGoesToTheDead() {
        bench.send("me@busy.example");
        Taken waiting = bench.next();
        bench.clock().advance(Duration.ofDays(5));

        Exchange sent = bench.sendOn(waiting);

        assertThat(sent.getException()).isNull();
        assertThat(Sender.outcome(sent)).isEqualTo("FAILED");
        assertThat(bench.waiting()).isEmpty();
        assertThat(bench.dead()).singleElement().satisfies(message -> {
            assertThat(message.recipients()).containsExactly("me@busy.example");
            assertThat(message.envelope().reason()).contains(FailureReason.SERVER_DEFERRED);
            assertThat(message.header(ChannelHeaders.REASON))
                    .startsWith("SERVER_DEFERRED: busy.example FAILED: given up after 5 days; at last: ")
                    .contains("mx.busy.example", "must mend it", "It is not tried any more.")
                    .doesNotContain("me@");
            assertThat(message.header(ChannelHeaders.REPORT)).contains("\"recipient\":\"me@busy.example\"", "451");
        });
    }

    @Test
    @Requirement("RIX-Q-2")
    void theStatusIsTemporaryWhileTheMailIsTriedAndPermanentAtTheEnd() {
        Exchange sent = bench.send("her@strict.example");
        assertThat(Sender.report(sent).toJson())
                .contains("\"reason\":\"STARTTLS_NOT_OFFERED\",\"status\":\"4.7.5\"")
                .doesNotContain("5.7.5");
        Taken waiting = bench.next();
        bench.clock().advance(Duration.ofDays(5));

        bench.sendOn(waiting);

        assertThat(bench.dead())
                .singleElement()
                .satisfies(message -> assertThat(message.header(ChannelHeaders.REPORT))
                        .contains("\"reason\":\"STARTTLS_NOT_OFFERED\",\"status\":\"5.7.5\""));
    }

    /** RFC 8461 section 5.1: the policy may be another one by now, whoever looked a moment ago. */
    @Test
    @Requirement("RIX-Q-1")
    void theLastAttemptAsksForANewRecordInAnyCase() {
        bench.send("her@strict.example");
        Taken waiting = bench.next();
        bench.clock().advance(Duration.ofDays(5).minusSeconds(1));
        bench.send("him@strict.example"); // takes the turn of five minutes
        bench.clock().advance(Duration.ofSeconds(1));
        int questions = bench.net().dns().queries("_mta-sts.strict.example").size();

        bench.sendOn(waiting);

        assertThat(bench.net().dns().queries("_mta-sts.strict.example")).hasSizeGreaterThan(questions);
        assertThat(bench.dead()).hasSize(1);
    }

    @Test
    void withoutADeadLetterChannelTheEndIsAnException() {
        bench.send("me@busy.example");
        Taken waiting = bench.next();
        bench.clock().advance(Duration.ofDays(5));

        Exchange sent = bench.sendOn(waiting, "useEnvelopeHeaders=true&retryUri=direct:retry");

        assertThat(sent.getException())
                .isInstanceOf(PermanentDeliveryException.class)
                .hasMessageContaining("given up after 5 days");
        assertThat(bench.waiting()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "retryUri=direct:retry,     1, 0, io.github.camelmtasts.PermanentDeliveryException",
        "deadLetterUri=direct:dead, 0, 1, io.github.camelmtasts.TemporaryDeliveryException"
    })
    void whatHasNoChannelIsAnException(String options, int waiting, int dead, Class<?> type) {
        Exchange sent = bench.sender().sendWith(options, ChannelBench.ALL);

        assertThat(sent.getException()).isInstanceOf(type);
        assertThat(bench.waiting()).hasSize(waiting);
        assertThat(bench.dead()).hasSize(dead);
    }

    @Test
    void aMailOfNoLifeIsTriedOnce() {
        bench.sender().sendWith("retryLifetime=0" + ChannelBench.CHANNELS, "me@busy.example");

        assertThat(bench.waiting()).isEmpty();
        assertThat(bench.dead()).hasSize(1);
    }

    @Test
    void ifTheChannelFailsTheExchangeFailsAndARedeliveryRepeatsNothingThatIsDone() throws Exception {
        bench.breakRetry(true);
        bench.sender().context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(ChannelException.class)
                        .maximumRedeliveries(1)
                        .redeliveryDelay(0)
                        .onRedelivery(exchange -> {
                            assertThat(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                                    .isInstanceOf(ChannelException.class)
                                    .hasMessageContaining("retryUri (direct:retry)")
                                    .hasMessageContaining("the broker is down");
                            bench.breakRetry(false);
                        });
                from("direct:in").to(Sender.ENDPOINT + ChannelBench.CHANNELS);
            }
        });

        Exchange sent = bench.sender().send("direct:in", "Hello", Map.of("To", ChannelBench.ALL, "Subject", "Invoice"));

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeader(Exchange.REDELIVERY_COUNTER)).isEqualTo(1);
        assertThat(bench.at("good.example")).hasSize(1);
        assertThat(bench.sessionsAt("gone.example")).isEqualTo(1);
        assertThat(bench.dead()).hasSize(1);
        assertThat(bench.next().recipients()).containsExactly("me@busy.example", "her@strict.example");
        assertThat(sent.getProperty(RedeliveryMemory.PROPERTY)).isNull();
    }

    @Test
    void aChannelThatFailsLeavesTheExceptionToTheRoute() {
        bench.breakRetry(true);

        Exchange sent = bench.send("me@busy.example");

        assertThat(sent.getException()).isInstanceOf(ChannelException.class);
        assertThat(Sender.outcome(sent)).isEqualTo("DEFERRED");
    }

    @Test
    void aMailThatCameTooEarlyGoesBackUnchanged() {
        bench.send("me@busy.example");
        Taken waiting = bench.next();
        int sessions = bench.sessionsAt("busy.example");
        bench.clock().advance(Duration.ofMinutes(2));

        Exchange sent = bench.sendOn(waiting);

        Taken again = bench.next();
        assertThat(sent.getException()).isNull();
        assertThat(bench.sessionsAt("busy.example")).isEqualTo(sessions);
        assertThat(again.body()).isEqualTo(waiting.body());
        assertThat(again.header(ChannelHeaders.NOT_BEFORE)).isEqualTo(waiting.header(ChannelHeaders.NOT_BEFORE));
        assertThat(again.envelope().attempts()).isEqualTo(1);
        assertThat(again.recipients()).isEqualTo(waiting.recipients());
    }

    @Test
    void aChannelThatDoesNotHoldMailsIsAFailureAndNoSpin() {
        bench.send("me@busy.example");
        for (int times = 0; times < 3; times++) {
            assertThat(bench.sendOn(bench.next()).getException()).isNull();
        }

        Exchange sent = bench.sendOn(bench.next());

        assertThat(sent.getException())
                .isInstanceOf(ChannelException.class)
                .hasMessageContaining("retryUri (direct:retry) does not hold a message until")
                .hasMessageContaining("deliveryDelay=${header.MtaStsDelay}");
        assertThat(bench.sessionsAt("busy.example")).isEqualTo(1);
    }

    /** Some hold a message for a quarter of an hour at most. */
    @Test
    void aChannelThatHoldsMailsForAShortTimeIsNoFailure() {
        bench.sender().sendWith("retrySchedule=4h" + ChannelBench.CHANNELS, "me@busy.example");
        for (int quarters = 0; quarters < 10; quarters++) {
            bench.clock().advance(Duration.ofMinutes(15));
            assertThat(bench.sendOn(bench.next()).getException()).isNull();
        }
        assertThat(bench.sessionsAt("busy.example")).isEqualTo(1);
    }

    @Test
    void theDelayChoosesTheEndpoint() throws Exception {
        bench.sender().context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:wait300000")
                        .setHeader("place", constant("five minutes"))
                        .to("direct:retry");
            }
        });

        bench.sender()
                .sendWith(
                        "retrySchedule=5m,15m&retryUri=RAW(direct:wait${header.MtaStsDelay}?failIfNoConsumers=false)",
                        "me@busy.example");

        assertThat(bench.next().header("place")).isEqualTo("five minutes");
        assertThat(bench.sender().context().getEndpoints())
                .extracting(Endpoint::getEndpointUri)
                .filteredOn(uri -> uri.startsWith("direct://wait") && uri.contains("?"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "retryUri=RAW(direct:${header.To}),          retryUri: 'direct:${header.To}' is a URI and no expression",
        "deadLetterUri=RAW(direct:${header.MtaStsDelay}), deadLetterUri: 'direct:${header.MtaStsDelay}' is a URI",
        "retryUri=nowhere:at-all,                    nowhere",
        "retrySchedule=5x,                           retrySchedule: '5x' is no wait",
        "retryLifetime=-1,                           retryLifetime: -1",
        "retryUri=direct:a&deadLetterUri=direct:a,   deadLetterUri: it is the retryUri too",
        "maxMessageSize=-1,                          maxMessageSize: -1 is no size"
    })
    void anOptionThatCannotBeEndsTheStart(String option, String complaint) {
        assertThatThrownBy(() -> bench.sender().sendWith(option, "you@good.example"))
                .isInstanceOf(FailedToCreateProducerException.class)
                .hasStackTraceContaining(complaint);
        assertThat(bench.at("good.example")).isEmpty();
    }

    @Test
    void manyRecipientsAreSeveralMessagesSoThatAHeaderHoldsTheReport() {
        String many = IntStream.range(0, 250)
                .mapToObj(number -> "who" + number + "@gone.example")
                .collect(Collectors.joining(", "));

        bench.send(many);

        assertThat(bench.dead()).hasSizeGreaterThan(2).allSatisfy(message -> {
            assertThat(message.recipients()).hasSizeLessThanOrEqualTo(100);
            assertThat(message.header(ChannelHeaders.REPORT)).hasSizeLessThanOrEqualTo(100_000);
        });
        assertThat(bench.dead())
                .flatExtracting(Taken::recipients)
                .doesNotHaveDuplicates()
                .hasSize(250);
    }

    @Test
    void aMailToManyAtOneDomainIsPartedSoThatAHeaderHoldsTheEnvelope() {
        String many = IntStream.range(0, 250)
                .mapToObj(number -> "you" + number + "@good.example")
                .collect(Collectors.joining(", "));

        Exchange parted = bench.sender()
                .send("mtasts:split?from=me@sender.example&useHeaderRecipients=true", "Hello", Map.of("To", many));

        assertThat(parted.getMessage().getBody())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aChannelThatRollsBackHasNotTakenTheMail(boolean all) throws Exception {
        bench.sender().context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                if (all) {
                    from("direct:rolls-back").markRollbackOnly();
                } else {
                    from("direct:rolls-back").markRollbackOnlyLast();
                }
            }
        });

        Exchange sent = bench.sender().sendWith("retryUri=direct:rolls-back", "me@busy.example");

        assertThat(sent.getException())
                .isInstanceOf(ChannelException.class)
                .hasMessageContaining("the route behind it rolled back");
    }

    @Test
    void whatAMailCallsItselfIsOneLineInALog() throws Exception {
        MimeMessage forged = new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(
                        "From: me@sender.example\r\nTo: me@busy.example\r\nMessage-ID: <x\r\n ERROR: all is lost>\r\n\r\nHello\r\n"
                                .getBytes(StandardCharsets.US_ASCII)));

        bench.sender().send(Sender.ENDPOINT + ChannelBench.CHANNELS, forged, Map.of());

        assertThat(bench.next().envelope().messageId().orElseThrow()).doesNotContain("\r", "\n");
    }

    @Test
    void withoutTheOptionAnEnvelopeIsIgnored() {
        bench.send("me@busy.example");
        Taken waiting = bench.next();
        bench.mend("busy.example");

        Exchange sent = bench.sendOn(waiting, "from=we@sender.example&to=you@good.example");

        assertThat(sent.getException()).isNull();
        assertThat(bench.at("busy.example")).isEmpty();
        assertThat(bench.at("good.example")).singleElement().satisfies(mail -> {
            assertThat(mail.sender()).isEqualTo("we@sender.example");
            assertThat(mail.text().substring(0, mail.text().indexOf("\r\n\r\n")))
                    .doesNotContain("MtaSts");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "you@good.example", "{\"version\":1,\"recipients\":[\"you@good.example\"]}"})
    void aBrokenEnvelopeIsAClearErrorAndNothingIsSent(String envelope) {
        bench.send("me@busy.example");
        Map<String, Object> headers = new HashMap<>(bench.next().headers());
        headers.put(ChannelHeaders.ENVELOPE, envelope);

        Exchange sent = bench.sendOn(new Taken("Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII), headers));

        assertThat(sent.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MtaStsEnvelope is broken");
        assertThat(bench.at("good.example")).isEmpty();
        assertThat(bench.waiting()).isEmpty();
    }

    @Test
    void aLargeMailGoesThroughTheChannelInAFile(@TempDir Path spool) throws Exception {
        bench.sender().context().getStreamCachingStrategy().setSpoolDirectory(spool.toFile());
        String body = "0123456789".repeat(100_000);
        String channel = "seda:large?waitForTaskToComplete=Never";

        bench.sender()
                .send(
                        Sender.ENDPOINT + "&retryUri=RAW(" + channel + ")",
                        body,
                        Map.of("To", "me@busy.example, you@good.example"));
        assertThat(RedeliveryBench.files(spool))
                .as("the file waits with the message")
                .isEqualTo(1);
        bench.clock().advance(Duration.ofMinutes(5));
        bench.mend("busy.example");
        bench.sender().context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:large").to("mtasts:send?localHostname=mail.sender.example&useEnvelopeHeaders=true");
            }
        });
        bench.net().awaitMails(2, Duration.ofSeconds(20));

        assertThat(bench.at("busy.example").get(0).raw())
                .isEqualTo(bench.at("good.example").get(0).raw());
        bench.sender().context().stop();
        assertThat(RedeliveryBench.files(spool)).isZero();
    }

    @Test
    void aMailThatIsTooLargeIsRefusedBeforeAnyTraffic() {
        Exchange sent = bench.sender()
                .send(Sender.ENDPOINT + "&maxMessageSize=10000", "x".repeat(10_000), Map.of("To", "you@good.example"));

        assertThat(sent.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("larger than the 10000 bytes of the option maxMessageSize");
        assertThat(bench.sessionsAt("good.example")).isZero();
    }
}
