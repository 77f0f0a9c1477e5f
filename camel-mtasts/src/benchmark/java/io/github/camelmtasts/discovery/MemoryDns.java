package io.github.camelmtasts.discovery;

import java.net.InetAddress;
import java.util.List;

import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.dns.MxRecord;
import io.github.camelmtasts.policy.DomainName;

/** DNS at no cost: every domain has the same record, and every host the same address. */
record MemoryDns() implements DnsLookup {

    private static final DnsAnswer<List<String>> RECORD =
            new DnsAnswer.Found<>(List.of("v=STSv1; id=20261123120000Z;"));

    @Override
    public DnsAnswer<List<String>> txt(String name) {
        return RECORD;
    }

    @Override
    public DnsAnswer<List<String>> freshTxt(String name) {
        return RECORD;
    }

    @Override
    public DnsAnswer<List<MxRecord>> mx(DomainName domain) {
        return new DnsAnswer.NoData<>();
    }

    @Override
    public DnsAnswer<List<InetAddress>> addresses(DomainName host) {
        return new DnsAnswer.Found<>(List.of(InetAddress.getLoopbackAddress()));
    }
}
