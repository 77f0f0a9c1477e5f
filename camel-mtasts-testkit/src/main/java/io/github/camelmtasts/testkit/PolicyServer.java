package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The HTTPS server of every policy host, told apart by server name (SNI) and Host header. What it serves can be changed
 * while it runs; a change counts from the next connection on. One request per connection. Thread-safe.
 */
public final class PolicyServer implements AutoCloseable {
    private final PolicyShelf shelf = new PolicyShelf();
    private final Journal<PolicyRequest> requests = new Journal<>();
    private final Journal<String> connections = new Journal<>();
    private final Map<String, AtomicLong> bytesWritten = new ConcurrentHashMap<>();
    private final TcpListener listener;

    private PolicyServer(InetAddress address, TestAuthority authority, ShutdownSignal shutdown) throws IOException {
        this.listener = TcpListener.open(
                new InetSocketAddress(address, 0),
                "policy host",
                client -> new PolicyConversation(client, this, authority, shutdown).hold());
    }

    static PolicyServer start(InetAddress address, TestAuthority authority, ShutdownSignal shutdown)
            throws IOException {
        return new PolicyServer(address, authority, shutdown);
    }

    /** The TCP port. */
    public int port() {
        return listener.port();
    }

    /**
     * Serves a file for a domain, in place of the one of the same format. DNS is left as it is: a domain that was
     * described without a policy still needs its records.
     */
    public void serve(String domain, PolicyFile file) {
        shelf.put(HostNames.policyHost(domain), file);
    }

    /** Serves nothing more for a domain: every path is answered with 404. */
    public void withdraw(String domain) {
        shelf.remove(HostNames.policyHost(domain));
    }

    /** All requests in order. */
    public List<PolicyRequest> requests() {
        return requests.entries();
    }

    /** The requests whose Host header names the policy host of this domain. */
    public List<PolicyRequest> requests(String domain) {
        String host = HostNames.policyHost(domain);
        return requests.entries(request -> request.host().equals(host));
    }

    /** Waits until there were that many requests or the time is over, and returns those that came. */
    public List<PolicyRequest> awaitRequests(int count, Duration limit) {
        return requests.await(count, limit);
    }

    /** How many TLS hellos named the policy host of this domain: failed handshakes count too. */
    public int connections(String domain) {
        String host = HostNames.policyHost(domain);
        return connections.entries(host::equals).size();
    }

    /** How many octets of bodies the network has taken for this domain: shows that a client stopped reading. */
    public long bytesWritten(String domain) {
        return written(HostNames.policyHost(domain)).get();
    }

    /** Forgets requests, connections and octets counted so far. */
    public void clearRequests() {
        requests.clear();
        connections.clear();
        bytesWritten.clear();
    }

    /** Stops listening and closes every connection. */
    @Override
    public void close() {
        listener.close();
    }

    void reset() {
        shelf.clear();
        clearRequests();
    }

    PolicyShelf shelf() {
        return shelf;
    }

    void connected(String serverName) {
        connections.add(serverName);
    }

    void requested(PolicyRequest request) {
        requests.add(request);
    }

    AtomicLong written(String host) {
        return bytesWritten.computeIfAbsent(host, unused -> new AtomicLong());
    }
}
