package io.github.camelmtasts;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.MailDomain;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** A broken zone or a dripping policy host slows no other domain. */
@Timeout(180)
class BrokenNeighboursTest {

    private static final int MAILS = 30;

    /** Much more than a mail may need on a busy machine; who waits in vain waits until then. */
    private static final Duration LIMIT = Duration.ofSeconds(50);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private static MailDomain good() {
        return domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example"));
    }

    /** One octet a minute, so that a fetch ends only at its deadline. */
    private static MailDomain dripping(int number) {
        String name = "dripping" + number + ".example";
        return domain(name)
                .policy(enforce("mx." + name).drip(Duration.ofMinutes(1)))
                .mx(10, "mx.good.example");
    }

    private static LoopbackInternet goodAndDripping(int count) {
        return LoopbackInternet.of(Stream.concat(
                                Stream.of(good()), IntStream.range(0, count).mapToObj(BrokenNeighboursTest::dripping))
                        .toArray(MailDomain[]::new))
                .start();
    }

    private static String dripping(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> "you@dripping" + number + ".example")
                .collect(Collectors.joining(","));
    }

    private Future<Exchange> sending(Sender sender, String recipients) {
        return threads.submit(() -> sender.send(recipients));
    }

    @Test
    void aMailToAGoodDomainDoesNotWaitForThoseWhosePolicyHostsDrip() throws Exception {
        try (LoopbackInternet internet = goodAndDripping(MAILS);
                Sender sender = new Sender(internet)) {
            List<Future<Exchange>> slow = IntStream.range(0, MAILS)
                    .mapToObj(number -> sending(sender, dripping(number, number + 1)))
                    .toList();
            assertThat(internet.policyHost().awaitRequests(MAILS, LIMIT)).hasSize(MAILS);

            Exchange sent = sender.send("you@good.example");
            assertThat(Sender.policyMode(sent)).isEqualTo("enforce");
            assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
            assertThat(slow).noneMatch(Future::isDone);
            letGo(internet, slow);
        }
    }

    /**
     * A question to DNS ends after five seconds in any case. So if this machine was too busy to send the good mail meanwhile,
     * that says nothing, and it is tried again with zones that nobody has asked yet.
     */
    @Test
    void aMailToAGoodDomainDoesNotWaitForThoseWhoseZonesAreSilent() throws Exception {
        try (LoopbackInternet internet = LoopbackInternet.of(good()).start();
                Sender sender = new Sender(internet)) {
            sender.send("you@good.example");
            boolean passedThem = false;
            for (int round = 0; round < 5 && !passedThem; round++) {
                passedThem = passesSilentZones(internet, sender, round);
            }
            assertThat(passedThem).isTrue();
        }
    }

    private boolean passesSilentZones(LoopbackInternet internet, Sender sender, int round) throws Exception {
        internet.dns().clearQueries();
        internet.dns().ttl(Duration.ZERO);
        List<String> zones = IntStream.range(0, MAILS)
                .mapToObj(number -> "silent" + round + "-" + number + ".example")
                .toList();
        zones.forEach(internet.dns()::silence);
        List<Future<Exchange>> slow =
                zones.stream().map(zone -> sending(sender, "you@" + zone)).toList();
        assertThat(internet.dns().awaitQueries(MAILS, LIMIT)).hasSizeGreaterThanOrEqualTo(MAILS);

        Exchange sent = sender.send("you@good.example");
        boolean passedThem = slow.stream().noneMatch(Future::isDone);
        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        for (Future<Exchange> each : slow) {
            assertThat(Sender.reason(each.get())).isEqualTo("DNS_FAILED");
        }
        return passedThem;
    }

    @Test
    void ofOneMailTheGoodDomainDoesNotWaitForTheDrippingOnes() throws Exception {
        try (LoopbackInternet internet = goodAndDripping(25);
                Sender sender = new Sender(internet)) {
            Future<Exchange> mail = sending(sender, dripping(0, 25) + ",you@good.example");

            assertThat(internet.awaitMails(1, LIMIT))
                    .singleElement()
                    .satisfies(received -> assertThat(received.recipients()).containsExactly("you@good.example"));
            assertThat(mail.isDone()).isFalse();
            letGo(internet, List.of(mail));
        }
    }

    @Test
    void theGoodDomainOfAMailDoesNotWaitForTheDrippingOnesOfOthers() throws Exception {
        try (LoopbackInternet internet = goodAndDripping(121);
                Sender sender = new Sender(internet)) {
            List<Future<Exchange>> slow = IntStream.range(0, 2)
                    .mapToObj(mail -> sending(sender, dripping(mail * 60, mail * 60 + 60)))
                    .toList();
            int atATime = 2 * 51; // the caller of each, and as many helpers as one mail gets
            assertThat(internet.policyHost().awaitRequests(atATime, LIMIT)).hasSizeGreaterThanOrEqualTo(atATime);

            Future<Exchange> mail = sending(sender, dripping(120, 121) + ",you@good.example");
            assertThat(internet.awaitMails(1, LIMIT)).isNotEmpty();
            assertThat(slow).noneMatch(Future::isDone);
            letGo(internet, slow);
            letGo(internet, List.of(mail));
        }
    }

    /** Ends all fetches; the mails go out without a policy. */
    private static void letGo(LoopbackInternet internet, List<Future<Exchange>> mails) throws Exception {
        internet.policyHost().close();
        for (Future<Exchange> mail : mails) {
            assertThat(Sender.outcome(mail.get())).isEqualTo("DELIVERED");
        }
    }
}
