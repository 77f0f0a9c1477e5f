package io.github.camelmtasts.dns;

import java.io.IOException;
import java.security.SecureRandom;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Queries as packets, and which packets answer them (RFC 5452 section 9.1). */
final class Packets {

    /** What fits one unfragmented datagram almost everywhere (RFC 9715 section 3.2 allows up to 1,400). */
    private static final int PAYLOAD_SIZE = 1232;

    /** The type and the class at the end of a question. */
    private static final int FIXED_PART = 4;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Packets() {}

    /** The same question with an id of its own (RFC 5452 section 9.2). */
    static Message query(Message question, boolean withEdns) {
        Message query = question.clone();
        query.removeAllRecords(Section.ADDITIONAL);
        query.getHeader().setID(RANDOM.nextInt(1 << 16));
        if (withEdns) {
            query.addRecord(new OPTRecord(PAYLOAD_SIZE, 0, 0), Section.ADDITIONAL);
        }
        return query;
    }

    /** Whether this packet is a response to this query, and not one that came astray or was forged. */
    static boolean answers(Message query, byte[] wire, byte[] packet) {
        if (packet.length < Header.LENGTH || packet[0] != wire[0] || packet[1] != wire[1]) {
            return false;
        }
        Header header;
        try {
            header = new Header(packet);
        } catch (IOException malformed) {
            return false;
        }
        return header.getFlag(Flags.QR)
                && header.getOpcode() == Opcode.QUERY
                && (repeatsQuestion(query, wire, packet, header) || hasNoneButAnError(header));
    }

    private static boolean repeatsQuestion(Message query, byte[] wire, byte[] packet, Header header) {
        int end = Header.LENGTH + query.getQuestion().getName().length() + FIXED_PART;
        if (header.getCount(Section.QUESTION) != 1 || packet.length < end) {
            return false;
        }
        for (int i = Header.LENGTH; i < end; i++) {
            boolean inName = i < end - FIXED_PART;
            if (packet[i] != wire[i] && !(inName && lowerCase(packet[i]) == lowerCase(wire[i]))) {
                return false;
            }
        }
        return true;
    }

    /** RFC 4343 section 3: only ASCII letters have a case in DNS. */
    private static int lowerCase(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 'a' - 'A' : octet;
    }

    /** Who cannot read a query, for its OPT record for instance, cannot repeat its question. */
    private static boolean hasNoneButAnError(Header header) {
        return header.getCount(Section.QUESTION) == 0
                && header.getRcode() != Rcode.NOERROR
                && header.getRcode() != Rcode.NXDOMAIN;
    }
}
