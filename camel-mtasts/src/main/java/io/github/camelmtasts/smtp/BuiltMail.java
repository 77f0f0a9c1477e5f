package io.github.camelmtasts.smtp;

import java.util.Optional;

import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.MailContent;

/** A mail that is ready to go: its envelope, its bytes, its Message-ID if it has one. Closing removes the bytes. */
public final class BuiltMail implements AutoCloseable {

    private final Optional<String> messageId;
    private final Envelope envelope;
    private final Spool spool;

    BuiltMail(Optional<String> messageId, Envelope envelope, Spool spool) {
        this.messageId = messageId;
        this.envelope = envelope;
        this.spool = spool;
    }

    /** As in the mail's header. */
    public Optional<String> messageId() {
        return messageId;
    }

    /** Who sends, and to whom; Bcc recipients are among them. */
    public Envelope envelope() {
        return envelope;
    }

    /** The mail without its Bcc lines. */
    public MailContent content() {
        return spool;
    }

    @Override
    public void close() {
        spool.close();
    }
}
