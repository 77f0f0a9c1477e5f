package io.github.camelmtasts.publisher;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.policy.Untrusted;
import io.github.camelmtasts.publication.Moment;
import io.github.camelmtasts.publication.PolicyTexts;
import io.github.camelmtasts.publication.Publication;
import io.github.camelmtasts.publication.PublishedPolicy;
import io.github.camelmtasts.publication.RollOver;
import io.github.camelmtasts.publication.RollOverReport;
import io.github.camelmtasts.publication.Stage;
import io.github.camelmtasts.publication.Wanted;
import io.github.camelmtasts.publication.ZoneLines;

/**
 * Says which policy a domain has, and leads each change through its roll-over. With a memory the former policy is served until the
 * new one may be; without one the wanted policy is served as it is. Safe for use by many threads.
 */
public final class Publisher {

    private final PolicyTexts texts;
    private final Optional<PublicationFiles> memory;
    private final OutsideView outside;
    private final Helpers helpers;
    private final Clock wall;
    private final Clock steady;
    /** One step of a domain at a time; there are as many as its owner has domains. */
    private final ConcurrentMap<DomainName, Object> turns = new ConcurrentHashMap<>();
    /** Of these nothing is kept, and it was told already that they are refused. */
    private final Set<DomainName> refused = ConcurrentHashMap.newKeySet();

    /**
     * A publisher.
     *
     * @param texts   the policies as their owner wants them
     * @param memory  of roll-overs; empty to serve what is wanted, unguarded
     * @param outside how the world sees a domain
     * @param helpers make steps of further domains beside the caller
     * @param wall    what time this machine says it is
     * @param steady  how much time has passed
     */
    public Publisher(
            PolicyTexts texts,
            Optional<PublicationFiles> memory,
            OutsideView outside,
            Executor helpers,
            Clock wall,
            Clock steady) {
        this.texts = texts;
        this.memory = memory;
        this.outside = outside;
        this.helpers = new Helpers(helpers);
        this.wall = wall;
        this.steady = steady;
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
        return memory.isPresent() ? memory.get().find(domain).map(Publication::policy) : wantedOrFailure(domain);
    }

    /**
     * The domain's DNS records, to paste into a zone.
     *
     * @param servedAt addresses of the policy host, or the name of which it is to be an alias; empty if nobody said
     * @throws IllegalStateException if nobody can say now which policy is served
     */
    public String zoneLines(DomainName domain, Optional<String> servedAt) {
        Optional<String> recordId = memory.isPresent()
                ? memory.get().find(domain).flatMap(Publication::recordToHave)
                : wantedOrFailure(domain).map(PublishedPolicy::recordId);
        return recordId.map(id -> ZoneLines.of(domain, id, servedAt))
                .orElseGet(() -> ZoneLines.withoutRecord(domain, servedAt));
    }

    private Optional<PublishedPolicy> wantedOrFailure(DomainName domain) {
        return wanted(domain).fold(Optional::of, Optional::empty, why -> {
            throw new IllegalStateException(why);
        });
    }

    private Wanted wanted(DomainName domain) {
        try {
            Optional<String> text = texts.textOf(domain);
            return text.isPresent()
                    ? new Wanted.Policy(PublishedPolicy.read(domain, text.get()))
                    : new Wanted.Nothing();
        } catch (PolicySyntaxException invalid) {
            return new Wanted.Unusable(
                    "The policy that is to be published for " + domain + " is not valid: " + invalid.getMessage());
        } catch (RuntimeException cannotTell) {
            return new Wanted.Unusable(
                    "Nobody can say which policy is to be published for " + domain + ": " + cannotTell.getMessage());
        }
    }

    /**
     * Leads the domain's policy as far through its roll-over as it comes now.
     *
     * @param force what {@link io.github.camelmtasts.publication.RollOver#next} takes upon the operator
     * @throws IllegalArgumentException if the domain has no policy, and shall have none
     * @throws IllegalStateException if there is no memory
     */
    public RollOverReport rollOver(DomainName domain, DeliveryRules rules, boolean force) {
        Steps steps = new Steps(domain, needMemory(), () -> outside.of(domain, rules), () -> Moment.of(wall, steady));
        synchronized (turns.computeIfAbsent(domain, any -> new Object())) {
            try {
                RollOver.Step step = steps.towards(wanted(domain), force);
                if (step.after().isEmpty() && step.report().stage() == Stage.REFUSED) {
                    return withoutTrace(step.report());
                }
                return refused.remove(domain) ? step.report().withNews(true) : step.report();
            } catch (BrokenMemory broken) {
                return withoutTrace(refusal(domain, String.valueOf(broken.getMessage())));
            }
        }
    }

    /** Nothing is kept of it that says that it was told. */
    private RollOverReport withoutTrace(RollOverReport refusal) {
        return refusal.withNews(refused.add(refusal.domain()));
    }

    /**
     * The same for each domain, several at a time. What goes wrong with one is in its report, and holds up no other.
     *
     * @param listener hears of each report as soon as it is made; is called by several threads
     * @return the reports, by domain
     * @throws IllegalStateException if there is no memory
     */
    public List<RollOverReport> rollOverAll(DeliveryRules rules, Consumer<RollOverReport> listener) {
        needMemory();
        Map<DomainName, RollOverReport> reports = new ConcurrentSkipListMap<>();
        helpers.each(domains(), domain -> {
            RollOverReport report = rollOverOneOfMany(domain, rules);
            reports.put(domain, report);
            listener.accept(report);
        });
        return List.copyOf(reports.values());
    }

    private RollOverReport rollOverOneOfMany(DomainName domain, DeliveryRules rules) {
        try {
            return rollOver(domain, rules, false);
        } catch (RuntimeException | Error fault) { // a bean, a disk or a bug: all of them are about this domain alone
            return withoutTrace(refusal(
                    domain,
                    "The policy of " + domain + " came no further, as this step failed ("
                            + Untrusted.text(fault.toString()) + "); whoever runs this publisher must mend it."));
        }
    }

    private RollOverReport refusal(DomainName domain, String why) {
        return RollOverReport.refused(domain, why, wall.instant());
    }

    private PublicationFiles needMemory() {
        return memory.orElseThrow(() -> new IllegalStateException(
                "A roll-over must outlive a restart: set the option publicationState of the component to a directory"));
    }
}
