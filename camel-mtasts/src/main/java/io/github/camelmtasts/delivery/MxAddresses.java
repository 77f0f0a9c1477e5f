package io.github.camelmtasts.delivery;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
    sealed interface Answer {
        record Usable(List<InetAddress> addresses) implements Answer {}

        record None(Failure failure) implements Answer {}

        default <T> T fold(Function<List<InetAddress>, T> usable, Function<Failure, T> none) {
            return this instanceof Usable some ? usable.apply(some.addresses()) : none.apply(((None) this).failure());
        }
    }

    Answer of(DomainName host, Routing routing) {
        DnsAnswer<List<InetAddress>> answer = host.literalAddress()
                .<DnsAnswer<List<InetAddress>>>map(address -> new DnsAnswer.Found<>(List.of(address)))
                .orElseGet(() -> dns.addresses(host));
        return answer.fold(
                addresses -> filtered(host, addresses, routing),
                () -> none(FailureReason.NO_USABLE_HOST, "MX host " + host + " has no address"),
                () -> none(FailureReason.NO_USABLE_HOST, "MX host " + host + " does not exist in DNS"),
                detail -> none(
                        FailureReason.DNS_FAILED,
                        "DNS could not say the address of MX host " + host + " (" + detail + ")"));
    }

    private Answer filtered(DomainName host, List<InetAddress> addresses, Routing routing) {
        List<InetAddress> permitted =
                addresses.stream().filter(address -> permits(address, routing)).toList();
        if (permitted.isEmpty()) {
            return none(
                    FailureReason.ADDRESS_REFUSED,
                    "MX host " + host + " has addresses in special-purpose networks only");
        }
        List<InetAddress> reachable =
                permitted.stream().filter(routing.family()::permits).toList();
        return reachable.isEmpty()
                ? none(
                        FailureReason.OTHER_ADDRESS_FAMILY,
                        host + " has no address of the family " + routing.family() + ", over which mail goes out")
                : new Answer.Usable(chosen(reachable));
    }

    /** The operator chose a smart host; the filter is against strangers. */
    private boolean permits(InetAddress address, Routing routing) {
        return routing.smartHost().isPresent() || filter.permits(address);
    }

    /** The first ones, but both families if there are both: one of them may be cut off. */
    private static List<InetAddress> chosen(List<InetAddress> addresses) {
        AddressFamily first = AddressFamily.of(addresses.get(0));
        List<InetAddress> chosen =
                new ArrayList<>(addresses.stream().limit(MAX_ADDRESSES).toList());
        if (chosen.stream().allMatch(first::permits)) {
            addresses.stream()
                    .filter(address -> !first.permits(address))
                    .findFirst()
                    .ifPresent(other -> chosen.set(chosen.size() - 1, other));
        }
        return chosen;
    }

    private static Answer none(FailureReason reason, String detail) {
        return new Answer.None(new Failure(reason, detail));
    }
}
