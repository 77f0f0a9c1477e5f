package io.github.camelmtasts.publisher;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.policy.Untrusted;
import io.github.camelmtasts.publication.PolicyTexts;
import io.github.camelmtasts.publication.PublishedPolicy;
import io.github.camelmtasts.publication.RollOver;
import io.github.camelmtasts.publication.RollOverReport;
import io.github.camelmtasts.publication.ZoneLines;

/**
 * Says which policy a domain has, and leads each change through its roll-over. With a memory the former policy is served until the
 * new one may be; without one the wanted policy is served as it is. Safe for use by many threads.
 */
public final class Publisher {

    private final PolicyTexts texts;
    private final Optional<PublicationFiles> memory;
    private final OutsideView outside;
    private final Clock clock;

    /**
     * A publisher.
     *
     * @param texts   the policies as their owner wants them
     * @param memory  of roll-overs; empty to serve what is wanted, unguarded
     * @param outside how the world sees a domain
     */
    public Publisher(PolicyTexts texts, Optional<PublicationFiles> memory, OutsideView outside, Clock clock) {
        this.texts = texts;
        this.memory = memory;
        this.outside = outside;
        this.clock = clock;
    }

    /** Those that shall have a policy, and those that had one and are not rid of it yet. */
    public Set<DomainName> domains() {
        Set<DomainName> domains = new TreeSet<>(texts.domains());
        memory.ifPresent(files -> domains.addAll(files.domains()));
        return domains;
    }

    /**
     * The policy to serve now; empty if the domain has none.
     *
     * @throws IllegalStateException if nobody can say now; the message says why
     */
    public Optional<PublishedPolicy> served(DomainName domain) {
        return memory.isPresent()
                ? memory.get().find(domain).map(known -> known.current().policy())
                : wanted(domain);
    }

    /**
     * The domain's DNS records, to paste into a zone.
     *
     * @param servedAt addresses of the policy host, or the name of which it is to be an alias; empty if nobody said
     * @throws IllegalStateException if nobody can say now which policy is served
     */
    public String zoneLines(DomainName domain, Optional<String> servedAt) {
        Optional<PublishedPolicy> policy = memory.isPresent()
                ? memory.get()
                        .find(domain)
                        .filter(known -> known.current().verifiedAt().isPresent())
                        .map(known -> known.current().policy())
                : wanted(domain);
        return policy.map(served -> ZoneLines.of(served, servedAt))
                .orElseGet(() -> ZoneLines.withoutRecord(domain, servedAt));
    }

    private Optional<PublishedPolicy> wanted(DomainName domain) {
        try {
            Optional<String> text = texts.textOf(domain);
            return text.isPresent() ? Optional.of(PublishedPolicy.read(domain, text.get())) : Optional.empty();
        } catch (PolicySyntaxException invalid) {
            throw new UnusableText(
                    "The policy that is to be published for " + domain + " is not valid: " + invalid.getMessage(),
                    invalid);
        } catch (RuntimeException cannotTell) {
            throw new UnusableText(
                    "Nobody can say which policy is to be published for " + domain + ": " + cannotTell.getMessage(),
                    cannotTell);
        }
    }

    /**
     * Leads the domain's policy as far through its roll-over as it comes now.
     *
     * @param force whether a policy under which mail is locked out is served nevertheless
     * @throws IllegalArgumentException if the domain has no policy, and shall have none
     * @throws IllegalStateException if there is no memory
     */
    public synchronized RollOverReport rollOver(DomainName domain, DeliveryRules rules, boolean force) {
        Steps steps = new Steps(domain, needMemory(), () -> outside.of(domain, rules), clock);
        try {
            return rollOver(domain, steps, force);
        } catch (BrokenMemory broken) {
            return RollOver.refused(domain, Optional.empty(), broken.getMessage(), clock.instant())
                    .report();
        }
    }

    /**
     * The same for each domain. What goes wrong with one is in its report, and holds up no other.
     *
     * @param listener hears of each report as soon as it is made
     * @throws IllegalStateException if there is no memory
     */
    public List<RollOverReport> rollOverAll(DeliveryRules rules, Consumer<RollOverReport> listener) {
        needMemory();
        List<RollOverReport> reports = new ArrayList<>();
        for (DomainName domain : domains()) {
            RollOverReport report = rollOverOneOfMany(domain, rules);
            listener.accept(report);
            reports.add(report);
        }
        return reports;
    }

    private RollOverReport rollOverOneOfMany(DomainName domain, DeliveryRules rules) {
        try {
            return rollOver(domain, rules, false);
        } catch (RuntimeException fault) { // a bean, a disk or a bug: all of them are about this domain alone
            String why = "The policy of " + domain + " came no further, as this step failed ("
                    + Untrusted.text(fault.toString()) + "); whoever runs this publisher must mend it.";
            return RollOver.refused(domain, Optional.empty(), why, clock.instant())
                    .report();
        }
    }

    private PublicationFiles needMemory() {
        return memory.orElseThrow(() -> new IllegalStateException(
                "A roll-over must outlive a restart: set the option publicationState of the component to a directory"));
    }

    private RollOverReport rollOver(DomainName domain, Steps steps, boolean force) {
        try {
            return steps.towards(wanted(domain), force);
        } catch (UnusableText unusable) {
            return steps.refused(unusable.getMessage());
        }
    }
}
