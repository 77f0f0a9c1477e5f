package io.github.camelmtasts.discovery;

import java.net.InetAddress;
import java.util.List;

import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.dns.MxRecord;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.fetch.FetchResult;
import io.github.camelmtasts.fetch.PolicyFetcher;
import io.github.camelmtasts.fetch.PolicyRequest;
import io.github.camelmtasts.policy.DomainName;

/** A world without sockets, for what is about numbers: every domain enforces, unless all have vanished. Thread-safe. */
final class EveryDomain implements DnsLookup, PolicyFetcher {

    private volatile boolean vanished;

    void vanish() {
        vanished = true;
    }

    void comeBack() {
        vanished = false;
    }

    @Override
    public DnsAnswer<List<String>> txt(String name) {
        return vanished ? new DnsAnswer.NoSuchName<>() : new DnsAnswer.Found<>(List.of("v=STSv1; id=1;"));
    }

    @Override
    public DnsAnswer<List<String>> freshTxt(String name) {
        return txt(name);
    }

    @Override
    public DnsAnswer<List<MxRecord>> mx(DomainName domain) {
        return new DnsAnswer.NoData<>();
    }

    @Override
    public DnsAnswer<List<InetAddress>> addresses(DomainName host) {
        return new DnsAnswer.Found<>(List.of(InetAddress.getLoopbackAddress()));
    }

    @Override
    public FetchResult fetch(PolicyRequest request) {
        return vanished
                ? new FetchResult.Failed(FetchFailure.NOT_FOUND, "404")
                : new FetchResult.Fetched(
                        "version: STSv1\nmode: enforce\nmx: mx." + request.domain() + "\nmax_age: 604800\n");
    }
}
