package io.github.camelmtasts.dns;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.ResolverConfig;

/**
 * The resolvers of the operating system, which change when a machine moves to another network: {@code /etc/resolv.conf} is looked
 * at again every few seconds. Where there is no such file, or the system property {@code dns.server} is set, dnsjava knows them.
 */
final class SystemServers implements Supplier<List<NameServer>> {

    private static final Logger LOG = LoggerFactory.getLogger(SystemServers.class);

    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    /** A change is seen after that long. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int MAX_BYTES = 64 * 1024;

    private final Path file;
    private final LongSupplier nanoTime;
    private final Set<String> warnedOf = new HashSet<>(); // under the lock of this object
    private long lookedAt;
    private List<InetSocketAddress> addresses = List.of();
    private volatile @Nullable List<NameServer> servers;

    SystemServers() {
        this(RESOLV_CONF, System::nanoTime);
    }

    SystemServers(Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized List<NameServer> get() {
        long now = nanoTime.getAsLong();
        List<NameServer> known = servers;
        if (known != null && now - lookedAt < PAUSE.toNanos()) {
            return known;
        }
        lookedAt = now;
        List<InetSocketAddress> present = present();
        if (known == null || !present.equals(addresses)) {
            addresses = present;
            known = present.stream().map(NameServer::new).toList();
            servers = known;
            LOG.debug("The resolvers of the operating system are {}.", known);
        }
        return known;
    }

    private List<InetSocketAddress> present() {
        Optional<String> text = System.getProperty("dns.server") == null ? read() : Optional.empty();
        return text.map(lines -> ResolvConf.servers(lines, this::warn)).orElseGet(this::knownToDnsjava);
    }

    private Optional<String> read() {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1));
        } catch (IOException noSuchFile) {
            return Optional.empty();
        }
    }

    private List<InetSocketAddress> knownToDnsjava() {
        if (!addresses.isEmpty()) {
            ResolverConfig.refresh();
        }
        List<InetSocketAddress> usable = ResolverConfig.getCurrentConfig().servers().stream()
                .filter(server -> !server.isUnresolved())
                .toList();
        return usable.isEmpty() ? ResolvConf.servers("", this::warn) : usable;
    }

    private void warn(String address) {
        if (warnedOf.size() < 100 && warnedOf.add(address)) {
            LOG.warn("'{}' in {} is no resolver that can be used here. The others are asked.", address, file);
        }
    }
}
