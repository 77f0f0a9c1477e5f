package io.github.camelmtasts.discovery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.CachedPolicy;

/**
 * Tells whether a kept policy answers an inquiry without a fetch. One of a dialect that is not the first to ask for does so
 * only after the first was asked for in vain: an endpoint that speaks the other dialect alone may have fetched it, beside a
 * policy of the first that nobody saw. A restart forgets what was asked, which costs one fetch.
 */
final class SecondChoice {

    private static final int MAX_DOMAINS = 100_000;

    /** The record ids under which the first dialect had no policy. */
    private final Cache<Inquiry, String> inVain =
            Caffeine.newBuilder().maximumSize(MAX_DOMAINS).build();

    boolean isAnswer(CachedPolicy kept, Inquiry inquiry, String recordId) {
        return kept.recordId().equals(recordId)
                && (isOfFirstDialect(kept, inquiry) || recordId.equals(inVain.getIfPresent(inquiry)));
    }

    void fetched(CachedPolicy policy, Inquiry inquiry) {
        if (!isOfFirstDialect(policy, inquiry)) {
            inVain.put(inquiry, policy.recordId());
        }
    }

    private static boolean isOfFirstDialect(CachedPolicy policy, Inquiry inquiry) {
        return policy.policy().dialect() == inquiry.firstDialect();
    }
}
