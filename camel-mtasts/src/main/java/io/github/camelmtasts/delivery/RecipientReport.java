package io.github.camelmtasts.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.discovery.Discovered;
import io.github.camelmtasts.discovery.PolicyJson;
import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.policy.PolicyDecision;

/**
 * What came of the mail for one recipient, and how it came to it.
 *
 * @param recipient the envelope address
 * @param outcome   delivered, deferred or failed
 * @param found     what MTA-STS asked of this delivery; empty if there was nobody to ask it of (null MX, no such domain)
 * @param failure   the last word if it was not delivered; empty if it was
 * @param hosts     what was done about each host, in order; the last one took the mail if anyone did
 */
public record RecipientReport(
        MailAddress recipient,
        Outcome outcome,
        Optional<Discovered> found,
        Optional<Failure> failure,
        List<HostTrace> hosts) {
    public RecipientReport {
        hosts = List.copyOf(hosts);
    }

    /** What MTA-STS asked; empty if there was nobody to ask it of. */
    public Optional<PolicyDecision> decision() {
        return found.map(Discovered::decision);
    }

    /** The mode of the policy as RFC 8461 spells it; {@code none} if none is in effect, {@code unknown} if nobody could say. */
    public String policyMode() {
        return decision().map(PolicyJson::modeOf).orElse("none");
    }

    /** The host that has the mail; empty if none has. */
    public Optional<HostTrace> acceptedBy() {
        return outcome == Outcome.DELIVERED ? Optional.of(hosts.get(hosts.size() - 1)) : Optional.empty();
    }

    /** The last host that was connected to; empty if none was. */
    public Optional<HostTrace> lastMet() {
        return hosts.stream().filter(trace -> trace.address().isPresent()).reduce((earlier, later) -> later);
    }

    /** What a policy in testing would have refused about this delivery; empty if nothing. */
    public Optional<Failure> noted() {
        return hosts.stream().flatMap(trace -> trace.noted().stream()).findFirst();
    }

    /**
     * Why the host that has the mail would not have got it if the policy, which says enforce, were enforced; empty if it
     * would have, or if the policy says testing itself.
     */
    public Optional<Failure> letThrough() {
        boolean observed = decision()
                .filter(PolicyDecision.Tested.class::isInstance)
                .flatMap(PolicyDecision::inForce)
                .filter(cached -> cached.policy().mode() == Mode.ENFORCE)
                .isPresent();
        return observed ? acceptedBy().flatMap(HostTrace::noted) : Optional.empty();
    }

    /** The same, but it is not tried any more if it waits. */
    RecipientReport givenUp(Duration lifetime) {
        return outcome == Outcome.DEFERRED
                ? new RecipientReport(
                        recipient, Outcome.FAILED, found, failure.map(last -> last.after(lifetime)), hosts)
                : this;
    }

    /** One sentence or two for a person: what happened, who can mend it, what happens next. No personal address. */
    public String explanation() {
        return failure.map(last -> last.explanation(outcome))
                .orElseGet(() -> acceptedBy()
                        .map(trace -> "Accepted by " + trace.host() + ": "
                                + trace.reply().map(SmtpReply::toString).orElse(""))
                        .orElse(""));
    }
}
