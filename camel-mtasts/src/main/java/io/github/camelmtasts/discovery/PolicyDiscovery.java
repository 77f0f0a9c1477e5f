package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.github.camelmtasts.discovery.FetchBackoff.FailedFetch;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.fetch.PolicyFetcher;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.policy.PolicyDecision.NotInEffect;
import io.github.camelmtasts.policy.PolicyDecision.Reason;
import io.github.camelmtasts.policy.RecordFinding;
import io.github.camelmtasts.store.PolicyStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the policy that is in force for a domain, now: TXT record, policy kept from an earlier fetch, fetch, keep, decide
 * (RFC 8461 section 5.1). What fails on the way never weakens a policy that is in force. Safe for use by many threads.
 */
public final class PolicyDiscovery {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyDiscovery.class);

    private final DnsLookup dns;
    private final PolicyDownload download;
    private final PolicyCache policies;
    private final Clock clock;

    private final FetchBackoff backoff = new FetchBackoff();
    private final RecheckTurns recheckTurns = new RecheckTurns();
    private final SecondChoice secondChoice = new SecondChoice();
    private final SingleFlight<Inquiry, PolicyDecision> fetches = new SingleFlight<>();
    private final SingleFlight<Inquiry, Optional<PolicyDecision>> rechecks = new SingleFlight<>();

    /** Discovery over these doors; {@code clock} gives the time of fetches and of expiry. */
    public PolicyDiscovery(
            DnsLookup dns, PolicyFetcher fetcher, PolicyStore store, AddressFilter addressFilter, Clock clock) {
        this.dns = dns;
        this.download = new PolicyDownload(dns, fetcher, addressFilter, clock);
        this.policies = new PolicyCache(store, clock);
        this.clock = clock;
    }

    /** What MTA-STS asks of a delivery to this policy domain, now. */
    public PolicyDecision decide(DomainName domain, DiscoveryRules rules) {
        if (!domain.canHavePolicy()) {
            return noRecord(domain);
        }
        Inquiry inquiry = new Inquiry(domain, rules.dialect());
        Kept kept = policies.kept(inquiry, clock.instant());
        Optional<CachedPolicy> inForce = kept.inForce();
        PolicyDecision found = dns.txt(domain.recordName())
                .fold(
                        records -> byRecord(inquiry, inForce, rules.dialect().find(records)),
                        () -> keptOr(inForce, () -> noRecord(domain)),
                        () -> keptOr(inForce, () -> noRecord(domain)),
                        failure -> keptOr(inForce, () -> whenDnsFails(domain, rules, failure)));
        PolicyDecision decision =
                kept.fold(policy -> found, () -> found, failure -> withoutStore(domain, rules, found, failure));
        LOG.debug("Policy of {}: {}", domain, decision);
        return decision;
    }

    /**
     * Asks again after a delivery failed under a policy: TXT past our own DNS cache, and one fetch even if the id is
     * unchanged or gone, for a mail must not fail before that (RFC 8461 section 5.1, draft-06 section 6.1). Mails that fail
     * together share the answer; a domain is asked at most once in five minutes for each choice of dialects.
     *
     * @return the new decision if the policy is another one by now, else empty: a failed answer changes nothing
     */
    public Optional<PolicyDecision> recheck(CachedPolicy failed, DiscoveryRules rules) {
        Inquiry inquiry = new Inquiry(failed.domain(), rules.dialect());
        return rechecks.run(inquiry, () -> recheckNow(failed, inquiry));
    }

    private Optional<PolicyDecision> recheckNow(CachedPolicy failed, Inquiry inquiry) {
        Optional<CachedPolicy> fetched =
                recheckTurns.take(inquiry, clock.instant()) ? fetchAgain(failed, inquiry) : Optional.empty();
        return fetched.or(() -> policies.inForce(inquiry, clock.instant()))
                .filter(now -> !now.policy().sha256().equals(failed.policy().sha256()))
                .map(PolicyDecision::by);
    }

    /** Shares no fetch that is under way: that one began before the delivery failed. */
    private Optional<CachedPolicy> fetchAgain(CachedPolicy failed, Inquiry inquiry) {
        String recordId =
                foundId(dns.freshTxt(inquiry.domain().recordName()), inquiry).orElse(failed.recordId());
        return fetchAndKeep(inquiry.beside(policies.inForce(inquiry, clock.instant())), recordId)
                .fold(Optional::of, failure -> Optional.empty());
    }

    private PolicyDecision byRecord(Inquiry inquiry, Optional<CachedPolicy> inForce, RecordFinding finding) {
        if (finding instanceof RecordFinding.Found found) {
            String id = found.record().id();
            return inForce.filter(kept -> secondChoice.isAnswer(kept, inquiry, id))
                    .map(PolicyDecision::by)
                    .orElseGet(() -> fetches.run(inquiry, () -> fetchIfDue(inquiry, id)));
        }
        return keptOr(inForce, () -> withoutRecord(inquiry.domain(), finding));
    }

    /** Runs for one caller at a time, and so sees what the one before fetched or failed to fetch meanwhile. */
    private PolicyDecision fetchIfDue(Inquiry inquiry, String recordId) {
        Optional<CachedPolicy> inForce = policies.inForce(inquiry, clock.instant());
        if (inForce.isPresent() && secondChoice.isAnswer(inForce.get(), inquiry, recordId)) {
            return PolicyDecision.by(inForce.get());
        }
        Inquiry left = inquiry.beside(inForce);
        return backoff.inForce(left, recordId, clock.instant())
                .map(pause -> keptOr(inForce, () -> unavailable(pause)))
                .orElseGet(() -> fetchAndKeep(left, recordId)
                        .fold(PolicyDecision::by, failure -> keptOr(inForce, () -> unavailable(failure))));
    }

    private Download fetchAndKeep(Inquiry inquiry, String recordId) {
        Download result = download.fetch(inquiry, recordId);
        if (result instanceof Download.Policy fetched) {
            policies.keep(fetched.stored(), fetched.parsed());
            secondChoice.fetched(fetched.parsed(), inquiry);
            backoff.succeeded(inquiry, recordId);
            LOG.debug(
                    "Fetched the policy of {}, record id {}: {}",
                    inquiry.domain(),
                    recordId,
                    fetched.parsed().policy().mode());
        } else if (result instanceof Download.Nothing nothing) {
            backoff.failed(inquiry, nothing.failure());
            LOG.warn("{} A policy that is in force stays so.", nothing.failure().detail());
        }
        return result;
    }

    private static Optional<String> foundId(DnsAnswer<List<String>> txt, Inquiry inquiry) {
        return txt instanceof DnsAnswer.Found<List<String>> answer
                        && inquiry.choice().find(answer.value()) instanceof RecordFinding.Found found
                ? Optional.of(found.record().id())
                : Optional.empty();
    }

    /** RFC 8461 section 3.3 and 10.2: a policy in force stays so until it expires. */
    private static PolicyDecision keptOr(Optional<CachedPolicy> inForce, Supplier<PolicyDecision> otherwise) {
        return inForce.map(PolicyDecision::by).orElseGet(otherwise);
    }

    private static PolicyDecision noRecord(DomainName domain) {
        return new NotInEffect(Reason.NO_RECORD, domain + " has no MTA-STS record");
    }

    private static PolicyDecision withoutRecord(DomainName domain, RecordFinding finding) {
        String mend = "; the owner of the domain must mend the TXT record at " + domain.recordName();
        if (finding instanceof RecordFinding.Ambiguous ambiguous) {
            return new NotInEffect(
                    Reason.RECORD_UNUSABLE,
                    domain + " has " + ambiguous.count() + " MTA-STS records instead of one" + mend);
        }
        if (finding instanceof RecordFinding.Malformed malformed) {
            return new NotInEffect(
                    Reason.RECORD_UNUSABLE,
                    "the MTA-STS record of " + domain + " is broken: " + malformed.fault() + mend);
        }
        return noRecord(domain);
    }

    private static PolicyDecision unavailable(FailedFetch failure) {
        return new NotInEffect(failure.reason(), failure.detail());
    }

    private static PolicyDecision whenDnsFails(DomainName domain, DiscoveryRules rules, String failure) {
        String found = "DNS could not say whether " + domain + " has an MTA-STS policy (" + failure + ")";
        return switch (rules.onDnsFailure()) {
            case DEFER ->
                new PolicyDecision.CannotTell(
                        found + "; the owner of the domain must mend its name servers, or you your resolver");
            case DELIVER -> new NotInEffect(Reason.DNS_FAILED, found);
        };
    }

    /** Only a policy fetched now makes up for a store that does not answer: an earlier one in it may be in force. */
    private static PolicyDecision withoutStore(
            DomainName domain, DiscoveryRules rules, PolicyDecision found, String failure) {
        if (!(found instanceof NotInEffect without) || without.reason() == Reason.MODE_NONE) {
            return found;
        }
        String detail = "an earlier policy of " + domain + " may be in force, but " + failure
                + ", which you must mend; now there is none: " + without.detail();
        return switch (rules.onDnsFailure()) {
            case DEFER -> new PolicyDecision.CannotTell(detail);
            case DELIVER -> new NotInEffect(Reason.STORE_FAILED, detail);
        };
    }
}
