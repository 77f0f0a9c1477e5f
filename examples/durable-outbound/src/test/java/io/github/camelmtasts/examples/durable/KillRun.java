package io.github.camelmtasts.examples.durable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.SmtpSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills the program again and again while it works off a long queue, and counts what arrives. It takes minutes and is run by hand:
 * {@code -Dtest=KillRun}, with {@code -Dkill.mails=10000 -Dkill.times=10}, and {@code -Dkill.seed} to repeat the moments.
 */
class KillRun {

    private static final int MAILS = Integer.getInteger("kill.mails", 10_000);

    private static final int KILLS = Integer.getInteger("kill.times", 10);

    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());

    /** As application.properties has it. */
    private static final int SENDERS = 4;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Random random = new Random(SEED);

    /** The life, counted from 0, in which each copy of a mail arrived; by subject. */
    private final Map<String, List<Integer>> arrivals = new HashMap<>();

    @TempDir
    private Path data;

    @Test
    void nothingIsLostAndWhatComesTwiceWasBetweenDotAndCommit() throws Exception {
        try (LoopbackInternet internet = PracticeInternet.start()) {
            Backlog.fill(data, MAILS);
            for (int life = 0; life < KILLS; life++) {
                liveAndDie(internet);
                note(internet, life);
            }
            liveToTheEnd(internet);
            note(internet, KILLS);
        }
        print();

        assertThat(arrivals).hasSize(MAILS);
        assertThat(arrivals.values())
                .as("one life sends no mail twice")
                .allSatisfy(lives -> assertThat(lives).doesNotHaveDuplicates());
        assertThat(repeatedOf()).allSatisfy(repeated -> assertThat(repeated).isLessThanOrEqualTo(SENDERS));
    }

    /** Until some mails have come, and then a moment longer: anywhere between two dots. */
    private void liveAndDie(LoopbackInternet internet) throws Exception {
        try (Child child = Child.start(data, internet)) {
            internet.awaitMails(internet.mails().size() + 1 + random.nextInt(MAILS / KILLS), PATIENCE);
            child.killAfter(Duration.ofNanos(random.nextInt(20_000_000)));
        }
        while (internet.mx(Backlog.HOST).sessions().stream().anyMatch(KillRun::isOpen)) {
            Thread.onSpinWait(); // a host may still be reading what the dead have sent
        }
    }

    private static boolean isOpen(SmtpSession session) {
        return session.end() == SmtpSession.End.OPEN;
    }

    private void liveToTheEnd(LoopbackInternet internet) throws Exception {
        try (Child child = Child.start(data, internet)) {
            int known = (int) arrivals.values().stream().mapToLong(List::size).sum();
            internet.awaitMails(known + MAILS - arrivals.size(), PATIENCE);
            while (!child.client().queues().equals("mail: 0\nmail.retry: 0\nmail.dead: 0\n")) {
                Thread.onSpinWait();
            }
        }
    }

    private void note(LoopbackInternet internet, int life) {
        long known = arrivals.values().stream().mapToLong(List::size).sum();
        internet.mails().stream()
                .skip(known)
                .map(mail -> mail.header("Subject").orElseThrow())
                .forEach(subject -> arrivals.computeIfAbsent(subject, first -> new ArrayList<>())
                        .add(life));
    }

    /** For each kill, how many mails of the life that it ended came again. */
    private List<Integer> repeatedOf() {
        List<Integer> repeated = new ArrayList<>();
        for (int life = 0; life < KILLS; life++) {
            int ended = life;
            repeated.add((int) arrivals.values().stream()
                    .filter(lives -> lives.subList(0, lives.size() - 1).contains(ended))
                    .count());
        }
        return repeated;
    }

    private void print() {
        List<Integer> repeated = repeatedOf();
        System.out.printf("%d mails queued, %d arrived, %d kills, seed %d%n", MAILS, arrivals.size(), KILLS, SEED);
        System.out.printf(
                "%d came twice, of at most %d; after each kill: %s%n",
                repeated.stream().mapToInt(Integer::intValue).sum(), KILLS * SENDERS, repeated);
    }
}
