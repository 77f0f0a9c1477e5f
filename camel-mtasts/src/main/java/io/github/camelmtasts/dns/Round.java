package io.github.camelmtasts.dns;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.lookup.LookupFailedException;

/**
 * One query on its way round the resolvers: the next one is asked when one says nothing of the name, or is slow; who is slow is
 * listened to until the end. Then each that was silent is asked once more, without EDNS (RFC 6891 section 6.2.2).
 */
final class Round {

    /** After that long without an answer the next attempt begins; sooner if many are to come. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(1_500);

    /** So much of the time is for the pauses, in percent; the rest is for the last one's answer. */
    private static final int SHARE_OF_PAUSES = 80;

    private record Attempt(NameServer server, boolean withEdns) {}

    private final Message query;
    private final CompletableFuture<Message> outcome = new CompletableFuture<>();
    private final Map<NameServer, String> faults = new LinkedHashMap<>();
    private final Deque<Attempt> ahead = new ArrayDeque<>();
    private int underway;
    private CompletableFuture<Void> pause = new CompletableFuture<>();

    Round(Message query, List<NameServer> servers) {
        this.query = query;
        for (NameServer server : servers) {
            faults.put(server, "does not respond");
            ahead.add(new Attempt(server, true));
        }
        servers.forEach(server -> ahead.add(new Attempt(server, false)));
    }

    /** The first response about the name; else, at the end of the time at the latest, what each resolver did instead. */
    CompletableFuture<Message> begin(Duration limit) {
        long pauseMillis = Math.min(
                LONGEST_PAUSE.toMillis(), limit.toMillis() * SHARE_OF_PAUSES / 100 / Math.max(1, ahead.size()));
        CompletableFuture<Void> end = after(limit.toMillis(), () -> outcome.completeExceptionally(nobodyAnswered()));
        var unused = outcome.whenComplete((response, failure) -> {
            end.cancel(false);
            currentPause().cancel(false);
        });
        next(pauseMillis);
        return outcome;
    }

    private void next(long pauseMillis) {
        Attempt attempt = takeNext(pauseMillis);
        if (attempt != null) {
            var unused = attempt.server()
                    .ask(query, attempt.withEdns(), outcome)
                    .whenComplete((response, failure) -> ended(attempt, response, failure, pauseMillis));
        } else if (isOver()) {
            outcome.completeExceptionally(nobodyAnswered());
        }
    }

    private synchronized @Nullable Attempt takeNext(long pauseMillis) {
        pause.cancel(false);
        Attempt attempt = outcome.isDone() ? null : ahead.poll();
        if (attempt != null) {
            underway++;
            pause = after(pauseMillis, () -> next(pauseMillis));
        }
        return attempt;
    }

    private void ended(Attempt attempt, @Nullable Message response, @Nullable Throwable failure, long pauseMillis) {
        if (response != null) {
            outcome.complete(response);
            return;
        }
        if (!outcome.isDone()) {
            note(attempt, failure);
            next(pauseMillis);
        }
    }

    /** Who has spoken is asked again for one reason only: EDNS. */
    private synchronized void note(Attempt attempt, @Nullable Throwable failure) {
        Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
        faults.put(attempt.server(), String.valueOf(cause == null ? null : cause.getMessage()));
        underway--;
        boolean plainAhead = ahead.removeIf(other -> other.server().equals(attempt.server()));
        if (plainAhead && attempt.withEdns() && cause instanceof NoAnswer said && said.isWorthAskingWithoutEdns()) {
            ahead.addFirst(new Attempt(attempt.server(), false));
        }
    }

    private synchronized boolean isOver() {
        return underway == 0 && ahead.isEmpty();
    }

    private synchronized CompletableFuture<Void> currentPause() {
        return pause;
    }

    /** What each did, since one of them is to be fixed. */
    private synchronized LookupFailedException nobodyAnswered() {
        return new LookupFailedException("no resolver answers the question: "
                + faults.entrySet().stream()
                        .map(fault -> fault.getKey() + " " + fault.getValue())
                        .collect(Collectors.joining(", ")));
    }

    /** Unless it is cancelled before. */
    private static CompletableFuture<Void> after(long millis, Runnable step) {
        CompletableFuture<Void> timer = new CompletableFuture<>();
        var unused = timer.thenRun(step);
        return timer.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
    }
}
