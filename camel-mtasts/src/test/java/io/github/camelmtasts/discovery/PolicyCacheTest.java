package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.policy.MxPattern;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.StoredPolicy;
import org.junit.jupiter.api.Test;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

class PolicyCacheTest {

    private static final DomainName GOOD = DomainName.of("good.example");

    private final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
    private final PolicyCache cache = new PolicyCache(new MemoryPolicyStore(), clock);

    private static CachedPolicy fetched(String id, Instant at) {
        Policy policy = new Policy(Dialect.RFC8461, Mode.ENFORCE, Duration.ofDays(1), List.of(), "", List.of());
        return new CachedPolicy(GOOD, id, policy, at);
    }

    private CachedPolicy keep(String id, Instant at) {
        return cache.keep(new StoredPolicy(GOOD, Dialect.RFC8461, id, "", at), fetched(id, at));
    }

    /** Another thread, or another node, was quicker. */
    @Test
    void whatWasFetchedEarlierAndComesLaterIsNotKept() {
        Instant now = clock.instant();
        assertThat(keep("2", now).recordId()).isEqualTo("2");
        assertThat(keep("1", now.minusSeconds(1)).recordId()).isEqualTo("2");
        assertThat(cache.inForce(new Inquiry(GOOD, DialectChoice.RFC8461), now))
                .map(CachedPolicy::recordId)
                .contains("2");
    }

    @Test
    void isBoundedByTheNumberOfPatterns() throws PolicySyntaxException {
        Policy large = new Policy(
                Dialect.RFC8461,
                Mode.ENFORCE,
                Duration.ofDays(1),
                nCopies(1000, MxPattern.parse("mx.example")),
                "",
                List.of());
        IntStream.range(0, 400)
                .mapToObj(i -> DomainName.of("d" + i + ".example"))
                .forEach(domain -> cache.keep(
                        new StoredPolicy(domain, Dialect.RFC8461, "1", "", clock.instant()),
                        new CachedPolicy(domain, "1", large, clock.instant())));

        assertThat(cache.weight()).isBetween(PolicyCache.MAX_WEIGHT / 2, PolicyCache.MAX_WEIGHT);
    }
}
