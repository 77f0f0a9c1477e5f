package io.github.camelmtasts.dns;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * The answers to questions of one type. A remembered one is read without a lock; who asks what is being asked already waits for
 * that answer, and for no other.
 *
 * @param <K> what is asked about
 * @param <R> one record of an answer
 */
final class AnswerMemory<K, R> {

    /** Few senders know more domains; what is asked for often stays, whatever a flood of others brings. */
    static final int MAX_NAMES = 100_000;

    /** An answer takes the room of one name more for each of these, so that long ones cannot fill the heap. */
    private static final int CHARACTERS_PER_NAME = 1024;

    private final Function<K, CompletableFuture<TimedAnswer<List<R>>>> resolver;
    private final Clock clock;
    private final Cache<K, Remembered<List<R>>> answers = Caffeine.newBuilder()
            .maximumWeight(MAX_NAMES)
            .weigher((K key, Remembered<List<R>> known) -> weight(known.answer()))
            .build();
    private final ConcurrentMap<K, CompletableFuture<DnsAnswer<List<R>>>> underway = new ConcurrentHashMap<>();

    AnswerMemory(Function<K, CompletableFuture<TimedAnswer<List<R>>>> resolver, Clock clock) {
        this.resolver = resolver;
        this.clock = clock;
    }

    /** The remembered answer, else the one that comes within this time. */
    DnsAnswer<List<R>> answer(K key, Duration patience) {
        Remembered<List<R>> known = known(key);
        return known == null ? await(sharedQuestion(key), patience) : known.answer();
    }

    /** Asks in any case. An answer that is on its way already may be older than the wish for a fresh one: it is left to others. */
    DnsAnswer<List<R>> freshAnswer(K key, Duration patience) {
        CompletableFuture<DnsAnswer<List<R>>> question = new CompletableFuture<>();
        underway.put(key, question);
        return await(ask(key, question), patience);
    }

    private @Nullable Remembered<List<R>> known(K key) {
        Remembered<List<R>> known = answers.getIfPresent(key);
        return known != null && known.countsAt(clock.millis()) ? known : null;
    }

    private CompletableFuture<DnsAnswer<List<R>>> sharedQuestion(K key) {
        CompletableFuture<DnsAnswer<List<R>>> mine = new CompletableFuture<>();
        CompletableFuture<DnsAnswer<List<R>>> theirs = underway.putIfAbsent(key, mine);
        if (theirs != null) {
            return theirs;
        }
        Remembered<List<R>> meanwhile = known(key);
        if (meanwhile == null) {
            return ask(key, mine);
        }
        underway.remove(key, mine);
        mine.complete(meanwhile.answer());
        return mine;
    }

    private CompletableFuture<DnsAnswer<List<R>>> ask(K key, CompletableFuture<DnsAnswer<List<R>>> question) {
        return asked(key).thenApply(answer -> {
            remember(key, question, answer);
            question.complete(answer.answer());
            return answer.answer();
        });
    }

    /** Whatever is thrown ends the question too, or all who ask after it would wait for it in vain. */
    private CompletableFuture<TimedAnswer<List<R>>> asked(K key) {
        return CompletableFuture.completedFuture(key)
                .thenCompose(resolver)
                .exceptionally(broken -> TimedAnswer.failed("the look-up broke off: " + broken));
    }

    private void remember(K key, CompletableFuture<DnsAnswer<List<R>>> question, TimedAnswer<List<R>> answer) {
        underway.computeIfPresent(key, (same, latest) -> {
            if (latest != question) {
                return latest; // a fresh question has overtaken this one
            }
            answers.asMap().compute(key, (also, before) -> Remembered.after(before, answer, clock.millis()));
            return null;
        });
    }

    /** What ends the waiting of one caller says nothing about DNS, and is not remembered. */
    private static <T> DnsAnswer<T> await(CompletableFuture<DnsAnswer<T>> question, Duration patience) {
        try {
            return question.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException impatient) {
            return new DnsAnswer.Failed<>("no answer within " + patience.toMillis() + " ms");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new DnsAnswer.Failed<>("the look-up was interrupted");
        } catch (ExecutionException never) {
            throw new IllegalStateException("a question ends with an answer", never);
        }
    }

    private static int weight(DnsAnswer<? extends List<?>> answer) {
        return answer.fold(
                records -> 1
                        + records.stream()
                                        .mapToInt(record -> record.toString().length())
                                        .sum()
                                / CHARACTERS_PER_NAME,
                () -> 1,
                () -> 1,
                detail -> 1 + detail.length() / CHARACTERS_PER_NAME);
    }

    /** In names, see {@link #MAX_NAMES}. */
    long size() {
        answers.cleanUp();
        return answers.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }
}
