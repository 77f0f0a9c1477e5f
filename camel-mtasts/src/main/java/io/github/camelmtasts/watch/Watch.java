package io.github.camelmtasts.watch;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * The one place that knows what the people who run this must see. It lasts as long as the component, whose engine may come and
 * go, so that a restart forgets no count. Read-only, and safe for use by many threads.
 */
public final class Watch {

    private final InstantSource clock;
    private final Tally tally;
    private final Lookout lookout;
    private volatile @Nullable Watched watched;
    private volatile @Nullable RootQuestion rootQuestion;

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
     * which takes five seconds at most, and is done once in ten seconds at most.
     */
    public Optional<Health> health() {
        return Optional.ofNullable(watched).map(running -> {
            RootQuestion question = rootQuestion;
            if (question != null
                    && !tally.resolver().contact().answeredWithin(Health.ANSWER_IS_FRESH, clock.instant())) {
                question.ask();
            }
            return Health.of(facts(running));
        });
    }

    /**
     * The policies in force; none while the component is stopped.
     *
     * @param most how many to list at most, but for as many more whose refresh fails
     * @throws io.github.camelmtasts.store.StoreUnavailableException if the store cannot be read now
     */
    public PoliciesInForce policies(int most) {
        return Optional.ofNullable(watched)
                .map(Watched::discovery)
                .map(running -> PoliciesInForce.read(
                        running.operator(), running.refresher().failed(), most))
                .orElse(PoliciesInForce.NONE);
    }

    /**
     * Those of one domain.
     *
     * @throws io.github.camelmtasts.store.StoreUnavailableException if the store cannot be read now
     */
    public List<PolicyStanding> policies(DomainName domain) {
        return Optional.ofNullable(watched)
                .map(running -> PoliciesInForce.standing(
                        running.discovery().operator().kept(domain).stream()
                                .filter(policy -> policy.usableAt(running.ages().instant())),
                        running.discovery().refresher().failed()))
                .orElse(List.of());
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
        rootQuestion = new RootQuestion(running.dns(), clock);
        watched = running;
    }

    /** Nothing runs any more. */
    public void end() {
        watched = null;
    }
}
