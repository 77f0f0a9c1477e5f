package io.github.camelmtasts.message;

import java.util.Collection;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import io.github.camelmtasts.policy.Untrusted;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Refuses header fields that would end early: whoever can put a line end into a subject could add recipients, or a body of
 * their own. A folded line (line end, then white space) is one line and passes (RFC 5322 section 2.2.3).
 */
final class HeaderGuard {

    private static final Pattern BREAK = Pattern.compile("\\x00|\\r(?!\\n[ \\t])|(?<!\\r)\\n(?![ \\t])");

    /** RFC 5322 section 2.2.3. */
    private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]");

    private static final Set<String> ADDRESSES = Set.of("from", "sender", "reply-to", "to", "cc", "bcc");

    /** RFC 5322 section 2.2: printable ASCII without a colon. */
    private static final Pattern NAME = Pattern.compile("[\\x21-\\x7E&&[^:]]+");

    private final HeaderFilterStrategy filter;

    HeaderGuard(HeaderFilterStrategy filter) {
        this.filter = filter;
    }

    /** Looks at what the exchange would put into the mail. */
    void check(Exchange exchange) {
        for (Map.Entry<String, Object> header :
                exchange.getMessage().getHeaders().entrySet()) {
            if (!filter.applyFilterToCamelHeaders(header.getKey(), header.getValue(), exchange)) {
                checkName(header.getKey());
                checkValues(header.getKey(), header.getValue());
            }
        }
        AttachmentMessage attachments = exchange.getMessage(AttachmentMessage.class);
        if (attachments != null && attachments.hasAttachments()) {
            checkAttachments(attachments);
        }
    }

    /** Names and headers of attachments often come from strangers: an upload's file name, say. */
    private void checkAttachments(AttachmentMessage message) {
        message.getAttachmentObjects().forEach((name, attachment) -> {
            refuseBreak("name of an attachment", name);
            refuseBreak(
                    "media type of an attachment", attachment.getDataHandler().getContentType());
            refuseBreak(
                    "file name of an attachment", attachment.getDataHandler().getName());
            for (String header : attachment.getHeaderNames()) {
                checkName(header);
                attachment.getHeaderAsList(header).forEach(value -> check(header, value));
            }
        });
    }

    private void checkName(String name) {
        check(name, name);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + Untrusted.text(name, 80)
                    + "' is no name for a header of a mail; remove the header, or filter it by headerFilterStrategy");
        }
    }

    private void checkValues(String name, Object value) {
        if (value instanceof CharSequence text) {
            check(name, text);
        } else if (value instanceof Collection<?> several) {
            several.forEach(each -> check(name, String.valueOf(each)));
        }
    }

    /** Looks at the mail as it is. */
    void check(MimeMessage message) throws MessagingException {
        for (Enumeration<Header> headers = message.getAllHeaders(); headers.hasMoreElements(); ) {
            Header header = headers.nextElement();
            check(
                    header.getName(),
                    header.getValue() == null ? "" : header.getValue().replace('\t', ' '));
        }
    }

    /** The same, and at the names too, which a mail that is finished may have from anywhere. */
    void checkAll(MimeMessage message) throws MessagingException {
        check(message);
        for (Enumeration<Header> headers = message.getAllHeaders(); headers.hasMoreElements(); ) {
            checkName(headers.nextElement().getName());
        }
    }

    /** Looks at a header field that is about to be made. */
    void check(String name, @Nullable CharSequence value) {
        refuseBreak("header ", name, value);
        if (ADDRESSES.contains(name.toLowerCase(Locale.ROOT))) {
            refuseControls("header " + Untrusted.text(name, 80), value);
        }
    }

    /** Looks at addresses that an option names. */
    void checkOption(String option, @Nullable CharSequence addresses) {
        refuseBreak("option " + option, addresses);
        refuseControls("option " + option, addresses);
    }

    /** Who reads addresses trims control characters off their ends, and would take the rest for what was meant. */
    private static void refuseControls(String what, @Nullable CharSequence addresses) {
        if (addresses != null && FOLD.matcher(addresses).replaceAll(" ").chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The " + what
                    + " holds a control character, which belongs to no mail address; remove it from the value");
        }
    }

    private static void refuseBreak(String what, @Nullable CharSequence value) {
        refuseBreak(what, "", value);
    }

    /** Nearly no header holds a control character; so the rest, and the words for it, come after that. */
    private static boolean mayBreak(CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ') {
                return true;
            }
        }
        return false;
    }

    private static void refuseBreak(String what, String name, @Nullable CharSequence value) {
        if (value != null && mayBreak(value) && BREAK.matcher(value).find()) {
            throw new IllegalArgumentException("The " + what + Untrusted.text(name, 80)
                    + " holds a line end or NUL, which would break the mail apart; remove it from the value");
        }
    }
}
