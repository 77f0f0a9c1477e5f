package io.github.camelmtasts.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParameterList;

import org.apache.camel.attachment.Attachment;
import org.jspecify.annotations.Nullable;

/**
 * One attachment as a part of the mail. Its name is UTF-8 whatever the JVM's default is (RFC 2231 section 4), and quoted where
 * it must be (RFC 2045 section 5.1).
 */
final class AttachmentPart {

    /** A name that begins with it is a Content-ID, to which the body refers (RFC 2392). */
    private static final String CID = "cid:";

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final MimeBodyPart part = new MimeBodyPart();
    private final DataHandler content;
    private final String fileName;

    private AttachmentPart(DataHandler content, String fileName) {
        this.content = content;
        this.fileName = fileName;
    }

    /**
     * The part.
     *
     * @param name        a file name, or {@code cid:} and a Content-ID
     * @param mediaType   in place of the attachment's own; null if that counts
     * @param disposition unless the attachment has a header Content-Disposition of its own
     */
    static MimeBodyPart of(String name, Attachment attachment, @Nullable String mediaType, String disposition)
            throws MessagingException {
        boolean isReferredTo = name.toLowerCase(Locale.ROOT).startsWith(CID);
        String id = isReferredTo ? name.substring(CID.length()) : name;
        AttachmentPart made = new AttachmentPart(attachment.getDataHandler(), id);
        made.part.setDataHandler(made.content);
        for (String header : attachment.getHeaderNames()) {
            for (String value : attachment.getHeaderAsList(header)) {
                made.part.setHeader(header, value);
            }
        }
        if (isReferredTo) {
            made.part.setHeader("Content-ID", "<" + id + ">");
        }
        made.setType(Optional.ofNullable(mediaType).or(() -> made.own("Content-Type")));
        made.setDisposition(disposition);
        return made.part;
    }

    private Optional<String> own(String header) {
        try {
            return Optional.ofNullable(part.getHeader(header, null));
        } catch (MessagingException unreadable) {
            return Optional.empty();
        }
    }

    private void setType(Optional<String> given) throws MessagingException {
        ContentType type = new ContentType(given.orElse(content.getContentType()));
        ParameterList parameters = type.getParameterList() == null ? new ParameterList() : type.getParameterList();
        if (given.isEmpty() && type.match("text/*") && parameters.get("charset") == null) {
            parameters.set("charset", MimeUtility.getEncoding(content).equals("7bit") ? "us-ascii" : UTF_8);
        }
        parameters.set("name", fileName, UTF_8);
        type.setParameterList(parameters);
        part.setHeader("Content-Type", type.toString());
    }

    private void setDisposition(String usual) throws MessagingException {
        ContentDisposition disposition =
                new ContentDisposition(own("Content-Disposition").orElse(usual));
        ParameterList parameters =
                disposition.getParameterList() == null ? new ParameterList() : disposition.getParameterList();
        parameters.set("filename", fileName, UTF_8);
        disposition.setParameterList(parameters);
        part.setHeader("Content-Disposition", disposition.toString());
    }
}
