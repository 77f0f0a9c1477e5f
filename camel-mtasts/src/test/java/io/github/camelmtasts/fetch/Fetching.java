package io.github.camelmtasts.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.testkit.LoopbackInternet;

/** Fetchers and requests on a loopback internet. */
final class Fetching {

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "deadlines of tests");
        thread.setDaemon(true);
        return thread;
    });

    private Fetching() {}

    /** As in production, but for the port. */
    static PolicyFetcher strict(LoopbackInternet internet) {
        return at(internet, internet.policyPort(), HttpsPolicyFetcher.DEADLINE);
    }

    static PolicyFetcher lenient(LoopbackInternet internet) {
        FetchSettings lenient = new FetchSettings(internet.policyPort(), true, Optional.empty());
        return new HttpsPolicyFetcher(internet.clientSslContext(), lenient, TIMER);
    }

    /** With a short deadline, which hits whatever is made slow on purpose. */
    static PolicyFetcher impatient(LoopbackInternet internet) {
        return within(Duration.ofMillis(600), internet, internet.policyPort());
    }

    static PolicyFetcher impatient(LoopbackInternet internet, RawServer server) {
        return within(Duration.ofMillis(600), internet, server.port());
    }

    static PolicyFetcher at(LoopbackInternet internet, RawServer server) {
        return within(HttpsPolicyFetcher.DEADLINE, internet, server.port());
    }

    static PolicyFetcher within(Duration deadline, LoopbackInternet internet, int port) {
        return at(internet, port, deadline);
    }

    private static PolicyFetcher at(LoopbackInternet internet, int port, Duration deadline) {
        FetchSettings direct = new FetchSettings(port, false, Optional.empty());
        return new HttpsPolicyFetcher(internet.clientSslContext(), direct, TIMER, deadline);
    }

    /** Through a proxy, within a deadline. */
    static PolicyFetcher through(Optional<FetchProxy> proxy, LoopbackInternet internet, Duration deadline) {
        FetchSettings settings = new FetchSettings(internet.policyPort(), false, proxy);
        return new HttpsPolicyFetcher(internet.clientSslContext(), settings, TIMER, deadline);
    }

    /** As in production, but for the port and whom it trusts. */
    static PolicyFetcher trusting(SSLContext trust, LoopbackInternet internet) {
        return new HttpsPolicyFetcher(trust, new FetchSettings(internet.policyPort(), false, Optional.empty()), TIMER);
    }

    static PolicyRequest policyOf(String domain) {
        return policyOf(domain, "127.0.0.1");
    }

    static PolicyRequest policyOf(String domain, String... addresses) {
        return new PolicyRequest(DomainName.of(domain), Dialect.RFC8461, addresses(addresses));
    }

    static PolicyRequest draftPolicyOf(String domain) {
        return new PolicyRequest(DomainName.of(domain), Dialect.DRAFT06, addresses("127.0.0.1"));
    }

    /** The kind of failure, or the text {@code fetched}. */
    static String outcome(FetchResult result) {
        return result instanceof FetchResult.Failed failed ? failed.failure().name() : "fetched";
    }

    static String detail(FetchResult result) {
        return ((FetchResult.Failed) result).detail();
    }

    static String text(FetchResult result) {
        return ((FetchResult.Fetched) result).text();
    }

    private static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals).map(Fetching::address).toList();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException noLiteral) {
            throw new IllegalArgumentException(noLiteral);
        }
    }
}
