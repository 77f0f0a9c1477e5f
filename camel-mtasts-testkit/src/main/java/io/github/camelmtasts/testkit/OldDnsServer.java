package io.github.camelmtasts.testkit;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** What servers of before EDNS answer (RFC 6891 section 7). */
final class OldDnsServer {

    /** The upper bits of BADVERS, which stand in the OPT record. */
    private static final int EXTENDED_PART = Rcode.BADVERS >> 4;

    private OldDnsServer() {}

    /** The answer on the wire. */
    static byte[] answered(EdnsTrouble trouble, Message query, Message rightly) {
        boolean edns = query.getOPT() != null;
        rightly.removeAllRecords(Section.ADDITIONAL);
        if (!edns) {
            return rightly.toWire();
        }
        Message refusal = new Message(query.getHeader().getID());
        refusal.getHeader().setFlag(Flags.QR);
        if (trouble != EdnsTrouble.BARE_FORMERR) {
            refusal.addRecord(query.getQuestion(), Section.QUESTION);
        }
        if (trouble == EdnsTrouble.BADVERS) {
            refusal.addRecord(new OPTRecord(512, EXTENDED_PART, 0), Section.ADDITIONAL);
        } else {
            refusal.getHeader().setRcode(rcode(trouble));
        }
        return refusal.toWire();
    }

    private static int rcode(EdnsTrouble trouble) {
        return switch (trouble) {
            case NOTIMP -> Rcode.NOTIMP;
            case SERVFAIL -> Rcode.SERVFAIL;
            default -> Rcode.FORMERR;
        };
    }
}
