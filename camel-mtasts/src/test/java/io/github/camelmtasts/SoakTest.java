package io.github.camelmtasts;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many mails by many threads, every twentieth into some trouble, and a policy that changes on the way. No mail is lost or doubled
 * unseen, and nothing grows. {@code -Psoak} sends a hundred times as many.
 */
class SoakTest {

    private static final int ROUNDS = Math.max(2, Integer.getInteger("soak.mails", 2_000) / 1_000);

    private static final int MAILS_A_ROUND = 1_000;

    private static final int THREADS = 8;

    /** In megabytes; what JIT and caches may still take after the first round. */
    private static final long HEAP_GROWTH = 64;

    /** Pools fill up as they are used. */
    private static final int THREAD_GROWTH = 24;

    private static final List<String> GOOD = List.of("you@good.example", "you@plain.example", "you@moving.example");

    private static final List<String> TROUBLED = List.of(
            "gone@good.example",
            "later@good.example",
            "you@drops-mail.example",
            "you@drops-data.example",
            "you@drops-dot.example",
            "you@stalls.example",
            "you@stalls-dot.example",
            "you@expired.example",
            "you@misnamed.example",
            "you@no-tls.example",
            "you@hangs-up.example",
            "you@nowhere.example");

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example")
                    .policy(enforce("mx.good.example"))
                    .mx(
                            10,
                            mxHost("mx.good.example")
                                    .refusing("gone@good.example", "550 5.1.1 no such user")
                                    .refusing("later@good.example", "451 4.2.0 later")),
            domain("plain.example").mx(10, mxHost("mx.plain.example").withoutStartTls()),
            domain("moving.example").policy(enforce("mx.moving.example")).mx(10, mxHost("mx.moving.example")),
            domain("drops-mail.example").mx(10, mxHost("mx.drops-mail.example").droppingAt(SmtpStage.MAIL)),
            domain("drops-data.example").mx(10, mxHost("mx.drops-data.example").droppingAt(SmtpStage.DATA)),
            domain("drops-dot.example").mx(10, mxHost("mx.drops-dot.example").droppingAt(SmtpStage.END_OF_DATA)),
            domain("stalls.example").mx(10, mxHost("mx.stalls.example").hangingAt(SmtpStage.RCPT)),
            domain("stalls-dot.example").mx(10, mxHost("mx.stalls-dot.example").hangingAt(SmtpStage.END_OF_DATA)),
            domain("expired.example")
                    .policy(enforce("mx.expired.example"))
                    .mx(10, mxHost("mx.expired.example").certificate(ServerCertificate.expired())),
            domain("misnamed.example")
                    .policy(enforce("mx.misnamed.example"))
                    .mx(10, mxHost("mx.misnamed.example").certificate(ServerCertificate.wrongName())),
            domain("no-tls.example")
                    .policy(enforce("mx.no-tls.example"))
                    .mx(10, mxHost("mx.no-tls.example").withoutStartTls()),
            domain("hangs-up.example")
                    .mx(10, mxHost("mx.hangs-up.example").reply(SmtpStage.RCPT, "421 4.3.2 shutting down")));

    /** How many reports said so, by the mail's subject. */
    private record Tally(AtomicInteger delivered, AtomicInteger possibly) {
        Tally() {
            this(new AtomicInteger(), new AtomicInteger());
        }
    }

    private final ConcurrentMap<String, Tally> tallies = new ConcurrentHashMap<>();

    @Test
    void noMailIsLostOrDoubledUnseenAndNothingGrows() {
        LoopbackInternet internet = INTERNET.internet();
        try (Sender sender = new Sender(internet)) {
            long heap = 0;
            int threads = 0;
            for (int round = 0; round < ROUNDS; round++) {
                internet.dns().ttl("_mta-sts.moving.example", Duration.ZERO);
                run(sender, round, round == ROUNDS - 1);
                assertCopies(internet, round);
                internet.reset();
                tallies.clear();
                heap = round == 0 ? usedHeap() : heap;
                threads = round == 0 ? threads() : threads;
            }
            assertThat(usedHeap() - heap).as("megabytes since the first round").isLessThan(HEAP_GROWTH);
            assertThat(threads() - threads)
                    .as(() -> "threads since the first round, now " + threadsByName())
                    .isLessThan(THREAD_GROWTH);
        }
    }

    private void run(Sender sender, int round, boolean policyMoves) {
        AtomicInteger next = new AtomicInteger();
        Runnable work = () -> {
            for (int n = next.getAndIncrement(); n < MAILS_A_ROUND; n = next.getAndIncrement()) {
                if (policyMoves && n == MAILS_A_ROUND / 2) {
                    INTERNET.internet().policyHost().serve("moving.example", enforce("mx.elsewhere.example"));
                    INTERNET.internet().dns().answer("_mta-sts.moving.example", "TXT", "v=STSv1; id=moved;");
                }
                deliver(sender, "mail-" + round + "-" + n, recipient(n));
            }
        };
        CompletableFuture.allOf(IntStream.range(0, THREADS)
                        .mapToObj(each -> CompletableFuture.runAsync(work, task -> new Thread(task).start()))
                        .toArray(CompletableFuture[]::new))
                .join();
        if (policyMoves) {
            assertThat(Sender.reason(send(sender, "after", "you@moving.example")))
                    .isEqualTo("MX_NOT_IN_POLICY");
        }
    }

    private static String recipient(int n) {
        return n % 20 == 0 ? TROUBLED.get(n / 20 % TROUBLED.size()) : GOOD.get(n % GOOD.size());
    }

    /** What waits is tried once more, as a route would. */
    private void deliver(Sender sender, String subject, String recipient) {
        Tally tally = tallies.computeIfAbsent(subject, unknown -> new Tally());
        if (!tried(sender, subject, recipient, tally)) {
            tried(sender, subject, recipient, tally);
        }
    }

    private static boolean tried(Sender sender, String subject, String recipient, Tally tally) {
        Exchange sent = send(sender, subject, recipient);
        assertThat(Sender.report(sent).recipients())
                .singleElement()
                .satisfies(line -> assertThat(line.recipient()).hasToString(recipient));
        if (Sender.outcome(sent).equals("DELIVERED")) {
            tally.delivered().incrementAndGet();
        } else if (Sender.reason(sent).equals("POSSIBLY_DELIVERED")) {
            tally.possibly().incrementAndGet();
        }
        return !Sender.outcome(sent).equals("DEFERRED");
    }

    private static Exchange send(Sender sender, String subject, String recipient) {
        return sender.send(
                Sender.ENDPOINT + "&responseTimeout=500&finalReplyTimeout=500",
                "Hello",
                Map.of("To", recipient, "Subject", subject));
    }

    private void assertCopies(LoopbackInternet internet, int round) {
        Map<String, Long> copies = internet.mails().stream()
                .collect(Collectors.groupingBy(mail -> mail.header("Subject").orElse(""), Collectors.counting()));
        assertThat(tallies)
                .as("round %s", round)
                .hasSize(MAILS_A_ROUND)
                .allSatisfy((subject, tally) -> assertThat(
                                copies.getOrDefault(subject, 0L).intValue())
                        .as("copies of %s, %s", subject, tally)
                        .isBetween(
                                tally.delivered().get(),
                                tally.delivered().get() + tally.possibly().get()));
        long delivered = tallies.values().stream()
                .filter(tally -> tally.delivered().get() == 1)
                .count();
        assertThat(delivered).as("delivered in round %s", round).isGreaterThan(MAILS_A_ROUND / 2);
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_000_000;
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static Map<String, Long> threadsByName() {
        return Thread.getAllStackTraces().keySet().stream()
                .collect(Collectors.groupingBy(
                        thread -> thread.getName().replaceAll("[0-9]+", "N"), TreeMap::new, Collectors.counting()));
    }
}
