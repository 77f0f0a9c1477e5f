package io.github.camelmtasts.delivery;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a reply that takes no mail asks for, and of whom. The enhanced status code (RFC 3463, RFC 7372) tells it where it can; hosts
 * use 4.7.x and 5.7.1 for everything, so there their words count. They are words of a stranger: they choose advice, never what is
 * done about the mail.
 */
public enum ReplyClass {
    /** A block list, a sender policy or a reverse name: it is about the address or the domain that sends. */
    SENDER_BLOCKED(
            "the operator of this sending side must act on the host's words: its address or domain is on a block list, or its SPF,"
                    + " DKIM or reverse name (PTR) is not as the host asks",
            List.of(".7.20", ".7.22", ".7.23", ".7.24", ".7.25", ".7.26", ".7.27"),
            List.of(
                    "blocked",
                    "block list",
                    "blocklist",
                    "blacklist",
                    "denylist",
                    "dnsbl",
                    " rbl",
                    "spamhaus",
                    "spamcop",
                    "barracuda",
                    "reputation",
                    "banned",
                    "spf",
                    "dmarc",
                    "reverse dns",
                    "reverse hostname",
                    "ptr record",
                    "rdns")),
    /** Greylisting, a test of newcomers, a limit of connections or mails, a restart. */
    WAIT(
            "nobody needs to act: the host asks to wait",
            List.of("4.3.2", "4.4.5", "4.5.3"),
            List.of("try again", "try later", "too many", "too much", "rate limit", "ratelimit")),
    /** No such mailbox or address. */
    ADDRESS(
            "the sender must correct the address",
            List.of(".1."),
            List.of("user unknown", "unknown user", "no such user", "does not exist", "no mailbox")),
    /** The mailbox is full or closed. */
    MAILBOX(
            "the recipient must make room in the mailbox, or open it again",
            List.of(".2."),
            List.of("mailbox full", "mailbox is full", "over quota", "quota exceeded")),
    /** The mail is larger than the host takes. */
    SIZE("the sender must make the mail smaller", List.of(".3.4"), List.of("too large", "too big")),
    /** What the mail holds is not taken. */
    CONTENT("the sender must change the mail", List.of(".6."), List.of("spam", "virus", "content")),
    /** The host has a fault or no room: it says "later", and not why. */
    HOST("the operator of the host must mend it", List.of(), List.of()),
    /** The host says "never", and not why. */
    REFUSED("the sender must correct the address or the mail", List.of(), List.of());

    /** Some hosts say so under the status of a mailbox. */
    private static final List<String> GREYLISTED = List.of("greylist", "graylist", "grey list", "grey-list");

    private final String advice;

    @SuppressWarnings("ImmutableEnumChecker") // both are List.of
    private final List<String> statuses;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> words;

    /**
     * A class.
     *
     * @param statuses enhanced status codes, or parts of them that begin or end with a dot
     * @param words    in lower case
     */
    ReplyClass(String advice, List<String> statuses, List<String> words) {
        this.advice = advice;
        this.statuses = statuses;
        this.words = words;
    }

    /** The class of a 4yz or 5yz reply. The text of a reply is bounded, and no pattern is matched against it. */
    public static ReplyClass of(SmtpReply reply) {
        String status = reply.enhancedStatus().orElse("");
        String text = reply.text().toLowerCase(Locale.ROOT);
        if (reply.isTemporary() && GREYLISTED.stream().anyMatch(text::contains)) {
            return WAIT;
        }
        return first(each -> each.statuses.stream().anyMatch(known -> fits(known, status)))
                .or(() -> first(each -> each.isFor(reply) && each.words.stream().anyMatch(text::contains)))
                .orElseGet(() -> unexplained(reply, status));
    }

    private static Optional<ReplyClass> first(Predicate<ReplyClass> fits) {
        return Arrays.stream(values()).filter(fits).findFirst();
    }

    private boolean isFor(SmtpReply reply) {
        return this != WAIT || reply.isTemporary();
    }

    private static boolean fits(String known, String status) {
        String rest = known.startsWith(".") && !status.isEmpty() ? status.substring(1) : status;
        return known.endsWith(".") ? rest.startsWith(known) : rest.equals(known);
    }

    /** RFC 5321 section 3.8: a host that says 421 is about to hang up, whatever it was asked. */
    private static ReplyClass unexplained(SmtpReply reply, String status) {
        if (reply.isTemporary()) {
            return reply.code() == SmtpReply.CLOSING || status.startsWith("4.7.") ? WAIT : HOST;
        }
        return status.equals("5.7.1") ? SENDER_BLOCKED : REFUSED;
    }

    /** Who must act, and how: a sentence for a person, without its full stop. */
    public String advice() {
        return advice;
    }
}
