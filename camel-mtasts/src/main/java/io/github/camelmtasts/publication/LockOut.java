package io.github.camelmtasts.publication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.policy.MxPattern;

/** Says to which MX hosts of a domain senders would not deliver under a policy, and which policy would help. */
final class LockOut {

    private final Outside outside;

    LockOut(Outside outside) {
        this.outside = outside;
    }

    /** Errors under {@code enforce}; under {@code testing}, where all mail goes out, warnings. */
    List<Notice> objectionsTo(PublishedPolicy policy) {
        if (policy.policy().mode() == Mode.NONE) {
            return List.of();
        }
        List<Notice> notices = new ArrayList<>();
        outside.mailHostsTrouble().ifPresent(trouble -> notices.add(weighed(policy, trouble)));
        for (MailHostSight mail : outside.mailHosts()) {
            if (!policy.policy().permits(mail.host())) {
                notices.add(weighed(policy, uncovered(policy, mail.host())));
            }
            mail.fault().ifPresent(fault -> notices.add(weighed(policy, fault)));
            mail.notLooked().ifPresent(why -> notices.add(Notice.warning(why)));
        }
        return notices;
    }

    private static Notice weighed(PublishedPolicy policy, String sentence) {
        return policy.policy().mode() == Mode.ENFORCE ? Notice.error(sentence) : Notice.warning(sentence);
    }

    private static String uncovered(PublishedPolicy policy, DomainName host) {
        return "No mx line of the policy of " + policy.domain() + " covers its MX host " + host
                + ", so that senders do not deliver to it (RFC 8461 section 4.1); add the host to the policy, or take it out"
                + " of DNS and wait for the TTL of its MX record.";
    }

    /**
     * If the wanted policy leaves out an MX host, the one that fits those who have it and those who have the former: both together,
     * and who is in DNS.
     */
    Optional<String> union(PublishedPolicy wanted, Optional<PublishedPolicy> former) {
        if (wanted.policy().mode() == Mode.NONE
                || outside.mailHosts().stream().allMatch(mail -> wanted.policy().permits(mail.host()))) {
            return Optional.empty();
        }
        Set<String> patterns = new LinkedHashSet<>(patterns(wanted));
        former.ifPresent(policy -> patterns.addAll(patterns(policy)));
        outside.mailHosts().stream()
                .map(MailHostSight::host)
                .filter(host -> !wanted.policy().permits(host)
                        && former.map(policy -> !policy.policy().permits(host)).orElse(true))
                .forEach(host -> patterns.add(host.toString()));
        return Optional.of(PolicyText.of(
                wanted.policy().mode(), List.copyOf(patterns), wanted.policy().maxAge()));
    }

    private static List<String> patterns(PublishedPolicy policy) {
        return policy.policy().mxPatterns().stream().map(MxPattern::toString).toList();
    }

    /** What those still need who hold a former policy: each of these must cover some MX host in DNS (RFC 8461 section 8.1). */
    List<Notice> needsOf(List<Edition> held, Moment now) {
        return held.stream()
                .filter(edition -> edition.policy().policy().mode() == Mode.ENFORCE)
                .map(edition -> need(edition, edition.heldUntil(now)))
                .toList();
    }

    private Notice need(Edition edition, Instant until) {
        PublishedPolicy policy = edition.policy();
        String hosts = patterns(policy).stream().collect(Collectors.joining(", "));
        boolean reaches = outside.mailHosts().stream()
                .anyMatch(mail ->
                        policy.policy().permits(mail.host()) && mail.fault().isEmpty());
        return reaches || outside.mailHosts().isEmpty()
                ? Notice.note("Until " + until + " senders may hold the former policy of " + policy.domain() + " (id "
                        + edition.recordId() + "); keep MX hosts in DNS that it covers (" + hosts
                        + "), with valid certificates.")
                : Notice.error("Senders that hold the former policy of " + policy.domain() + " (id "
                        + edition.recordId() + ") deliver to none of its MX hosts in DNS, for as long as until " + until
                        + "; put hosts into DNS again that it covers (" + hosts + "), with valid certificates.");
    }
}
