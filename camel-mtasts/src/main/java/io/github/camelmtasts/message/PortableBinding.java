package io.github.camelmtasts.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.apache.camel.Exchange;
import org.apache.camel.TypeConverter;
import org.apache.camel.attachment.Attachment;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.component.mail.AttachmentsContentTransferEncodingResolver;
import org.apache.camel.component.mail.ContentTypeResolver;
import org.apache.camel.component.mail.MailBinding;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.mail.MailUtils;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * camel-mail's way to make a mail, but the same on every machine: UTF-8 wherever no charset is named, whatever the JVM's default
 * is; and groups among the recipients.
 */
final class PortableBinding extends MailBinding {

    private static final List<RecipientType> TYPES = List.of(RecipientType.TO, RecipientType.CC, RecipientType.BCC);

    /** Of media types that have parts, each with a charset of its own (RFC 2046 section 5). */
    private static final Pattern COMPOSITE = Pattern.compile("(?i)(?:multipart|message)/.*");

    /** RFC 5322 appendix A.1.3. */
    private static final String NO_MEMBERS = "undisclosed-recipients:;";

    private final @Nullable ContentTypeResolver mediaTypes;
    private final boolean byHeader;

    /**
     * A binding.
     *
     * @param mediaTypes of attachments; null if their own count
     * @param byHeader   whether the message headers To, Cc and Bcc name the recipients
     */
    PortableBinding(HeaderFilterStrategy filter, @Nullable ContentTypeResolver mediaTypes, boolean byHeader) {
        super(filter, mediaTypes, true, true);
        this.mediaTypes = mediaTypes;
        this.byHeader = byHeader;
    }

    @Override
    public void populateMailMessage(MailEndpoint endpoint, MimeMessage message, Exchange exchange)
            throws MessagingException, IOException {
        boolean named = ExchangeHelper.getCharsetName(exchange, false) != null;
        if (!named) {
            exchange.setProperty(Exchange.CHARSET_NAME, StandardCharsets.UTF_8.name());
        }
        try {
            super.populateMailMessage(endpoint, message, exchange);
        } finally {
            if (!named) {
                exchange.removeProperty(Exchange.CHARSET_NAME);
            }
        }
    }

    @Override
    protected @Nullable String determineContentType(MailConfiguration configuration, Exchange exchange) {
        String type = super.determineContentType(configuration, exchange);
        return type != null && COMPOSITE.matcher(type).matches() ? MailUtils.replaceCharSet(type, null) : type;
    }

    /** By header too: the endpoint that builds never reads these headers by itself. */
    @Override
    protected void setRecipientFromEndpointConfiguration(MimeMessage message, MailEndpoint endpoint, Exchange exchange)
            throws MessagingException {
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        boolean counts = byHeader
                && headers.keySet().stream().anyMatch(name -> TYPES.stream().anyMatch(type -> isOf(type, name)));
        for (RecipientType type : TYPES) {
            if (counts) {
                add(type, fields(type, exchange), message);
            } else {
                String option = endpoint.getConfiguration().getRecipients().get(type);
                add(type, option == null ? List.of() : List.of(option), message);
            }
        }
    }

    private static boolean isOf(RecipientType type, String header) {
        return type.toString().equalsIgnoreCase(header);
    }

    private static List<String> fields(RecipientType type, Exchange exchange) {
        TypeConverter converter = exchange.getContext().getTypeConverter();
        return exchange.getMessage().getHeaders().entrySet().stream()
                .filter(header -> isOf(type, header.getKey()))
                .flatMap(header -> each(header.getValue()))
                .flatMap(value -> Stream.ofNullable(converter.convertTo(String.class, exchange, value)))
                .toList();
    }

    private static Stream<?> each(@Nullable Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream();
        }
        return value instanceof Object[] several ? Arrays.stream(several) : Stream.ofNullable(value);
    }

    private static void add(RecipientType type, List<String> fields, MimeMessage message) throws MessagingException {
        String text = String.join(",", fields).replace("\r", "").replace("\n", "");
        List<InternetAddress> addresses = AddressList.read(text);
        if (!addresses.isEmpty()) {
            message.addRecipients(type, addresses.toArray(InternetAddress[]::new));
        } else if (text.indexOf(':') >= 0 && type != RecipientType.BCC) {
            message.setHeader(type.toString(), NO_MEMBERS);
        }
    }

    @Override
    protected void addAttachmentsToMultipart(
            MimeMultipart multipart,
            String disposition,
            @Nullable AttachmentsContentTransferEncodingResolver encodings,
            Exchange exchange)
            throws MessagingException {
        AttachmentMessage message = Objects.requireNonNull(exchange.getMessage(AttachmentMessage.class));
        int number = 0;
        for (Map.Entry<String, Attachment> each : message.getAttachmentObjects().entrySet()) {
            String mediaType = mediaTypes == null ? null : mediaTypes.resolveContentType(each.getKey());
            MimeBodyPart part = AttachmentPart.of(each.getKey(), each.getValue(), mediaType, disposition);
            resolveContentTransferEncoding(encodings, number++, part);
            multipart.addBodyPart(part);
        }
    }
}
