package io.github.camelmtasts.metrics;

import java.util.Collection;
import java.util.Locale;

import io.github.camelmtasts.delivery.AttemptResult;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.HostVisit;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.discovery.Discovered;
import io.github.camelmtasts.discovery.LookupListener;
import io.github.camelmtasts.discovery.PolicyJson;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.smtp.ConnectionListener;
import io.github.camelmtasts.watch.StepObserver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * An observation of each step of a delivery: {@code mtasts.discover}, {@code mtasts.send} and in it {@code mtasts.connect}.
 * Outcome and mode are of low cardinality, so that meters may be made of them; domain, host and policy id are not.
 */
public final class ObservedSteps implements StepObserver {

    private static final String OUTCOME = "mtasts.outcome";
    private static final String MODE = "mtasts.mode";
    private static final String DOMAIN = "mtasts.domain";
    private static final String HOST = "mtasts.host";
    private static final String POLICY_ID = "mtasts.policy.id";

    /** Until it is known: the keys of one observation must be the same each time. */
    private static final String BROKEN = "broken";

    private final ObservationRegistry registry;

    /** Steps in this registry. */
    public ObservedSteps(ObservationRegistry registry) {
        this.registry = registry;
    }

    private Observation begun(String step) {
        return Observation.createNotStarted("mtasts." + step, registry)
                .contextualName("mtasts " + step)
                .lowCardinalityKeyValue(OUTCOME, BROKEN);
    }

    @Override
    public LookupListener.Lookup discovers(DomainName domain) {
        return new Discovery(begun("discover")
                .lowCardinalityKeyValue(MODE, "unknown")
                .highCardinalityKeyValue(DOMAIN, domain.toString())
                .start());
    }

    private static final class Discovery implements LookupListener.Lookup {

        private final Observation observation;
        private final Observation.Scope scope;

        Discovery(Observation observation) {
            this.observation = observation;
            this.scope = observation.openScope();
        }

        @Override
        public void found(Discovered found) {
            observation
                    .lowCardinalityKeyValue(OUTCOME, found.source().name().toLowerCase(Locale.ROOT))
                    .lowCardinalityKeyValue(MODE, PolicyJson.modeOf(found.decision()));
            found.decision()
                    .inForce()
                    .ifPresent(policy -> observation.highCardinalityKeyValue(POLICY_ID, policy.recordId()));
        }

        @Override
        public void close() {
            scope.close();
            observation.stop();
        }
    }

    @Override
    public ConnectionListener.Opening connects(MxTarget target) {
        return new Connect(begun("connect")
                .lowCardinalityKeyValue(OUTCOME, "failed")
                .highCardinalityKeyValue(HOST, target.name().toString())
                .start());
    }

    private static final class Connect implements ConnectionListener.Opening {

        private final Observation observation;
        private final Observation.Scope scope;

        Connect(Observation observation) {
            this.observation = observation;
            this.scope = observation.openScope();
        }

        @Override
        public void opened(boolean tlsResumed) {
            observation.lowCardinalityKeyValue(OUTCOME, tlsResumed ? "resumed" : "opened");
        }

        @Override
        public void close() {
            scope.close();
            observation.stop();
        }
    }

    @Override
    public Sending sends(MxTarget target, Envelope envelope) {
        return new Send(begun("send")
                .highCardinalityKeyValue(HOST, target.name().toString())
                .highCardinalityKeyValue(
                        DOMAIN, envelope.recipients().get(0).domain().toString())
                .start());
    }

    private static final class Send implements Sending {

        private final Observation observation;
        private final Observation.Scope scope;

        Send(Observation observation) {
            this.observation = observation;
            this.scope = observation.openScope();
        }

        @Override
        public void came(HostVisit visit) {
            observation.lowCardinalityKeyValue(OUTCOME, worst(visit.results().values()));
        }

        @Override
        public void close() {
            scope.close();
            observation.stop();
        }
    }

    private static String worst(Collection<AttemptResult> results) {
        return results.stream()
                .flatMap(result -> result.failure().stream())
                .map(Failure::reason)
                .map(reason -> reason.outcome())
                .max(Outcome::compareTo)
                .orElse(Outcome.DELIVERED)
                .name()
                .toLowerCase(Locale.ROOT);
    }

    @Override
    public Runnable carried(Runnable work) {
        Observation current = registry.getCurrentObservation();
        return current == null ? work : () -> current.scoped(work);
    }
}
