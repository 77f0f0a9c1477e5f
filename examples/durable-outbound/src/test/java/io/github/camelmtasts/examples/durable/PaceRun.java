package io.github.camelmtasts.examples.durable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.camelmtasts.testkit.LoopbackInternet;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mails a second from the queue to the MX host beside plain {@code mtasts:send}, in turns. Run by hand: {@code -Dtest=PaceRun}, with
 * {@code -Dpace.mails=2000 -Dpace.rounds=5}.
 */
class PaceRun {

    private static final int MAILS = Integer.getInteger("pace.mails", 2_000);

    private static final int ROUNDS = Integer.getInteger("pace.rounds", 5);

    private static final int SENDERS = 4;

    private static final String PLAIN =
            "mtasts:send?from=billing@sender.example&useHeaderRecipients=true&useHeaderSubject=true";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path data;

    @Test
    void fromTheQueueBesidePlainSends() throws Exception {
        List<Double> queue = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        try (LoopbackInternet internet = PracticeInternet.start()) {
            for (int round = 0; round <= ROUNDS; round++) {
                queue.add(queue(internet));
                plain.add(plain(internet));
            }
        }
        System.out.printf("from the queue: %s, median %.0f mails/s%n", rounded(queue), median(queue));
        System.out.printf("plain sends:    %s, median %.0f mails/s%n", rounded(plain), median(plain));
    }

    private double queue(LoopbackInternet internet) throws Exception {
        internet.reset();
        Backlog.fill(data, MAILS);
        PostOffice office = new PostOffice(Child.settings(data, internet));
        try {
            return pace(internet);
        } finally {
            office.close();
        }
    }

    private double plain(LoopbackInternet internet) throws Exception {
        internet.reset();
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try (PostOffice office = new PostOffice(Child.settings(data, internet));
                ProducerTemplate template = office.context().createProducerTemplate()) {
            for (int n = 0; n < MAILS; n++) {
                Map<String, Object> headers = Map.of("To", Backlog.RECIPIENT, "Subject", "mail-" + n);
                senders.execute(() -> template.sendBodyAndHeaders(PLAIN, Backlog.BODY, headers));
            }
            return pace(internet);
        } finally {
            senders.shutdown();
        }
    }

    /** Mails a second from the first to the last: what starts up is not counted. */
    private static double pace(LoopbackInternet internet) {
        internet.awaitMails(1, PATIENCE);
        long first = System.nanoTime();
        internet.awaitMails(MAILS, PATIENCE);
        return (MAILS - 1) * 1e9 / (System.nanoTime() - first);
    }

    /** Without the first, which warms up. */
    private static double median(List<Double> paces) {
        List<Double> sorted = new ArrayList<>(paces.subList(1, paces.size()));
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static List<Long> rounded(List<Double> paces) {
        return paces.stream().map(Math::round).toList();
    }
}
