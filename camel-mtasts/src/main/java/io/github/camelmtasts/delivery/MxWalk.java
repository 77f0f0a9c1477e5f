package io.github.camelmtasts.delivery;

import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.camelmtasts.discovery.Discovered;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a plan from host to host. Each host gets only those recipients who have no final answer yet; one mail, one
 * thread.
 */
final class MxWalk {

    private static final Logger LOG = LoggerFactory.getLogger(MxWalk.class);

    private final Consignment mail;
    private final MxAddresses addresses;
    private final MxDoor door;
    private final TlsWitness witness;
    private final Clock clock;

    /** Who we are, the same at all addresses of a smart host. */
    private final Optional<Login> login;

    private final Map<MailAddress, Course> courses = new LinkedHashMap<>();

    MxWalk(Consignment mail, MxAddresses addresses, MxDoor door, TlsWitness witness, Clock clock) {
        this.mail = mail;
        this.addresses = addresses;
        this.door = door;
        this.witness = witness;
        this.clock = clock;
        this.login = mail.rules().routing().login();
        mail.envelope().recipients().forEach(recipient -> courses.put(recipient, new Course()));
    }

    /** A second plan, after a re-check, begins anew: what the first one met is told, and counts no more. */
    void follow(DeliveryPlan plan) {
        courses.values().forEach(Course::beginAnew);
        for (DeliveryPlan.Step step : plan.steps()) {
            if (waiting().isEmpty()) {
                return;
            }
            take(step);
        }
    }

    /** What breaks on this machine must not take the results of those along who have the mail from an earlier host. */
    private void take(DeliveryPlan.Step step) {
        try {
            if (step instanceof DeliveryPlan.Step.Attempt attempt) {
                attempt(attempt);
            } else if (step instanceof DeliveryPlan.Step.Skip skip) {
                passOver(step, skip.failure());
                witness.passedOver(skip);
            }
        } catch (RuntimeException | Error broken) {
            passOver(step, LocalFault.told(LOG, "The visit at", step.host(), broken));
        }
    }

    /** Whether a recipient goes without the mail because the policy was not met somewhere. */
    boolean failedOnPolicy() {
        return waiting().stream()
                .flatMap(recipient -> course(recipient).traces.stream())
                .flatMap(trace -> trace.failure().stream())
                .anyMatch(failure -> failure.reason().isPolicyFailure());
    }

    List<RecipientReport> reports(Discovered found) {
        return mail.envelope().recipients().stream()
                .map(recipient -> course(recipient).report(recipient, found))
                .toList();
    }

    private void attempt(DeliveryPlan.Step.Attempt step) {
        for (InetAddress address : addressesFor(step)) {
            List<MailAddress> waiting = waiting();
            if (waiting.isEmpty()) {
                return;
            }
            if (mail.isLate(clock)) {
                passOver(step, Dispatcher.OUT_OF_TIME);
                return;
            }
            LogKey.MX_HOST.run(
                    step.host(), () -> visit(step, address, mail.envelope().to(waiting)));
        }
    }

    private List<InetAddress> addressesFor(DeliveryPlan.Step.Attempt step) {
        return addresses.of(step.host(), mail.rules().routing()).fold(usable -> usable, failure -> {
            passOver(step, failure);
            return List.of();
        });
    }

    private void visit(DeliveryPlan.Step.Attempt step, InetAddress address, Envelope waiting) {
        MxTarget target = mail.rules().target(step.host(), address, login);
        HostVisit visit =
                door.visit(target, step.demand(), mail.rules().smtp().until(mail.until()), waiting, mail.content());
        Optional<Failure> noted = step.noted().or(visit::noted);
        visit.results().forEach((recipient, result) -> {
            HostTrace trace = new HostTrace(
                    step.host(),
                    Optional.of(address),
                    clock.instant(),
                    visit.tls(),
                    result.failure(),
                    noted,
                    replyOf(result));
            course(recipient).add(trace, result);
        });
        witness.met(step, target, visit);
    }

    private static Optional<SmtpReply> replyOf(AttemptResult result) {
        if (result instanceof AttemptResult.Accepted accepted) {
            return Optional.of(accepted.reply());
        }
        if (result instanceof AttemptResult.Refused refused) {
            return Optional.of(refused.reply());
        }
        return result instanceof AttemptResult.Deferred deferred ? deferred.reply() : Optional.empty();
    }

    private void passOver(DeliveryPlan.Step step, Failure failure) {
        HostTrace trace = HostTrace.passedOver(step.host(), clock.instant(), failure);
        waiting().forEach(recipient -> course(recipient).add(trace, new AttemptResult.Deferred(failure)));
    }

    private List<MailAddress> waiting() {
        return courses.entrySet().stream()
                .filter(entry -> !entry.getValue().isOver())
                .map(Map.Entry::getKey)
                .toList();
    }

    private Course course(MailAddress recipient) {
        return courses.computeIfAbsent(recipient, unknown -> new Course());
    }

    /** What has become of one recipient so far. */
    private static final class Course {

        private final List<HostTrace> traces = new ArrayList<>();
        private int beginning;
        private AttemptResult last =
                new AttemptResult.Deferred(new Failure(FailureReason.NO_USABLE_HOST, "there was no host to try"));

        void beginAnew() {
            beginning = traces.size();
        }

        void add(HostTrace trace, AttemptResult result) {
            traces.add(trace);
            last = result;
        }

        boolean isOver() {
            return last.isFinal();
        }

        RecipientReport report(MailAddress recipient, Discovered found) {
            Optional<Failure> failure = last.isFinal() ? last.failure() : mostTelling();
            Outcome outcome = failure.map(why -> why.reason().outcome()).orElse(Outcome.DELIVERED);
            return new RecipientReport(recipient, outcome, Optional.of(found), failure, traces);
        }

        /** A host that cannot take the mail as it is speaks for itself alone: the failure is permanent if every host was met, and none can. */
        private Optional<Failure> mostTelling() {
            return Failure.mostTelling(traces.stream()
                            .skip(beginning)
                            .flatMap(trace -> trace.failure().stream())
                            .toList())
                    .or(last::failure);
        }
    }
}
