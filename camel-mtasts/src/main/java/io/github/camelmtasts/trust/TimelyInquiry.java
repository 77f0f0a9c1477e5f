package io.github.camelmtasts.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import org.jspecify.annotations.Nullable;

/**
 * Asks within a time limit. An authority that does not answer keeps a thread for longer than the caller waits, so each has a
 * few threads at most, and the others stay free for authorities that answer. Thread-safe.
 */
final class TimelyInquiry {

    /** An authority that answers does so within a fraction of a second; four at a time serve a full queue within the limit. */
    private static final int THREADS_PER_AUTHORITY = 4;

    private final RevocationInquiry inquiry;
    private final ExecutorService threads;
    private final Duration limit;

    /** An entry lives for as long as somebody asks, or waits to ask. */
    private final LoadingCache<PlacesToAsk, Semaphore> turns =
            Caffeine.newBuilder().weakValues().build(places -> new Semaphore(THREADS_PER_AUTHORITY, true));

    TimelyInquiry(RevocationInquiry inquiry, ExecutorService threads, Duration limit) {
        this.inquiry = inquiry;
        this.threads = threads;
        this.limit = limit;
    }

    /**
     * Ends without exception if the authorities say that no certificate of the chain is revoked.
     *
     * @throws CertPathValidatorException with the reason {@code REVOKED}, or {@code UNDETERMINED_REVOCATION_STATUS} if the
     *     authorities do not say, or could not be asked, within the limit
     * @throws InterruptedException       if the caller is to stop, which says nothing about the chain
     */
    void ask(List<X509Certificate> chain) throws CertPathValidatorException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Semaphore turn = turns.get(PlacesToAsk.of(chain.get(0)));
        if (!turn.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw silent();
        }
        try {
            start(chain, turn, deadline).get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw fault(failed.getCause());
        } catch (TimeoutException slow) {
            throw silent();
        }
    }

    /** The turn is given back when the authority is left alone, not when the caller has lost patience. */
    private Future<?> start(List<X509Certificate> chain, Semaphore turn, long deadline)
            throws CertPathValidatorException {
        try {
            return threads.submit(() -> {
                try {
                    askUnlessLate(chain, deadline);
                    return null;
                } finally {
                    turn.release();
                }
            });
        } catch (RejectedExecutionException busy) {
            turn.release();
            throw unknown("too many authorities are being asked, or this machine is stopping");
        }
    }

    private void askUnlessLate(List<X509Certificate> chain, long deadline) throws GeneralSecurityException {
        if (deadline - System.nanoTime() > 0) {
            inquiry.ask(chain);
        }
    }

    private CertPathValidatorException silent() {
        return unknown("the authority does not say within " + limit.toSeconds() + " s whether it is revoked");
    }

    /** The chain was found good in every other respect: what is not a revocation is an authority that cannot say. */
    private static CertPathValidatorException fault(@Nullable Throwable failure) {
        return failure instanceof CertPathValidatorException fault && fault.getReason() == BasicReason.REVOKED
                ? fault
                : unknown(
                        "whether it is revoked cannot be found out: " + (failure == null ? "" : failure.getMessage()));
    }

    private static CertPathValidatorException unknown(String why) {
        return new CertPathValidatorException(why, null, null, -1, BasicReason.UNDETERMINED_REVOCATION_STATUS);
    }
}
