package io.github.camelmtasts.watch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.camelmtasts.discovery.OverdueRefresh;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.PolicyKey;
import org.jspecify.annotations.Nullable;

/**
 * The one place that knows what the people who run this must see. It lasts as long as the component, whose engine may come and
 * go, so that a restart forgets no count. Read-only, and safe for use by many threads.
 */
public final class Watch {

    /** The name of the root zone: every resolver that works can say something about it, and it is nobody's partner. */
    private static final String ROOT = "";

    private final InstantSource clock;
    private final Tally tally;
    private final Lookout lookout;
    private volatile @Nullable Watched watched;

    /** A watch that has seen nothing yet. */
    public Watch(InstantSource clock) {
        this.clock = clock;
        this.tally = new Tally(clock);
        this.lookout = new Lookout(tally);
    }

    /** How things stand; empty while the component is stopped. */
    public Optional<Facts> facts() {
        return Optional.ofNullable(watched).map(this::facts);
    }

    /** The same, for whoever needs only a part of it. */
    public Optional<Glance> glance() {
        return Optional.ofNullable(watched).map(this::glance);
    }

    private Glance glance(Watched running) {
        return new Glance(running, tally, clock);
    }

    private Facts facts(Watched running) {
        return glance(running).facts();
    }

    /**
     * Whether all is well; empty while the component is stopped. If the resolver has answered nobody for a minute it is asked,
     * which takes five seconds at most.
     */
    public Optional<Health> health() {
        return Optional.ofNullable(watched).map(running -> {
            if (!tally.resolver().contact().answeredWithin(Health.ANSWER_IS_FRESH, clock.instant())) {
                running.dns().freshTxt(ROOT); // the lookout hears its answer, as any other
            }
            return Health.of(facts(running));
        });
    }

    /**
     * The policies in force, by domain and dialect; none while the component is stopped.
     *
     * @param most how many to read at most
     * @throws io.github.camelmtasts.store.StoreUnavailableException if the store cannot be read now
     */
    public List<PolicyStanding> policies(int most) {
        return Optional.ofNullable(watched)
                .map(running -> standing(running, running.discovery().operator().list(Optional.empty(), most)))
                .orElse(List.of());
    }

    /**
     * Those of one domain.
     *
     * @throws io.github.camelmtasts.store.StoreUnavailableException if the store cannot be read now
     */
    public List<PolicyStanding> policies(DomainName domain) {
        return Optional.ofNullable(watched)
                .map(running -> standing(running, running.discovery().operator().kept(domain)))
                .orElse(List.of());
    }

    private List<PolicyStanding> standing(Watched running, List<CachedPolicy> kept) {
        Instant now = running.ages().instant();
        Map<PolicyKey, OverdueRefresh> overdue = running.discovery().refresher().failed().stream()
                .collect(Collectors.toMap(OverdueRefresh::key, Function.identity()));
        return kept.stream()
                .filter(policy -> policy.usableAt(now))
                .map(policy -> new PolicyStanding(policy, Optional.ofNullable(overdue.get(keyOf(policy)))))
                .toList();
    }

    private static PolicyKey keyOf(CachedPolicy policy) {
        return new PolicyKey(policy.domain(), policy.policy().dialect());
    }

    /** Tells this listener of everything from now on. */
    public void tell(WatchListener listener) {
        tally.listeners().add(listener);
    }

    /** Tells it of nothing any more. */
    public void forget(WatchListener listener) {
        tally.listeners().remove(listener);
    }

    /** Lets this observer stand around the steps of deliveries from now on, in place of any former one. */
    public void observe(StepObserver observer) {
        lookout.observe(observer);
    }

    /** From where it sees; for the engine. */
    public Lookout lookout() {
        return lookout;
    }

    /** These parts run from now on. */
    public void begin(Watched running) {
        watched = running;
    }

    /** Nothing runs any more. */
    public void end() {
        watched = null;
    }
}
