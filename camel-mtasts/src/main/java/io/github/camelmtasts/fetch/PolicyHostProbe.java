package io.github.camelmtasts.fetch;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Untrusted;
import org.jspecify.annotations.Nullable;

/**
 * Asks one address of a policy host for a policy, by the way of {@link HttpsPolicyFetcher}, and tells all that the host
 * showed: a certificate that is refused as well. Safe for use by many threads.
 */
public final class PolicyHostProbe {

    private final X509TrustManager authorities;
    private final FetchSettings settings;
    private final ScheduledExecutorService timer;
    private final Clock clock;

    /**
     * A probe that trusts these authorities.
     *
     * @param timer cuts off what takes too long
     * @param clock by which the time is taken
     */
    public PolicyHostProbe(
            X509TrustManager authorities, FetchSettings settings, ScheduledExecutorService timer, Clock clock) {
        this.authorities = authorities;
        this.settings = settings;
        this.timer = timer;
        this.clock = clock;
    }

    /** Whether a proxy chooses the address: then all of them are one way. */
    public boolean goesThroughProxy() {
        return settings.proxy().isPresent();
    }

    /** Asks once, within the bounds of every fetch. Never throws: what fails is a result. */
    public ProbedPolicyHost probe(DomainName domain, Dialect dialect, InetAddress address) {
        RecordingTrustManager trust = new RecordingTrustManager(authorities);
        AtomicReference<@Nullable AnswerHead> head = new AtomicReference<>();
        Instant begin = clock.instant();
        FetchResult result = new HttpsPolicyFetcher(trust.context(), readingAnyMediaType(), timer)
                .fetch(new PolicyRequest(domain, dialect, List.of(address)), head::set);
        Optional<AnswerHead> answer = Optional.ofNullable(head.get());
        return new ProbedPolicyHost(
                address,
                dialect,
                trust.shown(),
                answer.map(seen -> OptionalInt.of(seen.status())).orElseGet(OptionalInt::empty),
                answer.map(seen -> Untrusted.text(seen.mediaType(), 80)),
                answer.filter(seen -> result instanceof FetchResult.Fetched && !settings.lenientMediaType())
                        .flatMap(seen -> seen.mediaTypeFault(dialect)),
                result,
                Duration.between(begin, clock.instant()));
    }

    /** Who reads the policy all the same can tell what else is wrong with it. */
    private FetchSettings readingAnyMediaType() {
        return new FetchSettings(settings.port(), true, settings.proxy());
    }
}
