package io.github.camelmtasts.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelmtasts.policy.DomainName;

/**
 * Asks DNS, and remembers nothing. Each future ends within a bounded time, with an answer and never with an exception; what is
 * chained to it must be quick, since it delays the answers to others.
 */
interface StubResolver {

    CompletableFuture<TimedAnswer<List<String>>> txt(String name);

    CompletableFuture<TimedAnswer<List<MxRecord>>> mx(DomainName domain);

    CompletableFuture<TimedAnswer<List<InetAddress>>> addresses(DomainName host);

    /** A failure if one family cannot be looked up. */
    default CompletableFuture<TimedAnswer<List<InetAddress>>> everyAddress(DomainName host) {
        return addresses(host);
    }

    default CompletableFuture<TimedAnswer<List<String>>> aliases(DomainName host) {
        return CompletableFuture.completedFuture(TimedAnswer.failed("this resolver knows no aliases"));
    }
}
