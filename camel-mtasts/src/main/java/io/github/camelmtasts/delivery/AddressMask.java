package io.github.camelmtasts.delivery;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hides whom a mail is from and to in what a server says: every local part before an at sign, and those of the envelope
 * anywhere; but a word such as "user" or "sender" only behind an angle bracket. One pass, whatever the number of recipients.
 */
public final class AddressMask {

    private static final String HIDDEN = "...";

    /** Words of replies that are local parts too; alone they name nobody. */
    private static final Set<String> ORDINARY = Set.of(
            "user",
            "users",
            "sender",
            "recipient",
            "rejected",
            "refused",
            "blocked",
            "unknown",
            "mailbox",
            "mail",
            "address",
            "host",
            "server",
            "postmaster",
            "abuse",
            "admin",
            "info",
            "support",
            "service",
            "spam",
            "no",
            "not",
            "the",
            "is",
            "you",
            "your",
            "for",
            "to",
            "from",
            "by",
            "in",
            "of",
            "a",
            "me",
            "ok",
            "error",
            "message",
            "policy",
            "try",
            "again",
            "later");

    private final Set<String> localParts;

    private AddressMask(Set<String> localParts) {
        this.localParts = localParts;
    }

    /** Hides everybody in the envelope. */
    public static AddressMask of(Envelope envelope) {
        return new AddressMask(Stream.concat(envelope.sender().stream(), envelope.recipients().stream())
                .map(address -> address.localPart().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** The reply without addresses. */
    public String in(SmtpReply reply) {
        return elsewhere(beforeAtSigns(reply.toString()));
    }

    private static String beforeAtSigns(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        int from = 0;
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int begin = localPartBefore(at, from, text);
            if (begin < at && isHost(text, at + 1)) {
                shown.append(text, from, begin).append(HIDDEN);
                from = at;
            }
        }
        return shown.append(text, from, text.length()).toString();
    }

    /** Where the local part begins that ends at this at sign, quoted or not. */
    private static int localPartBefore(int at, int from, String text) {
        int opening = at - 2 >= from && text.charAt(at - 1) == '"' ? text.lastIndexOf('"', at - 2) : -1;
        if (opening >= from) {
            return opening;
        }
        int begin = at;
        while (begin > from && !isEnd(text.charAt(begin - 1))) {
            begin--;
        }
        return begin;
    }

    private static boolean isHost(String text, int begin) {
        return begin < text.length() && (Character.isLetterOrDigit(text.charAt(begin)) || text.charAt(begin) == '[');
    }

    private String elsewhere(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        int begin = 0;
        while (begin < text.length()) {
            int end = begin;
            while (end < text.length() && !isEnd(text.charAt(end))) {
                end++;
            }
            boolean behindBracket = begin > 0 && text.charAt(begin - 1) == '<';
            shown.append(hidden(text.substring(begin, end), behindBracket));
            if (end < text.length()) {
                shown.append(text.charAt(end));
            }
            begin = end + 1;
        }
        return shown.toString();
    }

    private String hidden(String word, boolean behindBracket) {
        String lower = word.toLowerCase(Locale.ROOT);
        boolean names = localParts.contains(lower) && (behindBracket || !ORDINARY.contains(lower));
        return names ? HIDDEN : word;
    }

    private static boolean isEnd(char c) {
        return Character.isWhitespace(c) || c == '<' || c == '>' || c == '"' || c == '@' || c == ':' || c == ',';
    }
}
