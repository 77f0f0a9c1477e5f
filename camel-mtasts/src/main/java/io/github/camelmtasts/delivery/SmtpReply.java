package io.github.camelmtasts.delivery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelmtasts.policy.Untrusted;

/**
 * What a mail server answered (RFC 5321 section 4.2).
 *
 * @param code three digits; -1 if there was no answer
 * @param text the answer, code included, on one line, cut and stripped of control characters
 */
public record SmtpReply(int code, String text) {

    /** RFC 5321 section 3.8: in answer to whatever command, the host is about to hang up. */
    public static final int CLOSING = 421;

    private static final Pattern ENHANCED = Pattern.compile("[245]\\.[0-9]{1,3}\\.[0-9]{1,3}(?= |$)");

    public SmtpReply {
        text = Untrusted.text(text.strip());
    }

    /** Whether there was an answer at all; before the first one some say 0. */
    public boolean isThere() {
        return code > 0;
    }

    /** 2yz: done. */
    public boolean isPositive() {
        return code >= 200 && code <= 299;
    }

    /** 4yz: not now. */
    public boolean isTemporary() {
        return code >= 400 && code <= 499;
    }

    /** 5yz: do not try again. */
    public boolean isPermanent() {
        return code >= 500 && code <= 599;
    }

    /** 4yz or 5yz: not done, and the session goes on. */
    public boolean isRefusal() {
        return code >= 400 && code <= 599;
    }

    /**
     * In answer to RCPT: not this one, in this transaction. 552 is how RFC 821 spelt it; both codes can mean a full mailbox as
     * well, which an enhanced status code tells apart (RFC 5321 section 4.5.3.1.10, RFC 3463 section 3.6).
     */
    public boolean saysTooManyRecipients() {
        return (code == 452 || code == 552)
                && enhancedStatus().map(status -> status.endsWith(".5.3")).orElse(true);
    }

    /** The enhanced status code behind the reply code, if the server gave one (RFC 2034 section 4). */
    public Optional<String> enhancedStatus() {
        Matcher status = ENHANCED.matcher(text).region(Math.min(4, text.length()), text.length());
        return status.lookingAt() ? Optional.of(status.group()) : Optional.empty();
    }

    /** As {@link #toString()}, but without local parts of addresses: servers like to repeat the recipient. */
    public String withoutAddresses(Envelope envelope) {
        return AddressMask.of(envelope).in(this);
    }

    @Override
    public String toString() {
        return text.isEmpty() ? "no reply" : text;
    }
}
