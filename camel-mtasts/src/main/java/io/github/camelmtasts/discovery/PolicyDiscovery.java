package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.policy.PolicyDecision.NotInEffect;
import io.github.camelmtasts.policy.RecordFinding;
import io.github.camelmtasts.policy.StsRecord;
import io.github.camelmtasts.store.PolicyKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the policy that is in force for a domain, now: TXT record, policy kept from an earlier fetch, fetch, keep, decide
 * (RFC 8461 section 5.1). What fails on the way never weakens a policy that is in force. Safe for use by many threads.
 */
public final class PolicyDiscovery {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyDiscovery.class);

    /** Who has a policy in force waits no longer for news of it. */
    private static final Duration PATIENCE_WITH_POLICY = Duration.ofSeconds(2);

    private final DnsLookup dns;
    private final PolicyCache policies;
    private final PolicyUpdater updater;
    private final PolicyOverrides overrides;
    private final PolicyRefresher refresher;
    private final PolicyOperator operator;
    private final LookupListener lookups;
    private final Clock clock;

    private final AnnouncedPolicies announced;
    private final PolicyRecheck recheck;
    private final DnsGrace grace = new DnsGrace();
    private final MailDays mailDays = new MailDays();

    /** Discovery of whose look-ups nobody hears, with one set of threads for all. */
    public PolicyDiscovery(
            Doors doors, PolicyOverrides overrides, PolicyTrouble.Listener troubles, Executor threads, Clock clock) {
        this(doors, overrides, troubles, LookupListener.NOBODY, new DiscoveryThreads(threads, threads), clock);
    }

    /**
     * Discovery over these doors.
     *
     * @param overrides  what the operator says against what domains publish
     * @param troubles   hears what reports count and operators must know
     * @param lookups    hears of each decision about a mail
     * @param threads    fetch policies
     * @param clock      gives the time by which policies age, see {@link SteadyClock}
     */
    public PolicyDiscovery(
            Doors doors,
            PolicyOverrides overrides,
            PolicyTrouble.Listener troubles,
            LookupListener lookups,
            DiscoveryThreads threads,
            Clock clock) {
        this.dns = doors.dns();
        this.policies = new PolicyCache(doors.store(), clock);
        this.updater = new PolicyUpdater(
                new PolicyDownload(doors, clock, RandomGenerator.getDefault()),
                policies,
                new FetchLease(doors.store(), clock),
                troubles,
                clock);
        this.overrides = overrides;
        this.announced = new AnnouncedPolicies(policies, updater, threads.fetches(), clock);
        this.recheck = new PolicyRecheck(dns, policies, updater, threads.fetches(), clock);
        this.refresher = new PolicyRefresher(doors, policies, updater, mailDays, threads.refreshes(), clock);
        this.operator = new PolicyOperator(doors, policies, updater, clock);
        this.lookups = lookups;
        this.clock = clock;
    }

    /** Renews policies in the background; somebody must call it now and then. */
    public PolicyRefresher refresher() {
        return refresher;
    }

    /** What an operator can do about single policies. */
    public PolicyOperator operator() {
        return operator;
    }

    /** What the operator says against what domains publish. */
    public PolicyOverrides overrides() {
        return overrides;
    }

    /** How many policies apply here that the store has not taken yet: a restart would forget them. */
    public int unsavedPolicies() {
        return policies.unsaved();
    }

    /** What MTA-STS asks of a delivery to this policy domain, now. */
    public Discovered decide(DomainName domain, DiscoveryRules rules) {
        Discovered found = overrides.areNone()
                ? published(domain, rules)
                : overrides.applyTo(domain, () -> published(domain, rules));
        LOG.debug("domain={} {}", domain, found);
        return found;
    }

    /** As {@link #decide}, for a mail that goes out now: the listener hears of it. */
    public Discovered decideForMail(DomainName domain, DiscoveryRules rules) {
        try (LookupListener.Lookup lookup = lookups.begins(domain)) {
            Discovered found = decide(domain, rules);
            lookup.found(found);
            return found;
        }
    }

    /**
     * What is known of this domain that speaks against DNS where that says there is no such domain any more: an enforced policy,
     * or that nobody can say whether there is one. Nobody outside is asked.
     */
    public Optional<String> objectionToLoss(DomainName domain, DiscoveryRules rules) {
        return overrides
                .applyTo(domain, () -> kept(domain, rules))
                .decision()
                .fold(
                        enforced -> Optional.of("an enforced policy of it is kept until "
                                + enforced.cached().expiresAt()),
                        tested -> Optional.empty(),
                        notInEffect -> Optional.empty(),
                        cannotTell -> Optional.of(
                                "nobody can say whether a policy of it is in force: " + cannotTell.detail()));
    }

    /**
     * What counts for a delivery to this policy domain as far as it is known without asking anybody outside; nothing is fetched
     * or stored.
     *
     * @return empty if nothing is known: the next mail asks
     */
    public Optional<Discovered> recall(DomainName domain, DiscoveryRules rules) {
        Discovered known = overrides.applyTo(domain, () -> kept(domain, rules));
        boolean isNothing =
                known.decision() instanceof NotInEffect none && none.reason() == PolicyDecision.Reason.NO_RECORD;
        return isNothing ? Optional.empty() : Optional.of(known);
    }

    private Discovered kept(DomainName domain, DiscoveryRules rules) {
        if (!domain.canHavePolicy()) {
            return Answers.noRecord(domain);
        }
        Kept kept = policies.kept(new Inquiry(domain, rules.dialect()), clock.instant());
        return kept instanceof Kept.Unreadable unreadable
                ? Answers.cannotTell(unreadable.detail())
                : kept.inForce().map(Answers::kept).orElseGet(() -> Answers.nothingKept(domain));
    }

    /** Notes that mail goes out under this policy, so that it is refreshed, and kept when memory is short. Waits for nothing. */
    public void hadMail(CachedPolicy policy) {
        mailDays.hadMail(
                new PolicyKey(policy.domain(), policy.policy().dialect()), policy.fetchedAt(), clock.instant());
    }

    /**
     * Asks again after a delivery failed under a policy: TXT past our own DNS cache, and one fetch even if the id is
     * unchanged or gone, for a mail must not fail before that (RFC 8461 section 5.1, draft-06 section 6.1). Mails that fail
     * together share the answer; a domain is asked at most once in five minutes for each choice of dialects.
     *
     * @param last whether the mail is not tried again: then TXT is asked in any case, and a new id fetched
     * @return the new decision if the policy is another one by now, else empty: a failed answer changes nothing, nor does
     *     anything where the operator pinned a policy
     */
    public Optional<Discovered> recheck(Discovered failed, DiscoveryRules rules, boolean last) {
        if (failed.source() == PolicySource.OVERRIDE) {
            return Optional.empty();
        }
        return failed.decision()
                .inForce()
                .flatMap(policy -> recheck.newer(policy, new Inquiry(policy.domain(), rules.dialect()), last))
                .map(this::again);
    }

    private Discovered again(CachedPolicy newer) {
        Discovered found = overrides.applyTo(newer.domain(), () -> Answers.kept(newer));
        LOG.debug("domain={} {} (asked again)", newer.domain(), found);
        return found;
    }

    private Discovered published(DomainName domain, DiscoveryRules rules) {
        if (!domain.canHavePolicy()) {
            return Answers.noRecord(domain);
        }
        Inquiry inquiry = new Inquiry(domain, rules.dialect());
        Kept kept = policies.kept(inquiry, clock.instant());
        return kept instanceof Kept.InForce inForce
                ? underPolicy(inquiry, inForce.policy())
                : afterFailure(withoutPolicy(inquiry, kept, rules), rules);
    }

    /** Nothing waits for a policy while policies are only observed. */
    private Discovered afterFailure(Discovered found, DiscoveryRules rules) {
        return rules.onPolicyFailure() == OnPolicyFailure.DEFER && !overrides.isObserving()
                ? Answers.waitingForPolicy(found)
                : found;
    }

    /** RFC 8461 section 3.3 and 10.2: a policy in force stays so until it expires, and a new id is honoured at once. */
    private Discovered underPolicy(Inquiry inquiry, CachedPolicy inForce) {
        return dns.txt(inquiry.domain().recordName(), PATIENCE_WITH_POLICY) instanceof DnsAnswer.Found<List<String>> txt
                        && !isNoNews(inForce, inquiry, txt.value())
                        && inquiry.choice().find(txt.value()) instanceof RecordFinding.Found found
                        && !updater.isAnswer(inForce, inquiry, found.record().id())
                ? announced.news(inForce, inquiry, found.record().id(), PATIENCE_WITH_POLICY)
                : Answers.kept(inForce);
    }

    private boolean isNoNews(CachedPolicy inForce, Inquiry inquiry, List<String> records) {
        return StsRecord.arePlainly(inForce.recordId(), records)
                && updater.isAnswer(inForce, inquiry, inForce.recordId());
    }

    private Discovered withoutPolicy(Inquiry inquiry, Kept kept, DiscoveryRules rules) {
        DomainName domain = inquiry.domain();
        Discovered found = dns.txt(domain.recordName())
                .fold(
                        records -> byRecord(inquiry, inquiry.choice().find(records)),
                        () -> withoutAnyRecord(domain),
                        () -> withoutAnyRecord(domain),
                        failure -> lastTry(inquiry, kept, () -> whenDnsFails(domain, rules, failure)));
        return kept instanceof Kept.Unreadable unreadable
                ? Answers.withoutStore(domain, rules, found, unreadable.detail())
                : found;
    }

    /** RFC 8461 section 3.1: without a record there is no policy, whatever was kept of one that ran out. */
    private Discovered withoutAnyRecord(DomainName domain) {
        grace.answered(domain);
        return Answers.noRecord(domain);
    }

    private Discovered byRecord(Inquiry inquiry, RecordFinding finding) {
        grace.answered(inquiry.domain());
        return finding instanceof RecordFinding.Found found
                ? announced.first(inquiry, found.record().id())
                : Answers.withoutRecord(inquiry.domain(), finding);
    }

    /**
     * A policy that ran out is fetched once more before it is forgotten where DNS cannot say whether there is a record: an attacker
     * may hold it back until the policy has run out (RFC 8461 section 10.2).
     */
    private Discovered lastTry(Inquiry inquiry, Kept kept, Supplier<Discovered> otherwise) {
        if (!(kept instanceof Kept.RanOut ranOut)
                || ranOut.policy().policy().maxAge().isZero()) {
            return otherwise.get();
        }
        Discovered fetched = announced.first(inquiry, ranOut.policy().recordId());
        return fetched.decision() instanceof NotInEffect && !fetched.isPolicy() ? otherwise.get() : fetched;
    }

    /** What ends the waiting of this caller is no failure of DNS. */
    private Discovered whenDnsFails(DomainName domain, DiscoveryRules rules, String failure) {
        if (Thread.currentThread().isInterrupted()) {
            return Answers.interrupted(domain);
        }
        if (rules.onDnsFailure() == OnDnsFailure.DELIVER) {
            return Answers.dnsFailedAndDeliver(domain, failure);
        }
        DnsGrace.Failing failing = grace.failed(domain, clock.instant(), rules.dnsFailureGrace());
        if (failing.hasLasted(rules.dnsFailureGrace()) && !(dns.mx(domain) instanceof DnsAnswer.Failed)) {
            Discovered deliver = Answers.graceIsOver(domain, failure, failing.since());
            LOG.warn("{}", deliver.decision());
            return deliver;
        }
        return Answers.dnsFailedAndDefer(domain, failure);
    }
}
