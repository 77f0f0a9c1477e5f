package io.github.camelmtasts.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SystemServersTest {

    @TempDir
    private Path directory;

    private static List<String> servers(String text, List<String> leftOut) {
        return ResolvConf.servers(text, leftOut::add).stream()
                .map(InetSocketAddress::getAddress)
                .map(address -> address.getHostAddress())
                .toList();
    }

    @Test
    void resolversAreReadInTheirOrderAndOtherLinesAreNot() {
        List<String> leftOut = new ArrayList<>();

        assertThat(servers("""
                # nameserver 192.0.2.1
                ; nameserver 192.0.2.2
                search corp.example
                nameserver 192.0.2.3
                nameserver\t2001:db8::53  # the second
                options edns0
                nameserver 192.0.2.3
                """, leftOut)).containsExactly("192.0.2.3", "2001:db8:0:0:0:0:0:53");
        assertThat(leftOut).isEmpty();
    }

    @Test
    void aResolverThatCannotBeUsedHereIsLeftOutAndTold() {
        List<String> leftOut = new ArrayList<>();

        assertThat(servers("""
                nameserver fe80::1%nosuchif0
                nameserver dns.example
                nameserver
                nameserver 192.0.2.300
                nameserver 192.0.2.3
                """, leftOut)).containsExactly("192.0.2.3");
        assertThat(leftOut).containsExactly("fe80::1%nosuchif0", "dns.example", "", "192.0.2.300");
    }

    @Test
    void withoutAnyTheOneOfThisMachineIsMeant() {
        assertThat(servers("search corp.example\n", new ArrayList<>())).containsExactly("127.0.0.1");
    }

    @Test
    void aChangedFileIsNoticedAfterAPause() throws IOException {
        Path file = directory.resolve("resolv.conf");
        AtomicLong nanos = new AtomicLong();
        Files.writeString(file, "nameserver 192.0.2.3\n");
        SystemServers servers = new SystemServers(file, nanos::get);
        List<NameServer> before = servers.get();
        assertThat(before).map(NameServer::toString).containsExactly("192.0.2.3");

        Files.writeString(file, "nameserver 192.0.2.4\n");
        nanos.addAndGet(SystemServers.PAUSE.toNanos() - 1);
        assertThat(servers.get()).isSameAs(before);
        nanos.addAndGet(1);
        assertThat(servers.get()).map(NameServer::toString).containsExactly("192.0.2.4");
    }

    @Test
    void aFileThatSaysTheSameChangesNothing() throws IOException {
        Path file = directory.resolve("resolv.conf");
        AtomicLong nanos = new AtomicLong();
        Files.writeString(file, "nameserver 192.0.2.3\n");
        SystemServers servers = new SystemServers(file, nanos::get);
        List<NameServer> before = servers.get();

        Files.writeString(file, "# touched\nnameserver 192.0.2.3\n");
        nanos.addAndGet(SystemServers.PAUSE.toNanos());

        assertThat(servers.get()).isSameAs(before);
    }
}
