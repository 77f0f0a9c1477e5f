package io.github.camelmtasts.discovery;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;

import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.fetch.FetchResult;
import io.github.camelmtasts.policy.DomainName;

/** The addresses at which a policy may be fetched. */
public final class PolicyHostAddresses {

    private final DnsLookup dns;
    private final AddressFilter filter;

    /** Addresses as this DNS says, and this filter permits. */
    public PolicyHostAddresses(DnsLookup dns, AddressFilter filter) {
        this.dns = dns;
        this.filter = filter;
    }

    /** Addresses, or why there is none. */
    public sealed interface Answer {

        /** One address or more, in the order of asking. */
        record Usable(List<InetAddress> addresses) implements Answer {}

        /** There is none. */
        record None(FetchResult.Failed failure) implements Answer {}

        /** Handles every case; a new case breaks the callers at compile time. */
        default <T> T fold(Function<List<InetAddress>, T> usable, Function<FetchResult.Failed, T> none) {
            return this instanceof Usable some ? usable.apply(some.addresses()) : none.apply(((None) this).failure());
        }
    }

    /** Of the policy host of this domain. */
    public Answer of(DomainName domain) {
        return dns.addresses(domain.policyHost())
                .fold(
                        this::permitted,
                        () -> none(FetchFailure.NO_ADDRESS, "it has no address"),
                        () -> none(FetchFailure.NO_ADDRESS, "it does not exist"),
                        detail -> none(FetchFailure.ADDRESS_UNKNOWN, detail));
    }

    private Answer permitted(List<InetAddress> addresses) {
        List<InetAddress> permitted = addresses.stream().filter(filter::permits).toList();
        return permitted.isEmpty()
                ? none(FetchFailure.ADDRESS_REFUSED, "its addresses are in special-purpose networks")
                : new Answer.Usable(permitted);
    }

    private static Answer none(FetchFailure failure, String detail) {
        return new Answer.None(new FetchResult.Failed(failure, detail));
    }
}
