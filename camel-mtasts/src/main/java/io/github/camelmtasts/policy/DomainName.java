package io.github.camelmtasts.policy;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A host or mail domain name as DNS compares it: A-labels, lower case, no final dot (RFC 5321 section 2.3.5, RFC 5890
 * section 2.3.2.1). Immutable; a value that exists is valid. An address literal can stand in its place, and has no policy.
 */
public final class DomainName implements Comparable<DomainName> {

    /** RFC 1035 section 2.3.4: 255 octets on the wire, which leaves 253 characters of text. */
    static final int MAX_LENGTH = 253;

    /** RFC 1035 section 2.3.4. */
    private static final int MAX_LABEL_LENGTH = 63;

    /** RFC 8461 section 3.1. */
    private static final String RECORD_LABEL = "_mta-sts.";

    private static final String IPV6_TAG = "IPv6:";

    private final String name;

    private DomainName(String name) {
        this.name = name;
    }

    /**
     * Reads a name as people and DNS write it: any case, one final dot, U-labels.
     *
     * @throws IllegalArgumentException if it is no domain name; the message quotes it and says why
     */
    public static DomainName of(String text) {
        if (isAsDnsComparesIt(text)) {
            return new DomainName(text);
        }
        String name = asDnsComparesIt(text);
        String fault = faultOf(name);
        if (fault != null) {
            throw new IllegalArgumentException(quoted(text) + " is not a domain name: " + fault);
        }
        return new DomainName(name);
    }

    /** As {@link #of(String)}, but empty instead of an exception; for names that others sent us. */
    public static Optional<DomainName> ifValid(String text) {
        if (isAsDnsComparesIt(text)) {
            return Optional.of(new DomainName(text));
        }
        try {
            String name = asDnsComparesIt(text);
            return faultOf(name) == null ? Optional.of(new DomainName(name)) : Optional.empty();
        } catch (IllegalArgumentException invalid) {
            return Optional.empty();
        }
    }

    /** The address literal of this address (RFC 5321 section 4.1.3). */
    public static DomainName literal(InetAddress address) {
        return new DomainName("[" + (address instanceof Inet6Address ? IPV6_TAG : "") + address.getHostAddress() + "]");
    }

    /** Reads an address literal, {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}; empty if it is none. */
    public static Optional<DomainName> ifLiteral(String text) {
        if (!text.startsWith("[") || !text.endsWith("]")) {
            return Optional.empty();
        }
        String inside = text.substring(1, text.length() - 1);
        boolean tagged = inside.regionMatches(true, 0, IPV6_TAG, 0, IPV6_TAG.length());
        return AddressText.parse(tagged ? inside.substring(IPV6_TAG.length()) : inside)
                .filter(address -> tagged == inside.contains(":"))
                .map(DomainName::literal);
    }

    /** The address, if this is the literal of one; it carries its text as its name, so that nothing looks one up. */
    public Optional<InetAddress> literalAddress() {
        if (!isLiteral()) {
            return Optional.empty();
        }
        String text = name.substring(name.startsWith("[" + IPV6_TAG) ? 1 + IPV6_TAG.length() : 1, name.length() - 1);
        return AddressText.parse(text).map(address -> named(text, address));
    }

    private static InetAddress named(String text, InetAddress address) {
        try {
            return InetAddress.getByAddress(text, address.getAddress());
        } catch (UnknownHostException neverForBytesOfAnAddress) {
            throw new IllegalStateException(neverForBytesOfAnAddress);
        }
    }

    /** Whether an address literal stands in place of a name. */
    public boolean isLiteral() {
        return name.startsWith("[");
    }

    /** As {@link #ifValid(String)}, but U-labels are refused; for names in protocols, where A-labels stand. */
    static Optional<DomainName> ifValidALabels(String text) {
        return isAscii(text) ? ifValid(text) : Optional.empty();
    }

    /** Most names are, and need but this one look. */
    private static boolean isAsDnsComparesIt(String text) {
        return faultOf(text) == null;
    }

    private static String asDnsComparesIt(String text) {
        String withoutFinalDot = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        String lowerCase = withoutFinalDot.toLowerCase(Locale.ROOT);
        return isAscii(withoutFinalDot) ? lowerCase : toALabels(lowerCase, text);
    }

    /** The owner name of this domain's MTA-STS record (RFC 8461 section 3.1); it has an underscore, so it is no host. */
    public String recordName() {
        return RECORD_LABEL + name;
    }

    /**
     * Whether there is room for {@code _mta-sts.} before the name; a domain without that room has no policy, nor has an
     * address literal (RFC 8461 section 3.4).
     */
    public boolean canHavePolicy() {
        return !isLiteral() && RECORD_LABEL.length() + name.length() <= MAX_LENGTH;
    }

    /**
     * The policy host that serves this domain's policy (RFC 8461 section 3.2).
     *
     * @throws IllegalArgumentException if the name is too long for one, see {@link #canHavePolicy()}
     */
    public DomainName policyHost() {
        return of("mta-sts." + name);
    }

    /** The name without its left-most label; empty for a name of one label. */
    public Optional<DomainName> parent() {
        int dot = name.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(new DomainName(name.substring(dot + 1)));
    }

    /** Whether this name is the left-most label of {@code parent} longer: {@code a.example} below {@code example}. */
    boolean isChildOf(DomainName parent) {
        int dot = name.indexOf('.');
        return dot >= 0
                && name.length() - dot - 1 == parent.name.length()
                && name.regionMatches(dot + 1, parent.name, 0, parent.name.length());
    }

    /** Whether this name ends in {@code ancestor}, at a label boundary and with at least one label more. */
    boolean isBelow(DomainName ancestor) {
        int boundary = name.length() - ancestor.name.length() - 1;
        return boundary > 0 && name.charAt(boundary) == '.' && name.endsWith(ancestor.name);
    }

    boolean hasOneLabel() {
        return name.indexOf('.') < 0;
    }

    /** Whether this is an IPv4 address in text: it fits the grammar of names, and names no host (RFC 5321 section 2.3.5). */
    public boolean isAddressText() {
        for (int i = name.length() - 1; i >= 0 && name.charAt(i) != '.'; i--) {
            if (!Abnf.isDigit(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@link IDN} knows IDNA2003 only, which makes another owner's domain of a sharp s, a final sigma or a joiner. A name
     * passes if the conversion gives back what went in, which is when both editions of IDNA agree on it.
     */
    private static String toALabels(String lowerCase, String original) {
        String composed = Normalizer.normalize(lowerCase, Normalizer.Form.NFC);
        String aLabels;
        try {
            aLabels = IDN.toASCII(composed, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
            throw new IllegalArgumentException(
                    quoted(original) + " is not a domain name by IDNA; write its A-labels (xn--...)", refused);
        }
        if (!IDN.toUnicode(aLabels).equals(composed)) {
            throw new IllegalArgumentException(quoted(original)
                    + " names different domains under IDNA2003 and IDNA2008; write its A-labels (xn--...)");
        }
        return aLabels;
    }

    private static @Nullable String faultOf(String name) {
        if (name.isEmpty()) {
            return "it is empty";
        }
        if (name.length() > MAX_LENGTH) {
            return "it is longer than " + MAX_LENGTH + " characters";
        }
        int start = 0;
        while (start <= name.length()) {
            int dot = name.indexOf('.', start);
            int end = dot < 0 ? name.length() : dot;
            String fault = faultOfLabel(name, start, end);
            if (fault != null) {
                return fault;
            }
            start = end + 1;
        }
        return null;
    }

    private static @Nullable String faultOfLabel(String name, int start, int end) {
        if (start == end) {
            return "it has an empty label";
        }
        if (end - start > MAX_LABEL_LENGTH) {
            return "it has a label longer than " + MAX_LABEL_LENGTH + " characters";
        }
        if (name.charAt(start) == '-' || name.charAt(end - 1) == '-') {
            return "a label begins or ends with a hyphen";
        }
        for (int i = start; i < end; i++) {
            if (!isLetterDigitHyphen(name.charAt(i))) {
                return "only letters, digits, hyphens and dots may stand in it";
            }
        }
        return null;
    }

    private static boolean isLetterDigitHyphen(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String quoted(String text) {
        return "'" + Untrusted.text(text, MAX_LENGTH + 2) + "'";
    }

    @Override
    public int compareTo(DomainName other) {
        return name.compareTo(other.name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DomainName that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
