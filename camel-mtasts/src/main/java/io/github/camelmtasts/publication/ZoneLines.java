package io.github.camelmtasts.publication;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

import io.github.camelmtasts.policy.AddressText;
import io.github.camelmtasts.policy.DomainName;

/** Lines to paste into a DNS zone (RFC 1035 section 5.1). Every name is written in full, with its final dot. */
public final class ZoneLines {

    /** Of the lines that we print. Senders look for a new id that often at most, so that an hour is how long a mistake lives. */
    static final Duration TTL = Duration.ofHours(1);

    private ZoneLines() {}

    /** All that a zone needs for a domain that has no record yet, or has one that must stay as it is. */
    public static String withoutRecord(DomainName domain, Optional<String> servedAt) {
        return leadingTo(domain, servedAt) + "; mtasts:rollover says when to change the record at "
                + domain.recordName() + "\n";
    }

    /** All that a zone needs for a policy that is served. */
    public static String of(DomainName domain, String recordId, Optional<String> servedAt) {
        return leadingTo(domain, servedAt) + announcing(domain, recordId);
    }

    private static String leadingTo(DomainName domain, Optional<String> servedAt) {
        return servedAt.map(target -> leadingTo(domain, target))
                .orElseGet(() -> "; " + domain.policyHost()
                        + " needs A and AAAA records, or a CNAME; the option servedAt says where it is\n");
    }

    /** The record that announces a policy. A zone must not have it before the policy is served (RFC 8461 section 8.1). */
    static String announcing(DomainName domain, String recordId) {
        return line(domain.recordName(), "TXT", "\"v=STSv1; id=" + recordId + ";\"");
    }

    /**
     * The records that lead to the policy host.
     *
     * @param servedAt addresses, or one host name, parted by commas
     * @throws IllegalArgumentException if it is neither
     */
    static String leadingTo(DomainName domain, String servedAt) {
        String owner = domain.policyHost().toString();
        if (!servedAt.contains(",") && AddressText.parse(servedAt.strip()).isEmpty()) {
            return "; the host behind needs a certificate for " + owner + "\n"
                    + line(owner, "CNAME", DomainName.of(servedAt.strip()) + ".");
        }
        return Arrays.stream(servedAt.split(",", -1))
                .map(text -> AddressText.parse(text.strip())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "'" + text.strip() + "' is no address; beside others only addresses may stand")))
                .map(address -> line(owner, type(address), address.getHostAddress()))
                .collect(Collectors.joining());
    }

    private static String type(InetAddress address) {
        return address instanceof Inet6Address ? "AAAA" : "A";
    }

    private static String line(String owner, String type, String data) {
        return owner + ". " + TTL.toSeconds() + " IN " + type + " " + data + "\n";
    }
}
