package io.github.camelmtasts.message;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;

/** Makes header fields fit for every receiver: camel-mail writes those that it does not know as they come. */
final class HeaderText {

    /** RFC 5322 section 2.1.1: in characters, without the line end. */
    private static final int MAX_LINE = 998;

    /**
     * Fields of addresses, which are encoded name by name: an address itself cannot be. Beside them those that begin with
     * Resent- (RFC 5322 section 3.6.6) or end in -To.
     */
    private static final Set<String> ADDRESSES =
            Set.of("from", "sender", "to", "cc", "bcc", "return-path", "approved-by");

    private HeaderText() {}

    /** Encodes what is not ASCII (RFC 2047) and folds lines that are too long, where white space allows it. */
    static void encodeAll(MimeMessage message) throws MessagingException {
        List<String> unfit = Collections.list(message.getAllHeaders()).stream()
                .filter(header -> header.getValue() != null && !isFit(header.getName(), header.getValue()))
                .map(Header::getName)
                .distinct()
                .toList();
        for (String name : unfit) {
            String[] values = message.getHeader(name);
            message.removeHeader(name);
            for (String value : values) {
                message.addHeader(name, isFit(name, value) ? value : encoded(name, value));
            }
        }
    }

    private static boolean isFit(String name, String value) {
        return value.chars().allMatch(c -> c < 0x80)
                && (name.length() + value.length() + 2 <= MAX_LINE || linesFit(name, value));
    }

    private static boolean linesFit(String name, String value) {
        return Arrays.stream((name + ": " + value).split("\r?\n", -1)).allMatch(line -> line.length() <= MAX_LINE);
    }

    private static String encoded(String name, String value) {
        try {
            Optional<String> addresses = isOfAddresses(name) ? encodedNames(name, value) : Optional.empty();
            if (addresses.isPresent()) {
                return addresses.get();
            }
            String ascii = MimeUtility.encodeText(MimeUtility.unfold(value), StandardCharsets.UTF_8.name(), null);
            return MimeUtility.fold(name.length() + 2, ascii);
        } catch (UnsupportedEncodingException everyJavaKnowsIt) {
            throw new IllegalStateException(everyJavaKnowsIt);
        }
    }

    private static boolean isOfAddresses(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ADDRESSES.contains(lower) || lower.startsWith("resent-") || lower.endsWith("-to");
    }

    /** Empty if what stands there are no addresses. */
    private static Optional<String> encodedNames(String name, String value) {
        try {
            InternetAddress[] addresses = InternetAddress.parseHeader(value, false);
            for (InternetAddress address : addresses) {
                if (address.isGroup() || address.getAddress().indexOf('@') < 0) {
                    return Optional.empty();
                }
                AddressList.makePortable(address);
            }
            return Optional.of(InternetAddress.toString(addresses, name.length() + 2));
        } catch (AddressException noAddresses) {
            return Optional.empty();
        }
    }
}
