package io.github.camelmtasts.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelmtasts.policy.DomainName;

/** Tells somebody of every answer of a resolver. */
final class HeardResolver implements StubResolver {

    private final StubResolver resolver;
    private final ResolverListener listener;

    HeardResolver(StubResolver resolver, ResolverListener listener) {
        this.resolver = resolver;
        this.listener = listener;
    }

    @Override
    public CompletableFuture<TimedAnswer<List<String>>> txt(String name) {
        return resolver.txt(name).thenApply(this::heard);
    }

    @Override
    public CompletableFuture<TimedAnswer<List<MxRecord>>> mx(DomainName domain) {
        return resolver.mx(domain).thenApply(this::heard);
    }

    @Override
    public CompletableFuture<TimedAnswer<List<InetAddress>>> addresses(DomainName host) {
        return resolver.addresses(host).thenApply(this::heard);
    }

    @Override
    public CompletableFuture<TimedAnswer<List<InetAddress>>> everyAddress(DomainName host) {
        return resolver.everyAddress(host).thenApply(this::heard);
    }

    @Override
    public CompletableFuture<TimedAnswer<List<String>>> aliases(DomainName host) {
        return resolver.aliases(host).thenApply(this::heard);
    }

    private <T> TimedAnswer<T> heard(TimedAnswer<T> answer) {
        if (answer.answer() instanceof DnsAnswer.Failed<T> failed) {
            listener.failed(failed.detail());
        } else {
            listener.answered();
        }
        return answer;
    }
}
