package io.github.camelmtasts.testkit;

import java.time.Duration;
import java.util.Optional;

import io.github.camelmtasts.testkit.DnsFaults.Fault;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** Turns a query into an answer; knows no sockets. Thread-safe. */
final class DnsResponder {
    private static final int PAYLOAD_WITHOUT_EDNS = 512;
    private static final int OUR_PAYLOAD = 1232; // what fits one unfragmented datagram almost everywhere
    private static final Duration DEFAULT_TTL = Duration.ofMinutes(5);

    private final DnsZone zone = new DnsZone();
    private final DnsFaults faults = new DnsFaults();
    private volatile Duration ttl = DEFAULT_TTL;

    DnsZone zone() {
        return zone;
    }

    DnsFaults faults() {
        return faults;
    }

    void ttl(Duration other) {
        ttl = other;
    }

    void reset() {
        zone.clear();
        faults.clear();
        ttl = DEFAULT_TTL;
    }

    /** The answer on the wire, empty where the script wants silence. */
    Optional<byte[]> respond(Message query, DnsQuery.Transport transport) {
        Record question = query.getQuestion();
        Optional<Fault> fault = faults.find(question.getName(), question.getType());
        if (fault.filter(Fault.Silence.class::isInstance).isPresent()) {
            return Optional.empty();
        }
        Message response = skeleton(query);
        if (fault.orElse(null) instanceof Fault.Failure failure) {
            response.getHeader().setRcode(failure.rcode());
            return Optional.of(response.toWire());
        }
        if (transport == DnsQuery.Transport.TCP) {
            return Optional.of(answered(response, question).toWire());
        }
        if (fault.isPresent()) {
            response.getHeader().setFlag(Flags.TC);
            return Optional.of(response.toWire());
        }
        return Optional.of(answered(response, question).toWire(payload(query)));
    }

    private static Message skeleton(Message query) {
        Message response = new Message(query.getHeader().getID());
        response.getHeader().setOpcode(query.getHeader().getOpcode());
        response.getHeader().setFlag(Flags.QR);
        response.getHeader().setFlag(Flags.AA);
        response.getHeader().setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            response.getHeader().setFlag(Flags.RD);
        }
        response.addRecord(query.getQuestion(), Section.QUESTION);
        if (query.getOPT() != null) {
            response.addRecord(new OPTRecord(OUR_PAYLOAD, 0, 0), Section.ADDITIONAL);
        }
        return response;
    }

    private Message answered(Message response, Record question) {
        DnsZone.Answer answer = zone.find(question.getName(), question.getType());
        answer.records().forEach(record -> response.addRecord(withTtl(record), Section.ANSWER));
        if (!answer.found()) {
            response.addRecord(startOfAuthority(), Section.AUTHORITY);
        }
        response.getHeader().setRcode(answer.nameExists() ? Rcode.NOERROR : Rcode.NXDOMAIN);
        return response;
    }

    private Record withTtl(Record record) {
        return Record.newRecord(
                record.getName(), record.getType(), record.getDClass(), ttl.toSeconds(), record.rdataToWireCanonical());
    }

    /** Tells resolvers how long they may remember that there is nothing (RFC 2308 section 3). */
    private Record startOfAuthority() {
        Name server = DnsRecords.name("dns.loopback-internet.invalid");
        long seconds = ttl.toSeconds();
        return new SOARecord(Name.root, DClass.IN, seconds, server, server, 1, 3600, 600, 86400, seconds);
    }

    private static int payload(Message query) {
        OPTRecord opt = query.getOPT();
        return opt == null ? PAYLOAD_WITHOUT_EDNS : Math.max(PAYLOAD_WITHOUT_EDNS, opt.getPayloadSize());
    }
}
