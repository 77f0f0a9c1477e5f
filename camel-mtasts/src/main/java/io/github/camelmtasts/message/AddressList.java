package io.github.camelmtasts.message;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import io.github.camelmtasts.policy.DomainName;

/**
 * Addresses as people write them, separated by commas or semicolons. A group (RFC 5322 section 3.4) stands for its members;
 * one without members, such as {@code undisclosed-recipients:;}, for no address.
 */
final class AddressList {

    private static final String OPENING = "\"(<[";
    private static final String CLOSING = "\")>]";

    private final String text;
    private final List<InternetAddress> addresses = new ArrayList<>();
    private boolean inGroup;

    private AddressList(String text) {
        this.text = text;
    }

    /**
     * Reads the text in one pass, whatever its length.
     *
     * @throws AddressException if one of them is no address
     */
    static List<InternetAddress> read(String text) throws AddressException {
        AddressList list = new AddressList(text);
        list.read();
        return list.addresses;
    }

    private void read() throws AddressException {
        int start = 0;
        for (int next = 0; next < text.length(); next++) {
            char c = text.charAt(next);
            int kind = OPENING.indexOf(c);
            if (kind >= 0) {
                next = endOf(next, CLOSING.charAt(kind));
            } else if (c == ':' || c == ',' || c == ';') {
                end(c, text.substring(start, next));
                start = next + 1;
            }
        }
        add(text.substring(start));
        if (inGroup) {
            throw new AddressException("A group ends with a semicolon", text);
        }
    }

    /** What stands before a colon is the name of a group. */
    private void end(char separator, String before) throws AddressException {
        if (separator == ':') {
            inGroup = true;
        } else {
            add(before);
            inGroup &= separator != ';';
        }
    }

    /** The index of the character that closes what is opened at {@code open}; comments nest, and a path may hold quotes. */
    private int endOf(int open, char closing) {
        int depth = 1;
        for (int next = open + 1; next < text.length(); next++) {
            char c = text.charAt(next);
            if (c == '\\') {
                next++;
            } else if (c == '"' && closing == '>') {
                next = endOf(next, '"');
            } else if (c == closing && --depth == 0) {
                return next;
            } else if (c == '(' && closing == ')') {
                depth++;
            }
        }
        return text.length();
    }

    private void add(String address) throws AddressException {
        if (!address.isBlank()) {
            InternetAddress read = new InternetAddress(address.strip());
            makePortable(read);
            addresses.add(read);
        }
    }

    /** Writes the display name as encoded words (RFC 2047) and the domain in A-labels (RFC 6531 section 3.2). */
    static void makePortable(InternetAddress address) {
        try {
            address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
        } catch (UnsupportedEncodingException everyJavaKnowsIt) {
            throw new IllegalStateException(everyJavaKnowsIt);
        }
        String text = String.valueOf(address.getAddress());
        int domain = text.lastIndexOf('@') + 1;
        if (domain > 0 && text.substring(domain).chars().anyMatch(c -> c >= 0x80)) {
            DomainName.ifValid(HeaderBytes.text(text.substring(domain)))
                    .ifPresent(name -> address.setAddress(text.substring(0, domain) + name));
        }
    }
}
