package io.github.camelmtasts.check;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.HostInspector;
import io.github.camelmtasts.dns.MailHosts;
import io.github.camelmtasts.dns.MxRecord;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.policy.Policy;

/** Looks at all MX hosts of a domain, whether the policy permits them or not. */
record MxLook(HostInspector inspector, DeliveryRules rules) {

    List<MxCheck> at(MailHosts named, List<MxRecord> records, Optional<Policy> policy) {
        List<DomainName> hosts = named instanceof MailHosts.InOrder order ? order.hosts() : List.of();
        return inspector.inspect(hosts, policy, rules).values().stream()
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

    private static OptionalInt preferenceOf(DomainName host, List<MxRecord> records) {
        return records.stream()
                .filter(record -> DomainName.ifValid(record.target()).equals(Optional.of(host)))
                .mapToInt(MxRecord::preference)
                .min();
    }
}
