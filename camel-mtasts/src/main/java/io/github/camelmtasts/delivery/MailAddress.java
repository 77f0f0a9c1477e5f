package io.github.camelmtasts.delivery;

import java.nio.charset.StandardCharsets;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Untrusted;

/**
 * An envelope address (RFC 5321 section 4.1.2; beyond ASCII, RFC 6531 section 3.3). Two spellings of the domain are one
 * address; the local part is the receiver's affair and stays as it is.
 *
 * @param localPart as written, quotes included
 * @param domain    its policy domain; an address literal has no policy
 */
public record MailAddress(String localPart, DomainName domain) {

    /** In bytes. RFC 5321 section 4.5.3.1.3: a path has 256, two of which are its brackets. */
    private static final int MAX_LENGTH = 254;

    /**
     * Reads {@code local-part@domain}.
     *
     * @throws IllegalArgumentException if it is none; the message quotes its domain alone
     */
    public static MailAddress of(String text) {
        if (text.length() > MAX_LENGTH || text.getBytes(StandardCharsets.UTF_8).length > MAX_LENGTH) {
            throw invalid(text, "it is longer than " + MAX_LENGTH + " bytes");
        }
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw invalid(text, "it has no domain");
        }
        String localPart = text.substring(0, at);
        if (!LocalPart.isValid(localPart)) {
            throw invalid(text, localPart.isEmpty() ? "it has no local part" : "its local part is malformed");
        }
        return new MailAddress(localPart, domainOf(text, text.substring(at + 1)));
    }

    private static DomainName domainOf(String text, String domain) {
        if (domain.startsWith("[")) {
            return DomainName.ifLiteral(domain)
                    .orElseThrow(() -> invalid(text, "what stands in brackets is no IP address"));
        }
        DomainName name;
        try {
            name = DomainName.of(domain);
        } catch (IllegalArgumentException malformed) {
            throw invalid(text, String.valueOf(malformed.getMessage()));
        }
        if (name.isAddressText()) {
            throw invalid(text, "its domain is an IP address");
        }
        return name;
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException(withoutLocalPart(text) + " is no mail address: " + why);
    }

    /** What is or should be an address, in quotes, as a log may have it: who is meant there is nobody's affair. */
    public static String withoutLocalPart(String text) {
        int at = text.lastIndexOf('@');
        String domain = at < 0 ? "" : text.substring(at).split("[\\s<>(),;\"]", 2)[0];
        return "'..." + Untrusted.text(domain, MAX_LENGTH) + "'";
    }

    /** Whether every host can be told of it; a host that is told of others must offer SMTPUTF8. */
    public boolean isAscii() {
        return localPart.chars().allMatch(c -> c < 0x80);
    }

    /** {@code local-part@domain}, the domain in A-labels. */
    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}
