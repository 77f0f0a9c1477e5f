package io.github.camelmtasts.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.MailAddress;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.jspecify.annotations.Nullable;

/** Reads the envelope off a mail: who sends it, and to whom it goes. */
final class EnvelopeReader {

    /** The null sender (RFC 5321 section 4.5.5): of mails that nobody shall answer, such as reports about other mails. */
    static final String NULL_SENDER = "<>";

    private final boolean nullSender;
    private final boolean literals;

    /**
     * A reader.
     *
     * @param nullSender whether nobody is the sender, whatever the mail says
     * @param literals   whether sender and recipients may be at an address literal
     */
    EnvelopeReader(boolean nullSender, boolean literals) {
        this.nullSender = nullSender;
        this.literals = literals;
    }

    Envelope read(MimeMessage message) throws MessagingException {
        Optional<MailAddress> sender = nullSender ? Optional.empty() : sender(message);
        List<MailAddress> recipients = new ArrayList<>();
        for (RecipientType type : List.of(RecipientType.TO, RecipientType.CC, RecipientType.BCC)) {
            recipients.addAll(addresses(message.getRecipients(type)));
        }
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("The mail has no recipients: its To, Cc and Bcc headers are empty");
        }
        if (!literals) {
            Stream.concat(sender.stream(), recipients.stream()).forEach(EnvelopeReader::refuseLiteral);
        }
        return new Envelope(sender, recipients);
    }

    private static void refuseLiteral(MailAddress address) {
        if (address.domain().isLiteral()) {
            throw new IllegalArgumentException(MailAddress.withoutLocalPart(address.toString())
                    + " is refused: no policy can cover an address literal (RFC 8461 section 3.4); use the domain's name,"
                    + " or set allowAddressLiterals=true");
        }
    }

    private static Optional<MailAddress> sender(MimeMessage message) throws MessagingException {
        if (message instanceof SMTPMessage smtp && smtp.getEnvelopeFrom() != null) {
            String given = smtp.getEnvelopeFrom();
            return given.equals(NULL_SENDER)
                    ? Optional.empty()
                    : Optional.of(
                            MailAddress.of(given.startsWith("<") ? given.substring(1, given.length() - 1) : given));
        }
        return Optional.of(author(message));
    }

    /** The first address in From. */
    static MailAddress author(MimeMessage message) throws MessagingException {
        List<MailAddress> from = addresses(message.getFrom());
        if (from.isEmpty()) {
            throw new IllegalArgumentException("The mail has no sender: its From header is empty");
        }
        return from.get(0);
    }

    private static List<MailAddress> addresses(Address @Nullable [] addresses) throws MessagingException {
        List<MailAddress> all = new ArrayList<>();
        for (Address address : addresses == null ? new Address[0] : addresses) {
            InternetAddress internet = (InternetAddress) address;
            if (internet.isGroup()) {
                all.addAll(addresses(internet.getGroup(false)));
            } else {
                all.add(MailAddress.of(HeaderBytes.text(String.valueOf(internet.getAddress()))));
            }
        }
        return all;
    }
}
