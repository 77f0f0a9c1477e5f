package io.github.camelmtasts.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.github.camelmtasts.policy.AddressText;
import io.github.camelmtasts.policy.Untrusted;

/** Reads the {@code nameserver} lines of resolv.conf(5). */
final class ResolvConf {

    private static final int DNS_PORT = 53;

    /** The C library asks three; a few more do no harm. */
    private static final int MAX_SERVERS = 8;

    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

    /** The name or the number of an interface, behind a link-local address (RFC 4007 section 11). */
    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    private ResolvConf() {}

    /**
     * The resolvers in their order; those that cannot be used here are left out.
     *
     * @param unusable hears of each line that is left out
     * @return never empty: without any the one of this machine is meant, says resolv.conf(5)
     */
    static List<InetSocketAddress> servers(String text, Consumer<String> unusable) {
        List<InetSocketAddress> servers = text.lines()
                .map(String::strip)
                .map(line -> BLANKS.split(line, 3))
                .filter(words -> words[0].equals("nameserver"))
                .flatMap(words -> server(words.length < 2 ? "" : words[1], unusable).stream())
                .distinct()
                .limit(MAX_SERVERS)
                .toList();
        return servers.isEmpty() ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), DNS_PORT)) : servers;
    }

    private static Optional<InetSocketAddress> server(String address, Consumer<String> unusable) {
        Optional<InetSocketAddress> server = parse(address).map(ip -> new InetSocketAddress(ip, DNS_PORT));
        if (server.isEmpty()) {
            unusable.accept(Untrusted.text(address, 100));
        }
        return server;
    }

    private static Optional<InetAddress> parse(String address) {
        int percent = address.indexOf('%');
        if (percent < 0) {
            return AddressText.parse(address);
        }
        String bare = address.substring(0, percent);
        if (!bare.contains(":")
                || AddressText.parse(bare).isEmpty()
                || !ZONE.matcher(address.substring(percent + 1)).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(address)); // looks up no text with a colon
        } catch (UnknownHostException noSuchInterface) {
            return Optional.empty();
        }
    }
}
