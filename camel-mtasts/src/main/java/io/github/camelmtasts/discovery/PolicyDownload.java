package io.github.camelmtasts.discovery;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

import io.github.camelmtasts.discovery.FetchBackoff.FailedFetch;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.fetch.FetchResult;
import io.github.camelmtasts.fetch.PolicyFetcher;
import io.github.camelmtasts.fetch.PolicyRequest;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicyDecision.Reason;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.store.StoredPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the policy host's addresses, fetches the policy from one of them, and reads it. */
final class PolicyDownload {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyDownload.class);

    /** RFC 8460 section 4.3. */
    private static final String POLICY_INVALID = "sts-policy-invalid";

    private final PolicyHostAddresses addresses;
    private final PolicyFetcher fetcher;
    private final Clock clock;
    private final RandomGenerator random;

    PolicyDownload(Doors doors, Clock clock, RandomGenerator random) {
        this.addresses = new PolicyHostAddresses(doors.dns(), doors.addressFilter());
        this.fetcher = doors.fetcher();
        this.clock = clock;
        this.random = random;
    }

    Download fetch(Inquiry inquiry, String recordId) {
        DomainName domain = inquiry.domain();
        return addresses
                .of(domain)
                .fold(
                        usable -> fetch(domain, recordId, inquiry.choice().dialects(), usable),
                        none -> failed(domain, recordId, none));
    }

    /** The next dialect has its try only where the host says that there is no policy by the one before. */
    private Download fetch(DomainName domain, String recordId, List<Dialect> dialects, List<InetAddress> usable) {
        Dialect dialect = dialects.get(0);
        List<Dialect> others = dialects.subList(1, dialects.size());
        return fetcher.fetch(new PolicyRequest(domain, dialect, usable))
                .fold(
                        text -> read(domain, dialect, recordId, text),
                        failed -> failed.failure() == FetchFailure.NOT_FOUND && !others.isEmpty()
                                ? fetch(domain, recordId, others, usable)
                                : failed(domain, recordId, failed));
    }

    private Download read(DomainName domain, Dialect dialect, String recordId, String text) {
        Instant now = clock.instant();
        try {
            Policy policy = PolicyParser.of(dialect).parse(text);
            if (!policy.remarks().isEmpty()) {
                LOG.warn("Policy of {}: {}", domain, String.join("; ", policy.remarks()));
            }
            return new Download.Policy(
                    new StoredPolicy(
                            domain, dialect, recordId, text, now, RefreshTime.after(now, policy.maxAge(), random)),
                    new CachedPolicy(domain, recordId, policy, now));
        } catch (PolicySyntaxException invalid) {
            return new Download.Nothing(new FailedFetch(
                    recordId,
                    now,
                    Reason.POLICY_INVALID,
                    "The policy of " + domain + " is not valid (" + invalid.getMessage()
                            + "); the owner of the domain must mend it.",
                    POLICY_INVALID));
        }
    }

    private Download failed(DomainName domain, String recordId, FetchResult.Failed failed) {
        return new Download.Nothing(new FailedFetch(
                recordId,
                clock.instant(),
                Reason.POLICY_UNAVAILABLE,
                "The policy of " + domain + " cannot be had from " + domain.policyHost() + ": " + failed.detail() + "; "
                        + failed.failure().advice() + ".",
                failed.failure().resultType()));
    }
}
