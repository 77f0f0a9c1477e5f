package io.github.camelmtasts.dns;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Whether the resolver knows the internet. One of a network without a way out denies every name outside, and is not to be
 * believed in that: a resolver that denies the root zone's oldest domains too says something of itself, and nothing of the name.
 */
final class RootZone {

    static final String DENIED = "the resolver says that com, net and org do not exist either,"
            + " so it does not look up names of the internet";

    private static final List<String> TOP_LEVEL_DOMAINS = List.of("com", "net", "org");

    /** Those that the root zone does not have and never will (RFC 2606, RFC 6761, RFC 7686, RFC 9476; ICANN for the last one). */
    private static final Set<String> RESERVED =
            Set.of("example", "invalid", "test", "localhost", "local", "onion", "alt", "internal");

    /** So long a look is believed. */
    static final Duration MEMORY = Duration.ofMinutes(1);

    private record Look(CompletableFuture<Boolean> denied, long begun) {}

    private final Function<String, CompletableFuture<Boolean>> denials;
    private final LongSupplier nanoTime;
    private @Nullable Look last; // under the lock of this object

    /**
     * As a resolver sees it.
     *
     * @param denials whether the resolver says that a domain does not exist
     */
    RootZone(Function<String, CompletableFuture<Boolean>> denials, LongSupplier nanoTime) {
        this.denials = denials;
        this.nanoTime = nanoTime;
    }

    /** What is to be made of any answer of a resolver that denies the root zone. */
    static <T> TimedAnswer<T> denial() {
        return TimedAnswer.failed(DENIED);
    }

    /** Whether a denial of this name is in doubt if the root zone is denied: not if the root zone has no such name anyway. */
    static boolean hasPartIn(String name) {
        return !RESERVED.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /** Whether the last look found that it is denied. */
    synchronized boolean wasDenied() {
        return last != null && last.denied().getNow(false);
    }

    /** Whether the resolver denies it; looks anew unless it did so just now. */
    CompletableFuture<Boolean> isDenied() {
        CompletableFuture<Boolean> denied = new CompletableFuture<>();
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (last != null && now - last.begun() < MEMORY.toNanos()) {
                return last.denied();
            }
            last = new Look(denied, now);
        }
        var unused = areDenied(TOP_LEVEL_DOMAINS.iterator())
                .whenComplete((all, broken) -> denied.complete(broken == null && all));
        return denied;
    }

    private CompletableFuture<Boolean> areDenied(Iterator<String> domains) {
        return CompletableFuture.completedFuture(domains.next())
                .thenCompose(denials)
                .thenCompose(denied ->
                        denied && domains.hasNext() ? areDenied(domains) : CompletableFuture.completedFuture(denied));
    }
}
