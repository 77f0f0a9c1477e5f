package io.github.camelmtasts.check;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.HostInspection;
import io.github.camelmtasts.delivery.HostInspector;
import io.github.camelmtasts.delivery.Routing;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.delivery.SmtpTimeouts;
import io.github.camelmtasts.dns.MailHosts;
import io.github.camelmtasts.dns.MxRecord;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.policy.Policy;

/** Looks at all MX hosts of a domain, whether the policy permits them or not. */
final class MxLook {

    /** A person waits, or a cron job; a mail would have more patience. */
    private static final Duration LONGEST_CONNECTION = Duration.ofSeconds(10);

    private static final Duration LONGEST_RESPONSE = Duration.ofSeconds(20);

    private final HostInspector inspector;
    private final SideBySide threads;
    private final DeliveryRules rules;

    MxLook(HostInspector inspector, SideBySide threads, DeliveryRules rules) {
        this.inspector = inspector;
        this.threads = threads;
        this.rules = impatient(rules);
    }

    List<MxCheck> at(MailHosts named, List<MxRecord> records, Optional<Policy> policy) {
        List<DomainName> hosts = named instanceof MailHosts.InOrder order ? order.hosts() : List.of();
        Map<DomainName, HostInspection> seen = threads.each(hosts, host -> inspector.inspect(host, policy, rules));
        return hosts.stream()
                .map(host -> seen.getOrDefault(host, unseen(host)))
                .map(inspection -> new MxCheck(
                        inspection.host(),
                        preferenceOf(inspection.host(), records),
                        policy.map(known -> known.mode() == Mode.NONE || known.permits(inspection.host()))
                                .orElse(true),
                        inspection))
                .sorted(Comparator.<MxCheck>comparingInt(
                                check -> check.preference().orElse(0))
                        .thenComparing(MxCheck::host))
                .toList();
    }

    private static HostInspection unseen(DomainName host) {
        return new HostInspection(
                host,
                List.of(),
                Optional.of(new Failure(
                        FailureReason.OUT_OF_TIME, "this machine had no time to look at " + host + " to the end")));
    }

    private static OptionalInt preferenceOf(DomainName host, List<MxRecord> records) {
        return records.stream()
                .filter(record -> DomainName.ifValid(record.target()).equals(Optional.of(host)))
                .mapToInt(MxRecord::preference)
                .min();
    }

    /** The same rules for who goes to the domain's own hosts, and is in a hurry. */
    private static DeliveryRules impatient(DeliveryRules rules) {
        SmtpTimeouts timeouts = new SmtpTimeouts(
                shorter(rules.smtp().timeouts().connection(), LONGEST_CONNECTION),
                shorter(rules.smtp().timeouts().response(), LONGEST_RESPONSE));
        return new DeliveryRules(
                rules.discovery(),
                rules.requireTls(),
                rules.smtpPort(),
                new SmtpSettings(
                        rules.smtp().ehloName(),
                        timeouts,
                        rules.smtp().localAddress(),
                        rules.smtp().material()),
                new Routing(
                        Optional.empty(),
                        rules.routing().onVanished(),
                        rules.routing().family()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
