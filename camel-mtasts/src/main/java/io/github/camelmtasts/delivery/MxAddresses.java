package io.github.camelmtasts.delivery;

import java.net.InetAddress;
import java.util.List;

import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.policy.DomainName;

/** The addresses at which an MX host may be met. */
final class MxAddresses {

    /** RFC 5321 section 5.1 asks for two at least; more would let one host keep a mail for too long. */
    private static final int MAX_ADDRESSES = 4;

    private final DnsLookup dns;
    private final AddressFilter filter;

    MxAddresses(DnsLookup dns, AddressFilter filter) {
        this.dns = dns;
        this.filter = filter;
    }

    /** Addresses, or why there is none. */
    sealed interface Finding {
        record Usable(List<InetAddress> addresses) implements Finding {}

        record None(Failure failure) implements Finding {}
    }

    Finding of(DomainName host) {
        DnsAnswer<List<InetAddress>> answer = dns.addresses(host);
        return answer.fold(
                addresses -> filtered(host, addresses),
                () -> none(FailureReason.NO_USABLE_HOST, "MX host " + host + " has no address"),
                () -> none(FailureReason.NO_USABLE_HOST, "MX host " + host + " does not exist in DNS"),
                detail -> none(
                        FailureReason.DNS_FAILED,
                        "DNS could not say the address of MX host " + host + " (" + detail + ")"));
    }

    private Finding filtered(DomainName host, List<InetAddress> addresses) {
        List<InetAddress> permitted =
                addresses.stream().filter(filter::permits).limit(MAX_ADDRESSES).toList();
        return permitted.isEmpty()
                ? none(
                        FailureReason.ADDRESS_REFUSED,
                        "MX host " + host + " has addresses in special-purpose networks only")
                : new Finding.Usable(permitted);
    }

    private static Finding none(FailureReason reason, String detail) {
        return new Finding.None(new Failure(reason, detail));
    }
}
