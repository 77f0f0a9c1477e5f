package io.github.camelmtasts.check;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Who can be met over IPv6, and who was. */
final class IpFamilies {

    private IpFamilies() {}

    /** Whether there are addresses, and not one of IPv6. */
    static boolean isIpv4Alone(List<InetAddress> addresses) {
        return !addresses.isEmpty() && addresses.stream().noneMatch(Inet6Address.class::isInstance);
    }

    /**
     * Whether IPv6 addresses were tried and not one of them answered, while IPv4 did: then this machine may have no IPv6, and
     * who has such an address is not to blame.
     */
    static boolean isIpv6Unseen(DomainView view) {
        return answered(view, true).findAny().isPresent()
                && answered(view, true).noneMatch(answers -> answers)
                && answered(view, false).anyMatch(answers -> answers);
    }

    private static Stream<Boolean> answered(DomainView view, boolean ipv6) {
        return Stream.concat(
                view.policyHost().answers().stream()
                        .filter(answer -> isIpv6(answer.address()) == ipv6)
                        .map(answer -> !answer.chain().isEmpty()),
                view.hosts().stream()
                        .flatMap(host -> host.inspection().probes().stream())
                        .filter(probe -> isIpv6(probe.target().address()) == ipv6)
                        .map(probe -> probe.greeting().banner().isPresent()));
    }

    static boolean isIpv6(InetAddress address) {
        return address instanceof Inet6Address;
    }
}
