package io.github.camelmtasts.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.camelmtasts.policy.DomainName;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * {@link StubResolver} by dnsjava: UDP, TCP when truncated, CNAMEs followed. Answers are read on dnsjava's one network thread: a
 * thread of our own would only hand them on, for nothing here waits.
 */
final class DnsjavaResolver implements StubResolver {

    /** For a question in all, CNAMEs and further resolvers included. */
    static final Duration QUESTION_LIMIT = Duration.ofSeconds(5);

    private final Resolver resolver;
    private final RootZone rootZone = new RootZone(
            domain -> asked(domain, Type.SOA, SOARecord.class, soa -> soa)
                    .thenApply(asked -> asked.answer() instanceof DnsAnswer.NoSuchName),
            System::nanoTime);

    /** Asks these servers; those of the operating system if there is none. */
    DnsjavaResolver(List<InetSocketAddress> servers) {
        this(servers.isEmpty() ? new SystemServers() : fixed(servers));
    }

    DnsjavaResolver(Supplier<List<NameServer>> servers) {
        this.resolver = new ServersInTurn(servers);
    }

    private static Supplier<List<NameServer>> fixed(List<InetSocketAddress> addresses) {
        List<NameServer> servers =
                addresses.stream().distinct().map(NameServer::new).toList();
        return () -> servers;
    }

    @Override
    public CompletableFuture<TimedAnswer<List<String>>> txt(String name) {
        return ask(name, Type.TXT, TXTRecord.class, DnsjavaResolver::joined);
    }

    @Override
    public CompletableFuture<TimedAnswer<List<MxRecord>>> mx(DomainName domain) {
        return ask(domain.toString(), Type.MX, MXRecord.class, DnsjavaResolver::mxRecord);
    }

    @Override
    public CompletableFuture<TimedAnswer<List<InetAddress>>> addresses(DomainName host) {
        return bothFamilies(host, DnsjavaResolver::merge, ListeningResolver::shorter);
    }

    @Override
    public CompletableFuture<TimedAnswer<List<InetAddress>>> everyAddress(DomainName host) {
        return bothFamilies(host, DnsjavaResolver::all, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    private static DnsAnswer<List<InetAddress>> all(
            DnsAnswer<List<InetAddress>> ipv4, DnsAnswer<List<InetAddress>> ipv6) {
        if (ipv4 instanceof DnsAnswer.Failed) {
            return ipv4;
        }
        return ipv6 instanceof DnsAnswer.Failed ? ipv6 : merge(ipv4, ipv6);
    }

    private CompletableFuture<TimedAnswer<List<InetAddress>>> bothFamilies(
            DomainName host,
            BinaryOperator<DnsAnswer<List<InetAddress>>> together,
            BinaryOperator<Duration> ttlOfBoth) {
        return ask(host.toString(), Type.A, ARecord.class, record -> named(host, record.getAddress()))
                .thenCombine(
                        ask(host.toString(), Type.AAAA, AAAARecord.class, record -> named(host, record.getAddress())),
                        (ipv4, ipv6) -> new TimedAnswer<>(
                                together.apply(ipv4.answer(), ipv6.answer()), ttlOfBoth.apply(ipv4.ttl(), ipv6.ttl())));
    }

    @Override
    public CompletableFuture<TimedAnswer<List<String>>> aliases(DomainName host) {
        return ask(
                host.toString(),
                Type.CNAME,
                CNAMERecord.class,
                record -> record.getTarget().toString(true));
    }

    /** IPv4 goes first: the addresses that a small sender's reverse names and reputation are set up for. */
    private static DnsAnswer<List<InetAddress>> merge(
            DnsAnswer<List<InetAddress>> ipv4, DnsAnswer<List<InetAddress>> ipv6) {
        if (ipv4 instanceof DnsAnswer.Found<List<InetAddress>> four
                && ipv6 instanceof DnsAnswer.Found<List<InetAddress>> six) {
            return new DnsAnswer.Found<>(
                    Stream.concat(four.value().stream(), six.value().stream()).toList());
        }
        if (ipv4 instanceof DnsAnswer.Found || ipv6 instanceof DnsAnswer.NoSuchName) {
            return ipv4;
        }
        // one family found, or one failed: that says more than "none" of the other
        return ipv6 instanceof DnsAnswer.Found || ipv4 instanceof DnsAnswer.NoData ? ipv6 : ipv4;
    }

    private <R extends Record, T> CompletableFuture<TimedAnswer<List<T>>> ask(
            String name, int type, Class<R> recordClass, Function<R, T> conversion) {
        return asked(name, type, recordClass, conversion)
                .thenCompose(asked -> isInDoubt(name, asked)
                        ? rootZone.isDenied().thenApply(denied -> denied ? RootZone.<List<T>>denial() : asked.timed())
                        : CompletableFuture.completedFuture(asked.timed()))
                .completeOnTimeout(
                        TimedAnswer.failed("no answer within " + QUESTION_LIMIT.toMillis() + " ms"),
                        QUESTION_LIMIT.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** A resolver that cannot know a name must not deny it, nor seem well because it answers for the root itself. */
    private boolean isInDoubt(String name, Asked<?> asked) {
        if (name.isEmpty()) {
            return asked.answer() instanceof DnsAnswer.NoSuchName || rootZone.wasDenied();
        }
        return asked.answer() instanceof DnsAnswer.NoSuchName && asked.deniedByRoot() && RootZone.hasPartIn(name);
    }

    /** An answer, and whether it denies a name for want of a top-level domain. */
    private record Asked<T>(TimedAnswer<List<T>> timed, boolean deniedByRoot) {
        DnsAnswer<List<T>> answer() {
            return timed.answer();
        }
    }

    private <R extends Record, T> CompletableFuture<Asked<T>> asked(
            String name, int type, Class<R> recordClass, Function<R, T> conversion) {
        ListeningResolver listening = new ListeningResolver(resolver);
        LookupSession session = LookupSession.builder()
                .resolver(listening)
                .executor(Runnable::run)
                .clearSearchPath()
                .ndots(0)
                .build();
        return CompletableFuture.completedFuture(name + ".")
                .thenCompose(absolute -> session.lookupAsync(Name.fromConstantString(absolute), type))
                .thenApply(result -> listening.timed(answer(result, recordClass, conversion)))
                .exceptionally(failure -> listening.timed(fromFailure(failure)))
                .thenApply(timed -> new Asked<>(timed, listening.isDeniedByRoot()));
    }

    private static <R extends Record, T> DnsAnswer<List<T>> answer(
            LookupResult result, Class<R> recordClass, Function<R, T> conversion) {
        List<T> values = result.getRecords().stream()
                .filter(recordClass::isInstance)
                .map(recordClass::cast)
                .map(conversion)
                .toList();
        return values.isEmpty() ? new DnsAnswer.NoData<>() : new DnsAnswer.Found<>(values);
    }

    private static <T> DnsAnswer<T> fromFailure(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof NoSuchDomainException) {
            return new DnsAnswer.NoSuchName<>();
        }
        if (cause instanceof NoSuchRRSetException) {
            return new DnsAnswer.NoData<>();
        }
        String words = cause.getMessage();
        return new DnsAnswer.Failed<>(
                words == null ? "no resolver answers: " + cause.getClass().getSimpleName() : words);
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
}
