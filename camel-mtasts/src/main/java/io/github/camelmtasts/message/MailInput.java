package io.github.camelmtasts.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import jakarta.mail.internet.MimeMessage;

import org.apache.camel.Exchange;
import org.apache.camel.attachment.Attachment;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * What a mail is made of: the body of an exchange, those of its headers that come into the mail or onto its envelope, and
 * its attachments. Noted before the mail is built, and read only when somebody asks for the digest: most mails are delivered
 * at once, and nobody has to compare them with anything.
 */
public final class MailInput {

    /** These count whatever a filter says of them. */
    private static final List<String> ADDRESSES_AND_TYPE =
            List.of("To", "Cc", "Bcc", "From", "Reply-To", "contentType", "Content-Type");

    private final Exchange exchange;
    private final @Nullable Object body;
    private final Map<String, Object> headers;
    private final HeaderFilterStrategy filter;
    private final Set<String> always = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private @Nullable MailDigest digest;

    MailInput(Exchange exchange, HeaderFilterStrategy filter, String alternativeBodyHeader) {
        this.exchange = exchange;
        this.body = exchange.getMessage().getBody();
        this.headers = new HashMap<>(exchange.getMessage().getHeaders());
        this.filter = filter;
        always.addAll(ADDRESSES_AND_TYPE);
        always.add(alternativeBodyHeader);
    }

    /** Lets one more header tell mails apart, whatever a filter says of it. */
    public MailInput countingHeader(String name) {
        always.add(name);
        return this;
    }

    /** Tells this mail from others. A stream that can be read but once is not read for it. */
    public MailDigest digest() {
        if (digest == null) {
            digest = makeDigest();
        }
        return digest;
    }

    private MailDigest makeDigest() {
        MailDigester digester = new MailDigester(exchange);
        digester.add(body);
        if (!(body instanceof MimeMessage)) { // which goes out as it is
            headersOfTheMail().forEach((name, value) -> {
                digester.add(name);
                digester.add(value);
            });
            AttachmentMessage message = exchange.getMessage(AttachmentMessage.class);
            if (message != null && message.hasAttachments()) {
                message.getAttachmentObjects().forEach((name, attachment) -> add(digester, name, attachment));
            }
        }
        return digester.digest();
    }

    /** Not those which Camel itself adds and changes at a redelivery. */
    private Map<String, Object> headersOfTheMail() {
        Map<String, Object> chosen = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> {
            if (always.contains(name) || !filter.applyFilterToCamelHeaders(name, value, exchange)) {
                chosen.put(name, value);
            }
        });
        return chosen;
    }

    private static void add(MailDigester digester, String name, Attachment attachment) {
        digester.add(name);
        digester.add(attachment.getDataHandler());
        for (String header : attachment.getHeaderNames()) {
            digester.add(header);
            digester.add(attachment.getHeaderAsList(header));
        }
    }
}
