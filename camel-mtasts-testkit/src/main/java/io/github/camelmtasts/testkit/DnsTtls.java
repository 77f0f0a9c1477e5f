package io.github.camelmtasts.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/** For how long answers may be remembered. Thread-safe. */
final class DnsTtls {
    private static final Duration DEFAULT_TTL = Duration.ofMinutes(5);

    private final Map<Name, Duration> ofNames = new ConcurrentHashMap<>();
    private volatile Duration ofAll = DEFAULT_TTL;
    private volatile Function<Duration, List<Record>> authority = ttl -> soa(ttl, ttl);

    void ofAll(Duration ttl) {
        ofAll = ttl;
    }

    void of(Name name, Duration ttl) {
        ofNames.put(name, ttl);
    }

    void ofNothing(Duration soaTtl, Duration minimum) {
        authority = anyTtl -> soa(soaTtl, minimum);
    }

    void withoutAuthority() {
        authority = anyTtl -> List.of();
    }

    void reset() {
        ofNames.clear();
        ofAll = DEFAULT_TTL;
        authority = ttl -> soa(ttl, ttl);
    }

    Record applied(Record record) {
        return DnsRecords.withTtl(record, ofNames.getOrDefault(record.getName(), ofAll));
    }

    /** Tells resolvers how long they may remember that there is nothing (RFC 2308 section 3); empty: it does not tell. */
    List<Record> startOfAuthority() {
        return authority.apply(ofAll);
    }

    private static List<Record> soa(Duration ttl, Duration minimum) {
        Name server = DnsRecords.name("dns.loopback-internet.invalid");
        return List.of(new SOARecord(
                Name.root, DClass.IN, ttl.toSeconds(), server, server, 1, 3600, 600, 86400, minimum.toSeconds()));
    }
}
