package io.github.camelmtasts.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Untrusted;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** {@link DnsLookup} by dnsjava: UDP, TCP when truncated, CNAMEs followed, positive and negative answers cached by TTL. */
public final class DnsjavaLookup implements DnsLookup {

    /** For a question in all, CNAMEs and further resolvers included. */
    private static final Duration QUESTION_LIMIT = Duration.ofSeconds(5);

    /** For one packet to one resolver, so that a second one has its turn within the limit. */
    private static final Duration PACKET_LIMIT = Duration.ofSeconds(2);

    /** No answer is believed for longer, whatever its TTL says. */
    private static final Duration MAX_POSITIVE_TTL = Duration.ofHours(1);

    /** A domain that begins with MTA-STS is noticed within this time (RFC 2308 section 5). */
    private static final Duration MAX_NEGATIVE_TTL = Duration.ofMinutes(5);

    private static final int MAX_CACHED_NAMES = 100_000;

    private final Cache cache = new Cache(DClass.IN);
    private final LookupSession cached;
    private final LookupSession uncached;

    /**
     * A look-up with a cache of its own.
     *
     * @param servers  resolvers in the order of asking; empty for those of the operating system
     * @param executor runs what dnsjava does between packets
     */
    public DnsjavaLookup(List<InetSocketAddress> servers, Executor executor) {
        cache.setMaxCache((int) MAX_POSITIVE_TTL.toSeconds());
        cache.setMaxNCache((int) MAX_NEGATIVE_TTL.toSeconds());
        cache.setMaxEntries(MAX_CACHED_NAMES);
        Resolver resolver = resolver(servers);
        this.cached = session(resolver, executor).cache(cache).build();
        this.uncached = session(resolver, executor).build();
    }

    private static Resolver resolver(List<InetSocketAddress> servers) {
        ExtendedResolver resolver = servers.isEmpty()
                ? new ExtendedResolver()
                : new ExtendedResolver(
                        servers.stream().<Resolver>map(SimpleResolver::new).toList());
        for (Resolver each : resolver.getResolvers()) {
            each.setTimeout(PACKET_LIMIT);
        }
        resolver.setTimeout(QUESTION_LIMIT);
        resolver.setRetries(2);
        return resolver;
    }

    private static LookupSession.LookupSessionBuilder session(Resolver resolver, Executor executor) {
        return LookupSession.builder()
                .resolver(resolver)
                .executor(executor)
                .clearSearchPath()
                .ndots(0);
    }

    @Override
    public DnsAnswer<List<String>> txt(String name) {
        return await(ask(cached, name, Type.TXT)).map(DnsjavaLookup::texts);
    }

    @Override
    public DnsAnswer<List<String>> freshTxt(String name) {
        return await(ask(uncached, name, Type.TXT).thenApply(this::forget)).map(DnsjavaLookup::texts);
    }

    @Override
    public DnsAnswer<List<MxRecord>> mx(DomainName domain) {
        return await(ask(cached, domain.toString(), Type.MX))
                .map(result -> convert(result, MXRecord.class, DnsjavaLookup::mxRecord));
    }

    @Override
    public DnsAnswer<List<InetAddress>> addresses(DomainName host) {
        CompletableFuture<LookupResult> ipv4 = ask(cached, host.toString(), Type.A);
        CompletableFuture<LookupResult> ipv6 = ask(cached, host.toString(), Type.AAAA);
        return merge(
                await(ipv4).map(result -> convert(result, ARecord.class, record -> named(host, record.getAddress()))),
                await(ipv6)
                        .map(result -> convert(result, AAAARecord.class, record -> named(host, record.getAddress()))));
    }

    /** IPv4 goes first: the addresses that a small sender's reverse names and reputation are set up for. */
    private static DnsAnswer<List<InetAddress>> merge(
            DnsAnswer<List<InetAddress>> ipv4, DnsAnswer<List<InetAddress>> ipv6) {
        if (ipv4 instanceof DnsAnswer.Found<List<InetAddress>> four
                && ipv6 instanceof DnsAnswer.Found<List<InetAddress>> six) {
            List<InetAddress> both = new ArrayList<>(four.value());
            both.addAll(six.value());
            return new DnsAnswer.Found<>(both);
        }
        if (ipv4 instanceof DnsAnswer.Found || ipv6 instanceof DnsAnswer.NoSuchName) {
            return ipv4;
        }
        // one family found, or one failed: that says more than "none" of the other
        return ipv6 instanceof DnsAnswer.Found || ipv4 instanceof DnsAnswer.NoData ? ipv6 : ipv4;
    }

    private static CompletableFuture<LookupResult> ask(LookupSession session, String name, int type) {
        try {
            return session.lookupAsync(Name.fromString(name + "."), type).toCompletableFuture();
        } catch (TextParseException tooLong) {
            return CompletableFuture.failedFuture(tooLong);
        }
    }

    private static DnsAnswer<LookupResult> await(CompletableFuture<LookupResult> question) {
        try {
            LookupResult result = question.get(QUESTION_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return result.getRecords().isEmpty() ? new DnsAnswer.NoData<>() : new DnsAnswer.Found<>(result);
        } catch (ExecutionException failed) {
            return fromFailure(failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException | CancellationException timeout) {
            question.cancel(true);
            return new DnsAnswer.Failed<>("no answer within " + QUESTION_LIMIT.toSeconds() + " s");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new DnsAnswer.Failed<>("the look-up was interrupted");
        }
    }

    private static DnsAnswer<LookupResult> fromFailure(Throwable failure) {
        if (failure instanceof NoSuchDomainException) {
            return new DnsAnswer.NoSuchName<>();
        }
        if (failure instanceof NoSuchRRSetException) {
            return new DnsAnswer.NoData<>();
        }
        return new DnsAnswer.Failed<>(Untrusted.text(String.valueOf(failure.getMessage())));
    }

    /** A fresh answer makes what is cached of the name, and of its aliases, worthless. */
    private LookupResult forget(LookupResult result) {
        result.getAliases().forEach(cache::flushName);
        result.getRecords().forEach(record -> cache.flushName(record.getName()));
        return result;
    }

    private static List<String> texts(LookupResult result) {
        return convert(result, TXTRecord.class, DnsjavaLookup::joined);
    }

    /** RFC 8461 section 3.1: the strings of one record are joined with nothing between. */
    private static String joined(TXTRecord record) {
        StringBuilder text = new StringBuilder();
        for (Object string : record.getStringsAsByteArrays()) {
            text.append(new String((byte[]) string, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    private static MxRecord mxRecord(MXRecord record) {
        Name target = record.getTarget();
        return new MxRecord(record.getPriority(), target.equals(Name.root) ? "" : target.toString(true));
    }

    private static InetAddress named(DomainName host, InetAddress address) {
        try {
            return InetAddress.getByAddress(host.toString(), address.getAddress());
        } catch (UnknownHostException neverForAnAddress) {
            throw new IllegalStateException(neverForAnAddress);
        }
    }

    private static <R extends Record, T> List<T> convert(
            LookupResult result, Class<R> type, Function<R, T> conversion) {
        return result.getRecords().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .map(conversion)
                .toList();
    }
}
