package io.github.camelmtasts.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.github.camelmtasts.policy.DomainName;

/**
 * The {@link DnsLookup} that remembers: positive and negative answers by their TTL (RFC 2308), and failures, so that a broken
 * zone costs one wait and not one for each mail (RFC 9520 section 3.2). Safe for use by many threads.
 */
public final class DnsMemory implements DnsLookup {

    /** Longer than any question takes, so that who waits hears what each resolver did. */
    private static final Duration PATIENCE = DnsjavaResolver.QUESTION_LIMIT.plusSeconds(1);

    private final StubResolver resolver;
    private final AnswerMemory<String, String> texts;
    private final AnswerMemory<DomainName, MxRecord> mailHosts;
    private final AnswerMemory<DomainName, InetAddress> addresses;
    private final AnswerMemory<DomainName, String> aliases;

    /**
     * An empty memory.
     *
     * @param servers resolvers to ask; empty for those of the operating system
     * @param clock   by which answers age
     */
    public DnsMemory(List<InetSocketAddress> servers, Clock clock) {
        this(servers, ResolverListener.NOBODY, clock);
    }

    /** As above, and this listener hears of what comes from the resolvers. */
    public DnsMemory(List<InetSocketAddress> servers, ResolverListener listener, Clock clock) {
        this(new HeardResolver(new DnsjavaResolver(servers), listener), clock);
    }

    DnsMemory(StubResolver resolver, Clock clock) {
        this.resolver = resolver;
        this.texts = new AnswerMemory<>(resolver::txt, clock);
        this.mailHosts = new AnswerMemory<>(resolver::mx, clock);
        this.addresses = new AnswerMemory<>(resolver::addresses, clock);
        this.aliases = new AnswerMemory<>(resolver::aliases, clock);
    }

    @Override
    public DnsAnswer<List<String>> txt(String name) {
        return txt(name, PATIENCE);
    }

    @Override
    public DnsAnswer<List<String>> txt(String name, Duration patience) {
        return texts.answer(inLowerCase(name), patience);
    }

    @Override
    public DnsAnswer<List<String>> freshTxt(String name) {
        return texts.freshAnswer(inLowerCase(name), PATIENCE);
    }

    @Override
    public TimedAnswer<List<String>> timedTxt(String name) {
        return resolver.txt(inLowerCase(name)).join();
    }

    @Override
    public DnsAnswer<List<MxRecord>> mx(DomainName domain) {
        return mailHosts.answer(domain, PATIENCE);
    }

    @Override
    public DnsAnswer<String> alias(DomainName host) {
        return aliases.freshAnswer(host, PATIENCE).map(targets -> targets.get(0));
    }

    @Override
    public DnsAnswer<List<InetAddress>> addresses(DomainName host) {
        return addresses.answer(host, PATIENCE);
    }

    @Override
    public TimedAnswer<List<InetAddress>> everyAddress(DomainName host) {
        return resolver.everyAddress(host).join();
    }

    /** RFC 4343 section 3: names that differ in case only are one. */
    private static String inLowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** How many names there is an answer for, a name counted for each type of question. */
    long size() {
        return texts.size() + mailHosts.size() + addresses.size();
    }
}
