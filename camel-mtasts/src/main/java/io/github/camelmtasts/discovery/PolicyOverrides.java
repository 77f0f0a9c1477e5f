package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.policy.PolicyDecision.CannotTell;
import io.github.camelmtasts.policy.PolicyDecision.Enforced;
import io.github.camelmtasts.policy.PolicyDecision.NotInEffect;
import io.github.camelmtasts.policy.PolicyDecision.Reason;
import io.github.camelmtasts.policy.PolicyDecision.Tested;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's word, which goes before that of the domains: overrides for single domains, and whether policies are enforced
 * at all. Both can be changed at any time. There is no way to skip all domains: who must not stop any mail observes. Safe for
 * use by many threads.
 */
public final class PolicyOverrides {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyOverrides.class);

    private static final Duration BETWEEN_REMINDERS = Duration.ofHours(1);

    private static final String OBSERVING = "observed only, since the option enforcement is observe";

    private final Clock clock;
    private final ConcurrentMap<DomainName, PolicyOverride> overrides = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Instant> reminded = new AtomicReference<>();
    private volatile boolean observing;

    /** No overrides yet, and every policy enforced. */
    public PolicyOverrides(Clock clock) {
        this.clock = clock;
    }

    /** Sets an override in place of any former one of the domain. */
    public void put(DomainName domain, PolicyOverride override) {
        overrides.put(domain, override);
        LOG.warn("Override for {}: {}", domain, override);
    }

    /** Takes the domain's override away, if there is one. */
    public void remove(DomainName domain) {
        if (overrides.remove(domain) != null) {
            LOG.warn("Override for {} taken away", domain);
        }
    }

    /** All overrides, by domain; those that have ended too, until somebody takes them away. */
    public Map<DomainName, PolicyOverride> all() {
        return new TreeMap<>(overrides);
    }

    /** Whether policies that say enforce are treated as if they said testing. */
    public boolean isObserving() {
        return observing;
    }

    /** Switches between enforcing and observing. */
    public void observe(boolean observing) {
        this.observing = observing;
    }

    /** Whether the operator has nothing to say. */
    boolean areNone() {
        return !observing && overrides.isEmpty();
    }

    /** What counts for a domain, given how to find out what it publishes. */
    Discovered applyTo(DomainName domain, Supplier<Discovered> published) {
        PolicyOverride override = overrides.get(domain);
        Discovered found =
                override == null || hasEnded(domain, override) ? published.get() : by(domain, override, published);
        return observing ? observed(found) : found;
    }

    private boolean hasEnded(DomainName domain, PolicyOverride override) {
        boolean ended = !override.countsAt(clock.instant());
        if (ended) {
            LOG.warn("The override for {} has ended and counts no more: {}", domain, override);
        }
        return ended;
    }

    private Discovered by(DomainName domain, PolicyOverride override, Supplier<Discovered> published) {
        LOG.info("Override for {}: {}", domain, override);
        String why = "override of the operator: " + override;
        return switch (override.action()) {
            case SKIP -> alone(new NotInEffect(Reason.OVERRIDDEN, domain + " is exempt by an " + why), why);
            case PIN -> alone(new Enforced(pinned(domain, override)), why);
            case FORCE -> forced(domain, published.get(), why);
            case REPORT_ONLY -> reportOnly(published.get(), why);
        };
    }

    private static Discovered alone(PolicyDecision decision, String why) {
        return new Discovered(decision, PolicySource.OVERRIDE, Optional.of(why));
    }

    private CachedPolicy pinned(DomainName domain, PolicyOverride override) {
        return new CachedPolicy(domain, "pinned", override.pinnedPolicy(), clock.instant());
    }

    private static Discovered forced(DomainName domain, Discovered found, String why) {
        return found.decision()
                .fold(
                        enforced -> found,
                        tested -> found.changedTo(new Enforced(tested.cached()), why),
                        none -> found.changedTo(
                                new CannotTell(domain + " must have a policy by an " + why + ", but " + none.detail()),
                                why),
                        unknown -> found);
    }

    private static Discovered reportOnly(Discovered found, String why) {
        return found.decision() instanceof Enforced enforced
                ? found.changedTo(new Tested(enforced.cached()), why)
                : found;
    }

    private Discovered observed(Discovered found) {
        if (!(found.decision() instanceof Enforced enforced)) {
            return found;
        }
        Instant now = clock.instant();
        Instant before = reminded.get();
        boolean due = before == null || !now.isBefore(before.plus(BETWEEN_REMINDERS));
        if (due && reminded.compareAndSet(before, now)) {
            LOG.warn("MTA-STS policies are observed and not enforced (enforcement=observe): mail goes out that a policy"
                    + " would have stopped. Whoever runs this must switch to enforcement=enforce in the end.");
        }
        return found.changedTo(new Tested(enforced.cached()), OBSERVING);
    }
}
