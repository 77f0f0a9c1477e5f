package io.github.camelmtasts;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.smtp.BuiltMail;
import io.github.camelmtasts.smtp.MailInput;
import io.github.camelmtasts.smtp.MessageBuilder;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a mail of the exchange, has it delivered, and writes what came of it into the exchange; at a redelivery goes on with
 * the mail that was begun. It completes on the caller's thread, as camel-mail does: a local JMS transaction is bound to that
 * thread.
 */
public class MtaStsProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(MtaStsProducer.class);

    private final MtaStsEndpoint endpoint;
    private final RedeliveryMemory memory;
    private @Nullable MessageBuilder builder;
    private @Nullable DeliveryRules rules;

    MtaStsProducer(MtaStsEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.memory = new RedeliveryMemory(endpoint);
    }

    private static @Nullable Path spoolDirectory(CamelContext context) {
        File directory = context.getStreamCachingStrategy().getSpoolDirectory();
        return directory == null ? null : directory.toPath();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        DeliveryRules current = endpoint.rules(endpoint.getComponent().engine()::localHostname);
        builder = new MessageBuilder(
                endpoint.getCamelContext(),
                endpoint.getMessageOptions(),
                current.smtp().ehloName(),
                new MtaStsHeaderFilterStrategy(),
                spoolDirectory(endpoint.getCamelContext()),
                endpoint.getComponent().getClock());
        rules = current;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            send(exchange);
        } catch (Exception failed) {
            exchange.setException(failed);
        }
        callback.done(true);
        return true;
    }

    private void send(Exchange exchange) throws Exception {
        MailInput input = Objects.requireNonNull(builder).input(exchange);
        Optional<PendingMail> pending = memory.recall(exchange, input);
        if (pending.isPresent() && !pending.get().report().hasDeferred()) {
            writeHeaders(pending.get().report(), exchange.getMessage());
            throw failure(pending.get().report(), exchange);
        }
        try (BuiltMail mail = mail(exchange, pending)) {
            DeliveryReport report = deliver(mail, pending.map(PendingMail::report));
            writeHeaders(report, exchange.getMessage());
            announce(report, exchange);
            if (report.outcome() == Outcome.DELIVERED) {
                memory.forget(exchange, pending);
                LOG.debug(
                        "Delivered {} to {} recipients",
                        mail.messageId().orElse("a mail"),
                        report.recipients().size());
            } else {
                memory.remember(exchange, input, mail, report);
                throw failure(report, exchange);
            }
        }
    }

    /** The one that was begun, with its Message-ID and Date; else a new one. */
    private BuiltMail mail(Exchange exchange, Optional<PendingMail> pending) throws IOException {
        Optional<BuiltMail> begun = pending.flatMap(PendingMail::mail);
        return begun.isPresent() ? begun.get() : Objects.requireNonNull(builder).build(exchange);
    }

    /** Who has the mail, or never will, is not bothered again; everything else is looked up anew. */
    private DeliveryReport deliver(BuiltMail mail, Optional<DeliveryReport> earlier) {
        Envelope all = mail.envelope();
        DeliveryReport report = endpoint.getComponent()
                .engine()
                .dispatcher()
                .deliver(
                        mail.messageId(),
                        earlier.map(known -> all.to(known.deferred())).orElse(all),
                        mail.content(),
                        Objects.requireNonNull(rules));
        return earlier.map(known -> known.continuedBy(report)).orElse(report);
    }

    private static DeliveryException failure(DeliveryReport report, Exchange exchange) {
        report.explanation().lines().forEach(LOG::warn);
        return report.hasDeferred()
                ? new TemporaryDeliveryException(report, exchange)
                : new PermanentDeliveryException(report, exchange);
    }

    /** A notifier that breaks must not make a delivered mail look undelivered. */
    private static void announce(DeliveryReport report, Exchange exchange) {
        CamelContext context = exchange.getContext();
        if (context.getCamelContextExtension().isEventNotificationApplicable()) {
            try {
                context.getManagementStrategy().notify(new MtaStsDeliveryEvent(exchange, report));
            } catch (Exception broken) {
                LOG.warn("An event notifier did not take what came of a mail", broken);
            }
        }
    }

    private static void writeHeaders(DeliveryReport report, Message message) {
        RecipientReport worst = report.worst();
        message.setHeader(MtaStsConstants.REPORT, report);
        message.setHeader(MtaStsConstants.OUTCOME, report.outcome().name());
        set(message, MtaStsConstants.POLICY_MODE, worst.decision().map(asked -> worst.policyMode()));
        set(
                message,
                MtaStsConstants.MX_HOST,
                worst.lastMet().map(trace -> trace.host().toString()));
        set(
                message,
                MtaStsConstants.REASON,
                worst.failure().map(failure -> failure.reason().name()));
    }

    /** A header of an earlier send must not speak for this one. */
    private static void set(Message message, String name, Optional<String> value) {
        value.ifPresentOrElse(known -> message.setHeader(name, known), () -> message.removeHeader(name));
    }
}
