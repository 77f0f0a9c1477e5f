package io.github.camelmtasts.discovery;

import java.time.Instant;
import java.util.Optional;

import io.github.camelmtasts.discovery.FetchBackoff.FailedFetch;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.policy.PolicyDecision.NotInEffect;
import io.github.camelmtasts.policy.PolicyDecision.Reason;
import io.github.camelmtasts.policy.RecordFinding;

/** The answers that discovery gives, each with the sentence that tells a person what was found and who can mend it. */
final class Answers {

    private static final String FIX_DNS = "the owner of the domain must fix its name servers, or you your resolver";

    private static final String FIX_STORE = "you must fix the policy store";

    private Answers() {}

    static Discovered kept(CachedPolicy policy) {
        return by(policy, PolicySource.KEPT);
    }

    static Discovered by(CachedPolicy policy, PolicySource source) {
        return new Discovered(PolicyDecision.by(policy), source);
    }

    static Discovered none(Reason reason, String detail) {
        return new Discovered(new NotInEffect(reason, detail), PolicySource.NONE);
    }

    static Discovered noRecord(DomainName domain) {
        return none(Reason.NO_RECORD, domain + " has no MTA-STS record");
    }

    /** Of those who ask nobody outside, and so cannot tell whether there is a record. */
    static Discovered nothingKept(DomainName domain) {
        return none(Reason.NO_RECORD, "no policy of " + domain + " is kept");
    }

    static Discovered withoutRecord(DomainName domain, RecordFinding finding) {
        String mend = "; the owner of the domain must mend the TXT record at " + domain.recordName();
        if (finding instanceof RecordFinding.Ambiguous ambiguous) {
            return none(
                    Reason.RECORD_UNUSABLE,
                    domain + " has " + ambiguous.count() + " MTA-STS records instead of one" + mend);
        }
        if (finding instanceof RecordFinding.Malformed malformed) {
            return none(
                    Reason.RECORD_UNUSABLE,
                    "the MTA-STS record of " + domain + " is broken: " + malformed.fault() + mend);
        }
        return noRecord(domain);
    }

    static Discovered unavailable(FailedFetch failure) {
        return none(failure.reason(), failure.detail());
    }

    static Discovered dnsFailedAndDefer(DomainName domain, String failure) {
        return unknown(new PolicyDecision.CannotTell(dnsCannotSay(domain, failure), FIX_DNS));
    }

    static Discovered dnsFailedAndDeliver(DomainName domain, String failure) {
        return unknown(new NotInEffect(Reason.DNS_FAILED, dnsCannotSay(domain, failure) + "; " + FIX_DNS));
    }

    static Discovered graceIsOver(DomainName domain, String failure, Instant since) {
        return unknown(new NotInEffect(
                Reason.DNS_FAILED,
                dnsCannotSay(domain, failure) + " since " + since
                        + ", while it answers for the domain's MX hosts; mail goes"
                        + " out as without a policy (option dnsFailureGrace); " + FIX_DNS));
    }

    private static String dnsCannotSay(DomainName domain, String failure) {
        return "DNS could not say whether " + domain + " has an MTA-STS policy (" + failure + ")";
    }

    /** The same, but mail waits for a policy that is announced and cannot be had ({@code onPolicyFailure=defer}). */
    static Discovered waitingForPolicy(Discovered found) {
        return found.decision() instanceof NotInEffect without
                        && without.reason().isAnnounced()
                ? unknown(new PolicyDecision.CannotTell(Optional.of(without.reason()), without.detail()))
                : found;
    }

    static Discovered interrupted(DomainName domain) {
        return cannotTell("The delivery was interrupted while the MTA-STS policy of " + domain + " was looked up");
    }

    /** Of a caller that leaves while the fetch goes on, or never began. */
    static Discovered notWaitedFor(DomainName domain) {
        return Thread.currentThread().isInterrupted()
                ? interrupted(domain)
                : cannotTell(
                        "The MTA-STS policy of " + domain
                                + " could not be fetched in time, as too many policy hosts keep this machine waiting or it is stopping");
    }

    static Discovered cannotTell(String detail) {
        return unknown(new PolicyDecision.CannotTell(detail));
    }

    private static Discovered unknown(PolicyDecision decision) {
        return new Discovered(decision, PolicySource.UNKNOWN);
    }

    /** Only a policy fetched now makes up for a store that does not answer: an earlier one in it may be in force. */
    static Discovered withoutStore(DomainName domain, DiscoveryRules rules, Discovered found, String failure) {
        if (!(found.decision() instanceof NotInEffect without) || without.reason() == Reason.MODE_NONE) {
            return found;
        }
        String fact = "an earlier policy of " + domain + " may be in force, but " + failure;
        PolicyDecision decision = switch (rules.onDnsFailure()) {
            case DEFER -> new PolicyDecision.CannotTell(fact, FIX_STORE);
            case DELIVER -> new NotInEffect(Reason.STORE_FAILED, fact + "; " + FIX_STORE);
        };
        return unknown(decision);
    }
}
