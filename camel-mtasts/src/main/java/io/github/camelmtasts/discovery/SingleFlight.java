package io.github.camelmtasts.discovery;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Lets one of many callers with the same key do the work, and the others share what it gets. */
final class SingleFlight<K, V> {

    private final ConcurrentMap<K, CompletableFuture<V>> underway = new ConcurrentHashMap<>();

    V run(K key, Supplier<V> work) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> theirs = underway.putIfAbsent(key, mine);
        if (theirs != null) {
            return theirs.join();
        }
        try {
            V result = work.get();
            mine.complete(result);
            return result;
        } catch (RuntimeException | Error failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            underway.remove(key);
        }
    }
}
