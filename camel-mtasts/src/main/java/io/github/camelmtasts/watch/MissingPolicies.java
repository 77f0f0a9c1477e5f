package io.github.camelmtasts.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelmtasts.discovery.Discovered;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.policy.PolicyDecision.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The domains whose mail lacks a policy that they announce, or may have. A domain leaves when its policy comes, when its record is
 * gone, or when it had no mail for a day.
 */
final class MissingPolicies {

    /** So many at once have seldom each a fault of its own. */
    static final int MANY = 5;

    /** What to look at when there are {@link #MANY}. */
    static final String COMMON_CAUSES =
            "So many at once often have one cause on this machine: it may not open connections to"
                    + " port 443 (see the option fetchProxy), its clock is wrong, or its trust store or the option policyPort.";

    static final int MAX_DOMAINS = 200;

    static final Duration LATELY = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(MissingPolicies.class);

    private final InstantSource clock;
    private final ConcurrentMap<DomainName, MissingPolicy> domains = new ConcurrentHashMap<>();
    private final AtomicBoolean areMany = new AtomicBoolean();

    MissingPolicies(InstantSource clock) {
        this.clock = clock;
    }

    /** What was found for a mail to this domain. */
    void heard(DomainName domain, Discovered found) {
        PolicyDecision decision = found.decision();
        Optional<Reason> missing = decision.missing();
        if (missing.isPresent()) {
            boolean waits = decision instanceof PolicyDecision.CannotTell;
            String detail = decision.fold(
                    enforced -> "",
                    tested -> "",
                    PolicyDecision.NotInEffect::detail,
                    PolicyDecision.CannotTell::detail);
            Instant now = clock.instant();
            lacks(new MissingPolicy(domain, now, now, 1, waits, missing.get(), detail));
        } else if (!(decision instanceof PolicyDecision.CannotTell)) {
            came(domain);
        }
    }

    /** The domain has a policy now, or none to have. */
    void came(DomainName domain) {
        if (domains.containsKey(domain)) { // nearly always false, and takes no lock
            domains.remove(domain);
            settle();
        }
    }

    private void settle() {
        if (domains.size() < MANY) {
            areMany.set(false);
        }
    }

    private void lacks(MissingPolicy missing) {
        MissingPolicy now = domains.merge(
                missing.domain(),
                missing,
                (before, later) -> isLately(before, later.last()) ? before.continuedBy(later) : later);
        if (now.mails() == 1) {
            warn(missing);
        }
        while (domains.size() > MAX_DOMAINS) {
            domains.values().stream()
                    .min(Comparator.comparing(MissingPolicy::last))
                    .ifPresent(eldest -> domains.remove(eldest.domain(), eldest));
        }
    }

    /** Once for a domain, and once for many. */
    private void warn(MissingPolicy missing) {
        LOG.warn(
                "domain={} reason={}: mail to it {} its MTA-STS policy. {}",
                missing.domain(),
                missing.reason(),
                missing.waits() ? "waits for" : "goes out without",
                missing.detail());
        if (domains.size() >= MANY && areMany.compareAndSet(false, true)) {
            LOG.warn("The policies of {} domains could not be had. {}", domains.size(), COMMON_CAUSES);
        }
    }

    private static boolean isLately(MissingPolicy missing, Instant now) {
        return missing.last().isAfter(now.minus(LATELY));
    }

    /** Those that lack one longest first. */
    List<MissingPolicy> all() {
        Instant now = clock.instant();
        domains.values().removeIf(missing -> !isLately(missing, now));
        settle();
        return domains.values().stream()
                .sorted(Comparator.comparing(MissingPolicy::since).thenComparing(MissingPolicy::domain))
                .toList();
    }
}
