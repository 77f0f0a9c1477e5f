package io.github.camelmtasts.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.MailContent;

/**
 * A hold on a mail that is ready to go: its envelope, its bytes, its Message-ID if it has one. Several may hold the same
 * bytes; each closes its own hold once, and a file goes with the last of them.
 */
public final class BuiltMail implements AutoCloseable {

    private final Optional<String> messageId;
    private final Envelope envelope;
    private final Spool spool;
    private final AtomicBoolean held = new AtomicBoolean(true);

    BuiltMail(Optional<String> messageId, Envelope envelope, Spool spool) {
        this.messageId = messageId;
        this.envelope = envelope;
        this.spool = spool;
    }

    /** Another hold on the same bytes; empty if they were in a file that is gone. */
    public Optional<BuiltMail> hold() {
        return spool.hold() ? Optional.of(new BuiltMail(messageId, envelope, spool)) : Optional.empty();
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

    /** Whether the mail is so small that it takes up memory, and no file. */
    public boolean isInMemory() {
        return spool.isInMemory();
    }

    /** The bytes of {@link #content}, to be closed before this hold. */
    public InputStream open() throws IOException {
        return spool.open();
    }

    @Override
    public void close() {
        if (held.getAndSet(false)) {
            spool.close();
        }
    }
}
