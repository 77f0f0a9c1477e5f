package io.github.camelmtasts.testkit;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelmtasts.testkit.DnsFaults.Fault;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Turns a query into an answer; knows no sockets. Thread-safe. */
final class DnsResponder {
    private static final int PAYLOAD_WITHOUT_EDNS = 512;
    private static final int OUR_PAYLOAD = 1232; // what fits one unfragmented datagram almost everywhere

    private final DnsZone zone = new DnsZone();
    private final DnsFaults faults = new DnsFaults();
    private final DnsTtls ttls = new DnsTtls();

    DnsZone zone() {
        return zone;
    }

    DnsFaults faults() {
        return faults;
    }

    DnsTtls ttls() {
        return ttls;
    }

    void reset() {
        zone.clear();
        faults.clear();
        ttls.reset();
    }

    /** The packets that disturb the answer over UDP to this question. */
    List<DnsNoise> noise(Message query) {
        Record question = query.getQuestion();
        return faults.find(question.getName(), question.getType()).orElse(null) instanceof Fault.Noise noise
                ? noise.packets()
                : List.of();
    }

    /** The answer on the wire; never completed where the script wants silence. */
    CompletableFuture<byte[]> respond(Message query, DnsQuery.Transport transport) {
        Record question = query.getQuestion();
        Fault fault = faults.find(question.getName(), question.getType()).orElse(null);
        if (isSilence(query, fault)) {
            return new CompletableFuture<>();
        }
        byte[] answer = wire(query, fault, transport);
        if (fault instanceof Fault.HoldFirst hold) {
            return hold.end().thenApply(over -> answer);
        }
        return fault instanceof Fault.Hold hold
                ? hold.end().thenApply(over -> answer)
                : CompletableFuture.completedFuture(answer);
    }

    private static boolean isSilence(Message query, @Nullable Fault fault) {
        if (fault instanceof Fault.OldServer old) {
            return old.trouble() == EdnsTrouble.SILENCE && query.getOPT() != null;
        }
        return fault instanceof Fault.Silence
                || (fault instanceof Fault.HoldFirst hold && hold.seen().getAndSet(true));
    }

    private byte[] wire(Message query, @Nullable Fault fault, DnsQuery.Transport transport) {
        Message response = skeleton(query);
        if (fault instanceof Fault.Failure failure) {
            return failed(response, failure).toWire();
        }
        if (fault instanceof Fault.Lameness) {
            response.getHeader().unsetFlag(Flags.AA);
            response.getHeader().unsetFlag(Flags.RA);
            return response.toWire();
        }
        if (fault instanceof Fault.OldServer old) {
            return OldDnsServer.answered(old.trouble(), query, answered(response, query.getQuestion()));
        }
        if (fault instanceof Fault.Referral) {
            response.addRecord(otherServer(), Section.AUTHORITY);
            return response.toWire();
        }
        if (transport == DnsQuery.Transport.TCP) {
            return answered(response, query.getQuestion()).toWire();
        }
        if (fault instanceof Fault.Truncation) {
            response.getHeader().setFlag(Flags.TC);
            return response.toWire();
        }
        return answered(response, query.getQuestion()).toWire(payload(query));
    }

    private static Message failed(Message response, Fault.Failure failure) {
        response.getHeader().setRcode(failure.rcode());
        if (failure.reason() != null && response.getOPT() != null) {
            response.removeAllRecords(Section.ADDITIONAL);
            response.addRecord(new OPTRecord(OUR_PAYLOAD, 0, 0, 0, List.of(failure.reason())), Section.ADDITIONAL);
        }
        return response;
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
        answer.records().forEach(record -> response.addRecord(ttls.applied(record), Section.ANSWER));
        if (!answer.found()) {
            ttls.startOfAuthority().forEach(soa -> response.addRecord(soa, Section.AUTHORITY));
        }
        response.getHeader().setRcode(answer.nameExists() ? Rcode.NOERROR : Rcode.NXDOMAIN);
        return response;
    }

    private static Record otherServer() {
        Name server = DnsRecords.name("dns.loopback-internet.invalid");
        return new NSRecord(Name.root, DClass.IN, 300, server);
    }

    private static int payload(Message query) {
        OPTRecord opt = query.getOPT();
        return opt == null ? PAYLOAD_WITHOUT_EDNS : Math.max(PAYLOAD_WITHOUT_EDNS, opt.getPayloadSize());
    }
}
