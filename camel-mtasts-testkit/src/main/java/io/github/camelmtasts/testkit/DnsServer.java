package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.github.camelmtasts.testkit.DnsFaults.Fault;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The DNS of the internet, over UDP and TCP: authoritative for every name. Its answers can be changed while it runs; a
 * change counts from the next query on. Names are taken in any case, with or without a final dot. Thread-safe.
 */
public final class DnsServer implements AutoCloseable {
    private final DnsResponder responder = new DnsResponder();
    private final Journal<DnsQuery> queries = new Journal<>();
    private final DnsSockets sockets;

    private DnsServer(InetAddress address) throws IOException {
        this.sockets = DnsSockets.open(address, new Scripted());
    }

    /** A further server, with a port of its own on 127.0.0.1 and without records. */
    public static DnsServer open() throws IOException {
        return start(LoopbackAddresses.parse(LoopbackAddresses.MAIN));
    }

    static DnsServer start(InetAddress address) throws IOException {
        return new DnsServer(address);
    }

    /** The port, the same for UDP and TCP. */
    public int port() {
        return sockets.port();
    }

    /**
     * Sets the records of a type at a name, in place of those that were there; no data: the name exists, with no record
     * of that type.
     *
     * @param type such as {@code TXT}
     * @param rdata in master-file form, names taken as absolute; a TXT record that does not begin with a double quote
     *     is taken as it stands
     * @throws IllegalArgumentException if it cannot be read
     */
    public void answer(String name, String type, String... rdata) {
        Name owner = DnsRecords.name(name);
        int number = DnsRecords.type(type);
        List<Record> records = Stream.of(rdata)
                .map(data -> DnsRecords.record(owner, number, data))
                .toList();
        responder.zone().put(owner, number, records);
    }

    /** Removes the records of a type; a name without any other record no longer exists. */
    public void remove(String name, String type) {
        responder.zone().remove(DnsRecords.name(name), DnsRecords.type(type));
    }

    /**
     * Answers with an error.
     *
     * @param type null for every type
     * @param rcode such as {@code SERVFAIL} or {@code REFUSED}
     * @throws IllegalArgumentException if there is no such response code
     */
    public void fail(String name, @Nullable String type, String rcode) {
        int number = Rcode.value(rcode);
        if (number < 0) {
            throw new IllegalArgumentException("not a DNS response code: " + rcode);
        }
        put(name, type, new Fault.Failure(number, null));
    }

    /**
     * Answers SERVFAIL and says why (RFC 8914).
     *
     * @param infoCode such as 6 for DNSSEC Bogus
     * @param text     more words about it; may be empty
     */
    public void failFor(String name, int infoCode, String text) {
        put(name, null, new Fault.Failure(Rcode.SERVFAIL, new ExtendedErrorCodeOption(infoCode, text)));
    }

    /** Says that there is nothing, as a server does that neither has the zone nor looks up for others. */
    public void lame(String name) {
        put(name, null, new Fault.Lameness());
    }

    /** Answers rightly over UDP, but sends these packets before. */
    public void disturb(String name, DnsNoise... packets) {
        put(name, null, new Fault.Noise(List.of(packets)));
    }

    /** Answers for this name what has no OPT record, and does this with what has one. */
    public void withoutEdns(String name, EdnsTrouble trouble) {
        put(name, null, new Fault.OldServer(trouble));
    }

    /** Keeps the answer to the first question for this name back until it is healed, and never answers those after it. */
    public void holdFirst(String name) {
        put(name, null, new Fault.HoldFirst(new AtomicBoolean(), new CompletableFuture<>()));
    }

    /** Denies all that a test did not put there, the top-level domains too, as a resolver in a network without a way out. */
    public void isolate() {
        responder.zone().isolate();
    }

    /** Never answers a query for this name. */
    public void silence(String name) {
        put(name, null, new Fault.Silence());
    }

    /** Never answers a query for this name and type. */
    public void silence(String name, String type) {
        put(name, type, new Fault.Silence());
    }

    /** Says over UDP that the answer does not fit, so that the client has to ask over TCP, which works. */
    public void truncate(String name) {
        put(name, null, new Fault.Truncation());
    }

    /** Names other servers instead of answering, as one does who does not look up for others. */
    public void refer(String name) {
        put(name, null, new Fault.Referral());
    }

    /** Keeps the answers to this name back until it is healed; they are then those of the time of the question. */
    public void hold(String name) {
        put(name, null, new Fault.Hold(new CompletableFuture<>()));
    }

    /** Ends every failure, silence, truncation, referral and holding back of this name. */
    public void heal(String name) {
        responder.faults().heal(DnsRecords.name(name));
    }

    /** The time to live of all answers, negative ones too, in whole seconds; 300 seconds unless told. */
    public void ttl(Duration ttl) {
        responder.ttls().ofAll(ttl);
    }

    /** The time to live of the records of one name. */
    public void ttl(String name, Duration ttl) {
        responder.ttls().of(DnsRecords.name(name), ttl);
    }

    /** What negative answers say of their time to live: the SOA record's own TTL and its minimum field. */
    public void negativeTtl(Duration soaTtl, Duration minimum) {
        responder.ttls().ofNothing(soaTtl, minimum);
    }

    /** Lets negative answers say nothing of their time to live. */
    public void withoutSoa() {
        responder.ttls().withoutAuthority();
    }

    /** All questions in order, those that got no answer too. */
    public List<DnsQuery> queries() {
        return queries.entries();
    }

    /** The questions about one name. */
    public List<DnsQuery> queries(String name) {
        String wanted = HostNames.canonical(name);
        return queries.entries(query -> query.name().equals(wanted));
    }

    /** Waits until there were that many questions or the time is over, and returns those that came. */
    public List<DnsQuery> awaitQueries(int count, Duration limit) {
        return queries.await(count, limit);
    }

    /** Forgets the questions asked so far. */
    public void clearQueries() {
        queries.clear();
    }

    /** Makes a name exist, with or without records. */
    void exists(String name) {
        responder.zone().add(DnsRecords.name(name));
    }

    void reset() {
        responder.reset();
        queries.clear();
    }

    /** Stops answering. */
    @Override
    public void close() {
        sockets.close();
    }

    private void put(String name, @Nullable String type, Fault fault) {
        int number = type == null ? DnsFaults.ALL_TYPES : DnsRecords.type(type);
        responder.faults().put(DnsRecords.name(name), number, fault);
    }

    private final class Scripted implements DnsSockets.Answers {
        @Override
        public CompletableFuture<byte[]> answer(byte[] query, DnsQuery.Transport transport) throws IOException {
            return DnsServer.this.answer(query, transport);
        }

        @Override
        public List<DnsNoise> noise(byte[] query) throws IOException {
            return responder.noise(new Message(query));
        }
    }

    private CompletableFuture<byte[]> answer(byte[] packet, DnsQuery.Transport transport) throws IOException {
        Message query = new Message(packet);
        Record question = query.getQuestion();
        if (question == null) {
            throw new IOException("a query without a question");
        }
        String name = question.getName().toString(true).toLowerCase(Locale.ROOT);
        queries.add(new DnsQuery(name, Type.string(question.getType()), transport));
        return responder.respond(query, transport);
    }
}
