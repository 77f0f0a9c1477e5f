package io.github.camelmtasts;

import java.util.Optional;

import io.github.camelmtasts.message.BuiltMail;
import io.github.camelmtasts.message.MailDigest;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;

/**
 * A mail that not everybody got: what it is, and what came of it so far. Immutable, since copies of an exchange share it; the
 * exchange that was sent with owns the hold on the mail's bytes, and gives it up when it completes.
 */
final class PendingMail implements Synchronization {

    private final String endpointUri;
    private final MtaStsComponent component;
    private final MailDigest digest;
    private final BuiltMail mail;
    private final MailProgress progress;

    PendingMail(MtaStsEndpoint endpoint, MailDigest digest, BuiltMail mail, MailProgress progress) {
        this.endpointUri = endpoint.getEndpointUri();
        this.component = endpoint.getComponent();
        this.digest = digest;
        this.mail = mail;
        this.progress = progress;
    }

    /** An endpoint may have been made anew since, as {@code toD} does: it is the same by its component and URI. */
    boolean wasBegunBy(MtaStsEndpoint endpoint) {
        return component == endpoint.getComponent() && endpointUri.equals(endpoint.getEndpointUri());
    }

    boolean isMadeOf(MailDigest other) {
        return digest.equals(other);
    }

    MailProgress progress() {
        return progress;
    }

    /**
     * The mail, to be closed.
     *
     * @return empty if it was in a file that is gone, and has to be built again
     * @throws IllegalArgumentException if it cannot be
     */
    Optional<BuiltMail> mail() {
        Optional<BuiltMail> again = mail.hold();
        if (again.isEmpty() && digest.hasStreams()) {
            throw new IllegalArgumentException(
                    "The mail cannot be sent again: it is made of a stream, which has been read,"
                            + " and the exchange that kept the mail has ended. Turn stream caching on, or redeliver where the mail"
                            + " is sent");
        }
        return again;
    }

    void close() {
        mail.close();
    }

    @Override
    public void onComplete(Exchange exchange) {
        close();
    }

    @Override
    public void onFailure(Exchange exchange) {
        close();
    }

    /** Camel's tracers write properties down: no personal address. */
    @Override
    public String toString() {
        return "mail of " + progress.report().recipients().size() + " recipients, "
                + progress.waiting().size() + " of whom wait";
    }
}
