package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** All mail servers, on one port. */
final class MxFarm implements AutoCloseable {
    private static final int ATTEMPTS = 50;

    private final Map<String, MxServer> servers = new LinkedHashMap<>();
    private final Journal<ReceivedMail> mails = new Journal<>();
    private final Socket portHolder;

    private MxFarm(Blueprint blueprint, TestAuthority authority, ShutdownSignal shutdown, Socket portHolder) {
        this.portHolder = portHolder;
        for (MxHost host : blueprint.hosts().values()) {
            List<InetAddress> addresses = blueprint.listeningAddresses(host);
            servers.put(host.name(), new MxServer(host, addresses, authority, shutdown, mails));
        }
    }

    /** Tries free ports until all addresses have the same one free. */
    static MxFarm open(Blueprint blueprint, TestAuthority authority, ShutdownSignal shutdown) throws IOException {
        IOException lastClash = new IOException("not tried");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Socket portHolder = new Socket();
            portHolder.bind(new InetSocketAddress(LoopbackAddresses.parse(LoopbackAddresses.PORT_HOLDER), 0));
            MxFarm farm = new MxFarm(blueprint, authority, shutdown, portHolder);
            try {
                farm.listen();
                return farm;
            } catch (IOException clash) {
                farm.close();
                lastClash = clash;
            }
        }
        throw lastClash;
    }

    private void listen() throws IOException {
        for (MxServer server : servers.values()) {
            server.open(port());
        }
    }

    int port() {
        return portHolder.getLocalPort();
    }

    Journal<ReceivedMail> mails() {
        return mails;
    }

    MxServer server(String name) {
        return Optional.ofNullable(servers.get(HostNames.canonical(name)))
                .orElseThrow(() -> new NoSuchElementException("no mail server " + name + " among " + servers.keySet()));
    }

    void reset(Blueprint blueprint) {
        blueprint.hosts().forEach((name, host) -> server(name).reset(host));
        mails.clear();
    }

    @Override
    public void close() {
        servers.values().forEach(MxServer::close);
        try {
            portHolder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
