package io.github.camelmtasts.dns;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.camelmtasts.policy.Untrusted;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Tells the responses that are about a name from those that are about the resolver. */
final class Responses {

    /** RFC 8914 sections 4.5 and 4.16 to 4.19: what the resolver was told to say, and not what the name's servers say. */
    private static final Set<Integer> OWN_WILL = Set.of(
            ExtendedErrorCodeOption.FORGED_ANSWER,
            ExtendedErrorCodeOption.BLOCKED,
            ExtendedErrorCodeOption.CENSORED,
            ExtendedErrorCodeOption.FILTERED,
            ExtendedErrorCodeOption.PROHIBITED);

    private static final Set<Integer> OF_EDNS = Set.of(Rcode.FORMERR, Rcode.NOTIMP, Rcode.BADVERS);

    private static final int LONGEST_EXTRA_TEXT = 100;

    private Responses() {}

    /**
     * The same response.
     *
     * @throws NoAnswer if it says nothing of the name
     */
    static Message checked(Message response) {
        int rcode = response.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            throw new NoAnswer("says " + Rcode.string(rcode) + extendedErrors(response), mayBeOfEdns(response));
        }
        if (isEmpty(response)) {
            checkNegative(response);
        }
        return response;
    }

    /** RFC 6891 section 7; a server of before EDNS may also fail without a reason, and names no OPT record then. */
    private static boolean mayBeOfEdns(Message response) {
        return OF_EDNS.contains(response.getRcode())
                || (response.getRcode() == Rcode.SERVFAIL && response.getOPT() == null);
    }

    private static boolean isEmpty(Message response) {
        return response.getSection(Section.ANSWER).isEmpty();
    }

    private static void checkNegative(Message response) {
        boolean ofAZone = has(response, Type.SOA) || response.getHeader().getFlag(Flags.AA);
        if (has(response, Type.NS) && !has(response, Type.SOA)) {
            // RFC 2308 section 2.2: no answer, which must not be taken for "there is none"
            throw new NoAnswer("names other servers instead of an answer", false);
        }
        if (!ofAZone && !response.getHeader().getFlag(Flags.RA)) {
            throw new NoAnswer("is no resolver: it finds nothing, and does not look up for others", false);
        }
        if (errors(response).stream().anyMatch(error -> OWN_WILL.contains(error.getErrorCode()))) {
            throw new NoAnswer("keeps the answer back" + extendedErrors(response), false);
        }
    }

    private static boolean has(Message response, int type) {
        return response.getSection(Section.AUTHORITY).stream().anyMatch(record -> record.getType() == type);
    }

    /** RFC 8914: why, such as DNSSEC; empty or in brackets. */
    private static String extendedErrors(Message response) {
        List<ExtendedErrorCodeOption> errors = errors(response);
        return errors.isEmpty()
                ? ""
                : errors.stream().limit(3).map(Responses::words).collect(Collectors.joining("; ", " (", ")"));
    }

    private static String words(ExtendedErrorCodeOption error) {
        String extra = error.getText();
        String name = ExtendedErrorCodeOption.text(error.getErrorCode()).replace('_', ' ');
        return extra == null || extra.isEmpty() ? name : name + ": " + Untrusted.text(extra, LONGEST_EXTRA_TEXT);
    }

    private static List<ExtendedErrorCodeOption> errors(Message response) {
        OPTRecord opt = response.getOPT();
        return opt == null
                ? List.of()
                : opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
                        .filter(ExtendedErrorCodeOption.class::isInstance)
                        .map(ExtendedErrorCodeOption.class::cast)
                        .toList();
    }
}
