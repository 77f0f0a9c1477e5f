package io.github.camelmtasts.dns;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelmtasts.policy.AddressText;

/** Reads the option {@code dnsServers}. */
public final class DnsServers {

    private static final int DEFAULT_PORT = 53;

    private static final Pattern SERVER = Pattern.compile(
            "(?:\\[(?<six>[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)]|(?<bare>[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)|(?<four>[0-9]{1,3}(?:\\.[0-9]{1,3}){3}))(?::(?<port>[0-9]{1,5}))?");

    private DnsServers() {}

    /**
     * The resolvers, in the order of asking.
     *
     * @param dnsServers addresses, each with an optional port, parted by commas: {@code 192.0.2.53, [2001:db8::53]:5353};
     *                   empty for the resolvers of the operating system
     * @throws IllegalArgumentException naming the entry that is none; a host name is none, for who would look it up
     */
    public static List<InetSocketAddress> parse(String dnsServers) {
        return Arrays.stream(dnsServers.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(DnsServers::server)
                .toList();
    }

    private static InetSocketAddress server(String entry) {
        Matcher server = SERVER.matcher(entry);
        if (!server.matches()) {
            throw invalid(entry);
        }
        String address = firstOf(server, "six", "bare", "four");
        int port = server.group("port") == null ? DEFAULT_PORT : Integer.parseInt(server.group("port"));
        if (port < 1 || port > 65535) {
            throw invalid(entry);
        }
        return AddressText.parse(address)
                .map(ip -> new InetSocketAddress(ip, port))
                .orElseThrow(() -> invalid(entry));
    }

    private static String firstOf(Matcher server, String... groups) {
        return Arrays.stream(groups)
                .map(server::group)
                .filter(group -> group != null)
                .findFirst()
                .orElseThrow();
    }

    private static IllegalArgumentException invalid(String entry) {
        return new IllegalArgumentException("dnsServers: '" + entry
                + "' is no resolver; write an IP address, with :port behind it if it is not 53");
    }
}
