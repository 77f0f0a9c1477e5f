package io.github.camelmtasts.publisher;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.publication.Outside;
import io.github.camelmtasts.publication.PublishedPolicy;
import io.github.camelmtasts.publication.RollOver;
import io.github.camelmtasts.publication.RollOverReport;
import io.github.camelmtasts.publication.Stage;

/** The steps that a domain's policy makes now: each is kept before the next one is tried. */
record Steps(DomainName domain, PublicationFiles files, Supplier<Outside> view, Clock clock) {

    RollOverReport towards(Optional<PublishedPolicy> wanted, boolean force) {
        if (wanted.isEmpty() && files.find(domain).isEmpty()) {
            throw new IllegalArgumentException("No policy is to be published for " + domain
                    + ": none of publishedPolicies, publishedPolicyDirectory and publishedPolicySource has one");
        }
        Outside outside = view.get();
        RollOverReport first = step(wanted, outside, force);
        RollOverReport last = first;
        while (last.changed() && leadsOn(last.stage())) {
            outside = last.stage() == Stage.SERVED ? view.get() : outside; // what is served now is not what was seen
            last = step(wanted, outside, force);
        }
        return first.changed() ? last.asChanged() : last;
    }

    private static boolean leadsOn(Stage stage) {
        return stage == Stage.SERVED || stage == Stage.VERIFIED;
    }

    private RollOverReport step(Optional<PublishedPolicy> wanted, Outside outside, boolean force) {
        return kept(RollOver.next(domain, wanted, files.find(domain), outside, force, clock.instant()));
    }

    RollOverReport refused(String why) {
        return kept(RollOver.refused(domain, files.find(domain), why, clock.instant()));
    }

    private RollOverReport kept(RollOver.Step step) {
        step.after().ifPresentOrElse(files::save, () -> files.remove(domain));
        return step.report();
    }
}
