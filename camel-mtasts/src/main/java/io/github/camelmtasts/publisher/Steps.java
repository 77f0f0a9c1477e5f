package io.github.camelmtasts.publisher;

import java.util.function.Supplier;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.publication.Moment;
import io.github.camelmtasts.publication.Outside;
import io.github.camelmtasts.publication.RollOver;
import io.github.camelmtasts.publication.Wanted;

/** The steps that a domain's policy makes now: each is kept before the next one is tried. */
record Steps(DomainName domain, PublicationFiles files, Supplier<Outside> view, Supplier<Moment> clock) {

    /**
     * As far as it comes.
     *
     * @throws IllegalArgumentException if the domain has no policy, and shall have none
     */
    RollOver.Step towards(Wanted wanted, boolean force) {
        if (wanted.isNothing() && files.find(domain).isEmpty()) {
            throw new IllegalArgumentException("No policy is to be published for " + domain
                    + ": none of publishedPolicies, publishedPolicyDirectory and publishedPolicySource has one");
        }
        RollOver.Step first = step(wanted, force);
        return first.isNew() ? step(wanted, force).asNews() : first;
    }

    private RollOver.Step step(Wanted wanted, boolean force) {
        RollOver.Step step = RollOver.next(domain, wanted, files.find(domain), view.get(), force, clock.get());
        step.after().ifPresentOrElse(files::save, () -> files.remove(domain));
        return step;
    }
}
