package io.github.camelmtasts.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import io.github.camelmtasts.policy.DomainName;

/** The door to DNS. Every question ends within a bounded time, with an answer and never with an exception. */
public interface DnsLookup {

    /**
     * TXT records, CNAMEs followed, from memory while their TTL lasts.
     *
     * @return one string per record, its character-strings joined with nothing between (RFC 8461 section 3.1)
     */
    DnsAnswer<List<String>> txt(String name);

    /** As {@link #txt(String)}, but who asks waits no longer than this; what comes later is there for the next caller. */
    default DnsAnswer<List<String>> txt(String name, Duration patience) {
        return txt(name);
    }

    /** As {@link #txt(String)}, but asked of the resolver although an answer may be remembered. */
    DnsAnswer<List<String>> freshTxt(String name);

    /** As {@link #freshTxt(String)}, and for how long resolvers keep the answer, as far as ours says. */
    default TimedAnswer<List<String>> timedTxt(String name) {
        return new TimedAnswer<>(freshTxt(name), Duration.ZERO);
    }

    /** MX records, in no order, CNAMEs followed. */
    DnsAnswer<List<MxRecord>> mx(DomainName domain);

    /** The name of which this host is an alias (CNAME); asked of the resolver each time. */
    default DnsAnswer<String> alias(DomainName host) {
        return new DnsAnswer.NoData<>();
    }

    /** IPv4 and IPv6 addresses, each carrying {@code host} as its name, so that nothing looks it up again. */
    DnsAnswer<List<InetAddress>> addresses(DomainName host);

    /**
     * As {@link #addresses}, for who must know all of them: a failure if one family cannot be looked up. Asked each time; with how
     * long resolvers keep the one that they keep longest.
     */
    default TimedAnswer<List<InetAddress>> everyAddress(DomainName host) {
        return new TimedAnswer<>(addresses(host), Duration.ZERO);
    }
}
