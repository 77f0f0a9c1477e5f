package io.github.camelmtasts;

import java.util.Optional;

import io.github.camelmtasts.message.BuiltMail;
import io.github.camelmtasts.message.MailInput;
import org.apache.camel.Exchange;
import org.apache.camel.spi.UnitOfWork;

/**
 * What an exchange remembers of the mail that it could not deliver to everybody, so that a redelivery goes on where the last
 * attempt ended. Camel restores message and headers before a redelivery, but leaves properties alone: so it is in one. It
 * counts for the same endpoint and the same mail alone; anything else is a new mail. One exchange remembers one mail, the last
 * that failed.
 */
final class RedeliveryMemory {

    static final String PROPERTY = "CamelMtaStsPending";

    private final MtaStsEndpoint endpoint;

    RedeliveryMemory(MtaStsEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** The mail that this one continues; empty if it is a new one. */
    Optional<PendingMail> recall(Exchange exchange, MailInput input) {
        return pending(exchange)
                .filter(mail -> mail.wasBegunBy(endpoint))
                .filter(mail -> mail.isMadeOf(input.digest()));
    }

    /** Whether the mail of this exchange was begun here; it need not be the one that the exchange holds now. */
    boolean hasBegun(Exchange exchange) {
        return pending(exchange).filter(mail -> mail.wasBegunBy(endpoint)).isPresent();
    }

    /** Remembers this mail in place of any other. */
    void remember(Exchange exchange, MailInput input, BuiltMail mail, MailProgress progress) {
        pending(exchange).ifPresent(earlier -> release(exchange, earlier));
        BuiltMail kept = mail.hold().orElse(mail);
        PendingMail pending = new PendingMail(endpoint, input.digest(), kept, progress);
        exchange.setProperty(PROPERTY, pending);
        UnitOfWork unit = exchange.getUnitOfWork();
        if (unit == null) {
            pending.close(); // nobody would tell when the exchange is over
        } else {
            unit.addSynchronization(pending);
        }
    }

    /** Forgets the mail, now that everybody has it, or a channel. Another one that waits is another matter. */
    void forget(Exchange exchange, Optional<PendingMail> settled) {
        settled.ifPresent(mail -> {
            exchange.removeProperty(PROPERTY);
            release(exchange, mail);
        });
    }

    private static Optional<PendingMail> pending(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, PendingMail.class));
    }

    /** A copy of an exchange, as a splitter makes them, finds the mail of its original and must leave it to that. */
    private static void release(Exchange exchange, PendingMail mail) {
        UnitOfWork unit = exchange.getUnitOfWork();
        if (unit != null && unit.containsSynchronization(mail)) {
            unit.removeSynchronization(mail);
            mail.close();
        }
    }
}
