package io.github.camelmtasts.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AddressFilterTest {

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            0.0.0.0                 | unspecified
            0.1.2.3                 | this network
            10.0.0.0                | private, first
            10.255.255.255          | private, last
            100.64.0.0              | shared, first
            100.127.255.255         | shared, last
            127.0.0.1               | loopback
            127.255.255.255         | loopback, last
            169.254.169.254         | link-local: where clouds keep credentials
            172.16.0.0              | private, first
            172.31.255.255          | private, last
            192.0.0.1               | protocol assignments
            192.0.2.1               | documentation
            192.88.99.1             | relays of 6to4
            192.168.255.255         | private
            198.18.0.0              | benchmarks, first
            198.19.255.255          | benchmarks, last
            198.51.100.1            | documentation
            203.0.113.1             | documentation
            224.0.0.1               | multicast
            239.255.255.255         | multicast, last
            240.0.0.1               | reserved
            255.255.255.255         | broadcast
            ::                      | unspecified
            ::1                     | loopback
            64:ff9b:1::1            | NAT64 of a network's own
            100::1                  | discarded
            2001:2::1               | benchmarks
            2001:db8::1             | documentation
            fc00::1                 | unique local, first
            fdff:ffff::1            | unique local
            fe80::1                 | link-local, first
            febf::1                 | link-local, last
            fec0::1                 | site-local, given up
            ff02::1                 | multicast
            ::ffff:127.0.0.1        | loopback, IPv4-mapped
            ::ffff:10.0.0.1         | private, IPv4-mapped
            ::127.0.0.1             | loopback, IPv4-compatible
            64:ff9b::127.0.0.1      | loopback by NAT64
            64:ff9b::a9fe:a9fe      | link-local by NAT64
            2002:7f00:1::1          | loopback by 6to4
            2002:c0a8:101::1        | private by 6to4
            2001:0:1:2:3:4:80ff:fffe | loopback by Teredo: 127.0.0.1 with its bits turned over
            2001:0:1:2:3:4:f5ff:fffe | private by Teredo: 10.0.0.1 with its bits turned over
            """)
    @Requirement("R8461-10-H1")
    void refusesAddressesOfOurOwnNetwork(String address, String reason) throws UnknownHostException {
        assertThat(AddressFilter.allowing("").permits(InetAddress.getByName(address)))
                .as(reason)
                .isFalse();
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            1.1.1.1                 | public
            9.255.255.255           | before private
            11.0.0.0                | behind private
            100.63.255.255          | before shared
            100.128.0.0             | behind shared
            126.255.255.255         | before loopback
            128.0.0.0               | behind loopback
            169.253.255.255         | before link-local
            169.255.0.0             | behind link-local
            172.15.255.255          | before private
            172.32.0.0              | behind private
            192.167.255.255         | before private
            192.169.0.0             | behind private
            198.17.255.255          | before benchmarks
            198.20.0.0              | behind benchmarks
            223.255.255.255         | before multicast
            2606:4700::1111         | public
            2a00:1450::1            | public
            fbff::1                 | before unique local
            2001:db7::1             | before documentation
            2001:db9::1             | behind documentation
            ::ffff:1.1.1.1          | public, IPv4-mapped
            64:ff9b::1.1.1.1        | public by NAT64
            2002:101:101::1         | public by 6to4
            2001:0:7f00:1::fefe:fefe | public by Teredo: the server's address does not count
            """)
    @Requirement("R8461-10-H1")
    void permitsAddressesOfOthers(String address, String reason) throws UnknownHostException {
        assertThat(AddressFilter.allowing("").permits(InetAddress.getByName(address)))
                .as(reason)
                .isTrue();
    }

    @Test
    @Requirement("R8461-10-H1")
    void seesAnIpv4AddressThatJavaLeftInItsIpv6Form() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};
        InetAddress loopback = Inet6Address.getByAddress("mx.example", mapped, -1);
        assertThat(loopback).isInstanceOf(Inet6Address.class);
        assertThat(AddressFilter.allowing("").permits(loopback)).isFalse();
        assertThat(AddressFilter.allowing("127.0.0.1").permits(loopback)).isTrue();
    }

    @ParameterizedTest(name = "{3}: {1} where {0} is allowed")
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.0/8,::1/128       | 127.1.2.3          | true  | as the tests use it
            127.0.0.0/8,::1/128       | ::1                | true  | as the tests use it
            127.0.0.0/8,::1/128       | 10.0.0.1           | false | the rest stays refused
            127.0.0.0/8               | ::1                | false | one family does not speak for the other
            10.1.2.3                  | 10.1.2.3           | true  | a single address
            10.1.2.3                  | 10.1.2.4           | false | its neighbour
            fd00::5                   | fd00::5            | true  | a single IPv6 address
            ' 10.0.0.0/8 , fd00::/8 ' | fd12::1            | true  | white space round the entries
            '10.0.0.0/8,,'            | 10.0.0.1           | true  | empty entries
            10.0.0.0/9                | 10.127.255.255     | true  | prefix within a byte, last
            10.0.0.0/9                | 10.128.0.0         | false | prefix within a byte, behind
            172.16.0.0/12             | 172.31.0.1         | true  | prefix within a byte
            10.1.2.3/8                | 10.9.9.9           | true  | bits behind the prefix do not count
            0.0.0.0/0                 | 192.168.1.1        | true  | all of IPv4
            0.0.0.0/0                 | fe80::1            | false | all of IPv4 is no IPv6
            ::/0                      | fe80::1            | true  | all of IPv6
            127.0.0.0/8               | ::ffff:127.0.0.1   | true  | IPv4-mapped
            127.0.0.0/8               | 64:ff9b::7f00:1    | true  | by NAT64
            10.0.0.0/8                | 2002:a00:1::1      | true  | by 6to4
            ::ffff:10.0.0.1           | 10.0.0.1           | true  | written IPv4-mapped
            64:ff9b::/96              | 64:ff9b::7f00:1    | true  | the tunnel itself allowed
            """)
    @Requirement("R8461-10-H1")
    void permitsWhatTheOperatorAllows(String allowed, String address, boolean permitted, String reason)
            throws UnknownHostException {
        assertThat(AddressFilter.allowing(allowed).permits(InetAddress.getByName(address)))
                .as(reason)
                .isEqualTo(permitted);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            localhost         | a name
            a.example/8       | a name with a prefix
            127.0.0.0/33      | longer than the address
            ::1/129           | longer than the address, IPv6
            127.0.0.0/        | no prefix behind the slash
            127.0.0.0/-1      | negative
            127.0.0.0/+8      | a sign
            127.0.0.0/8/8     | two prefixes
            127.0.0.0/a       | no number
            127.0.0.0/9999999999 | beyond every number
            127.0.0.0 /8      | space inside
            127.1/8           | address in short
            127.0.0           | three parts
            256.0.0.1         | Java would look it up as a name
            999.1.1.1/8       | Java would look it up as a name
            010.0.0.1         | octal or not: nobody knows
            /8                | no address
            1:2:3             | no IPv6 address
            ::1::             | no IPv6 address
            fe80::1%eth0      | zone
            [::1]             | brackets
            ::g               | no hexadecimal digit
            127.0.0.0-127.9.9.9 | a range in another form
            """)
    void namesTheEntryThatIsNoRange(String entry, String reason) {
        assertThatIllegalArgumentException()
                .as(reason)
                .isThrownBy(() -> AddressFilter.allowing("10.0.0.0/8, " + entry))
                .withMessageContaining("allowedAddresses")
                .withMessageContaining("'" + entry + "'");
    }
}
