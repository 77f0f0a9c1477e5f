package io.github.camelmtasts.dns;

import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DnsServersTest {

    @ParameterizedTest(name = "{3}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.53             | 192.0.2.53               | 53    | port 53 unless said
            192.0.2.53:5353        | 192.0.2.53               | 5353  | with a port
            192.0.2.53:1           | 192.0.2.53               | 1     | the smallest port
            192.0.2.53:65535       | 192.0.2.53               | 65535 | the largest port
            2001:db8::53           | 2001:db8:0:0:0:0:0:53    | 53    | IPv6 as it is
            [2001:db8::53]         | 2001:db8:0:0:0:0:0:53    | 53    | IPv6 in brackets
            [2001:db8::53]:5353    | 2001:db8:0:0:0:0:0:53    | 5353  | IPv6 in brackets with a port
            2001:db8::53:5353      | 2001:db8:0:0:0:0:53:5353 | 53    | without brackets all of it is the address
            ::1                    | 0:0:0:0:0:0:0:1          | 53    | loopback
            ' 192.0.2.53 '         | 192.0.2.53               | 53    | white space round it
            """)
    void readsAnAddressWithOrWithoutAPort(String entry, String address, int port, String reason) {
        assertThat(DnsServers.parse(entry)).as(reason).singleElement().satisfies(server -> {
            assertThat(server.getAddress().getHostAddress()).isEqualTo(address);
            assertThat(server.getPort()).isEqualTo(port);
        });
    }

    @Test
    void keepsTheOrderOfAsking() {
        assertThat(DnsServers.parse("192.0.2.2, [2001:db8::1]:5353 ,192.0.2.1,"))
                .map(InetSocketAddress::getPort)
                .containsExactly(53, 5353, 53);
        assertThat(DnsServers.parse("192.0.2.2,192.0.2.1"))
                .map(server -> server.getAddress().getHostAddress())
                .containsExactly("192.0.2.2", "192.0.2.1");
    }

    @ParameterizedTest(name = "nothing but {0}")
    @CsvSource({"''", "' '", "','", "' , '"})
    void readsNothingAsTheResolversOfTheOperatingSystem(String nothing) {
        assertThat(DnsServers.parse(nothing)).isEmpty();
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            dns.example            | a name, for who would look it up
            dns.example:53         | a name with a port
            localhost              | a name
            192.0.2                | three parts
            192.0.2.256            | Java would look it up as a name
            999.1.1.1:53           | Java would look it up as a name
            010.0.0.1              | octal or not: nobody knows
            192.0.2.53:            | no port behind the colon
            192.0.2.53:0           | port 0
            192.0.2.53:65536       | beyond the ports
            192.0.2.53:999999      | beyond the ports
            192.0.2.53:-1          | negative port
            192.0.2.53:53:53       | two ports
            192.0.2.53#5353        | a form of others
            2001:db8:::1           | no IPv6 address
            [2001:db8::53          | bracket not closed
            [192.0.2.53]           | brackets are for IPv6
            [cafe.de]              | a name of hexadecimal digits
            []:53                  | empty brackets
            fe80::1%eth0           | zone
            tls://192.0.2.53       | a scheme
            192.0.2.1 192.0.2.2    | no comma
            """)
    void namesTheEntryThatIsNoResolver(String entry, String reason) {
        assertThatIllegalArgumentException()
                .as(reason)
                .isThrownBy(() -> DnsServers.parse("192.0.2.53, " + entry))
                .withMessageContaining("dnsServers")
                .withMessageContaining("'" + entry + "'");
    }
}
