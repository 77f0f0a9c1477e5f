package io.github.camelmtasts.notification;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.notification.Notification.Kind;

/**
 * The mail around a notification: a multipart/report (RFC 6522). Of the original only the header comes back: what could not go
 * out encrypted must not come back in clear text.
 */
final class ReportMail {

    /** RFC 5322 section 3.6.4, as far as it fits into one line of a header. */
    private static final Pattern MESSAGE_ID = Pattern.compile("<[\\x21-\\x7E&&[^<>]]{1,800}>");

    private final ReportingMta mta;
    private final Original original;
    private final DeliveryStatus status;
    private final String humanPart;

    ReportMail(ReportingMta mta, Original original, Waiting waiting, List<RecipientStatus> told) {
        this.mta = mta;
        this.original = original;
        this.status = new DeliveryStatus(mta.host(), waiting, told);
        this.humanPart = new HumanText(mta.host(), original, waiting).part(told);
    }

    String write(Kind kind, MailAddress to, Optional<String> about, Instant now, UUID id) {
        String boundary = "report-" + id;
        StringBuilder mail = new StringBuilder(header(kind, to, about, now, id)
                .add(
                        "Content-Type",
                        "multipart/report; report-type=" + status.subtype() + "; boundary=\"" + boundary + "\"")
                .toString());
        for (String part : original.headers().isEmpty()
                ? List.of(humanPart, status.part())
                : List.of(humanPart, status.part(), originalHeader())) {
            mail.append("\r\n--").append(boundary).append("\r\n").append(part);
        }
        return mail.append("\r\n--").append(boundary).append("--\r\n").toString();
    }

    private Fields header(Kind kind, MailAddress to, Optional<String> about, Instant now, UUID id) {
        Fields header = new Fields()
                .add("Date", now)
                .add("From", "Mail Delivery System <" + mta.contact() + ">")
                .add("To", "<" + to + ">")
                .add("Message-ID", mta.messageId(id));
        about.filter(messageId -> MESSAGE_ID.matcher(messageId).matches())
                .ifPresent(messageId -> header.add("In-Reply-To", messageId).add("References", messageId));
        return header.add(
                        "Subject",
                        kind == Kind.FAILED
                                ? "Your mail could not be delivered"
                                : "Your mail has not been delivered yet")
                .add("Auto-Submitted", "auto-replied") // RFC 3834 section 5: whoever answers it makes a loop
                .add("MIME-Version", "1.0");
    }

    /** RFC 6522 section 4; beyond ASCII RFC 6533 section 6, if it is the UTF-8 that this demands. */
    private String originalHeader() {
        String headers = original.headers();
        boolean global = !Part.isAscii(headers) && isUtf8(headers.getBytes(StandardCharsets.ISO_8859_1));
        return Part.of(global ? "message/global-headers" : "text/rfc822-headers", headers, StandardCharsets.ISO_8859_1);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException another) {
            return false;
        }
    }
}
