package io.github.camelmtasts;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.github.camelmtasts.channel.Attempt;
import io.github.camelmtasts.channel.ChannelException;
import io.github.camelmtasts.channel.ChannelHeaders;
import io.github.camelmtasts.channel.HandOver;
import io.github.camelmtasts.channel.Part;
import io.github.camelmtasts.channel.TravellingEnvelope;
import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.LogKey;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.message.BuiltMail;
import io.github.camelmtasts.message.MailInput;
import io.github.camelmtasts.message.MessageBuilder;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.watch.HandedTo;
import io.github.camelmtasts.watch.Lookout;
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
 * the mail that was begun, and gives to the channels what they shall have. It completes on the caller's thread, as camel-mail
 * does: a local JMS transaction is bound to that thread.
 */
public class MtaStsProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(MtaStsProducer.class);

    private final MtaStsEndpoint endpoint;
    private final RedeliveryMemory memory;
    private @Nullable MessageBuilder builder;
    private @Nullable DeliveryRules rules;
    private @Nullable HandOver handOver;
    private Optional<DomainTurns> turns = Optional.empty();

    MtaStsProducer(MtaStsEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.memory = new RedeliveryMemory(endpoint);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        builder = endpoint.messageBuilder();
        rules = endpoint.rules();
        handOver = endpoint.handOver();
        turns = endpoint.getConfiguration().turns();
    }

    @Override
    protected void doStop() throws Exception {
        if (handOver != null) {
            handOver.close();
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            send(exchange);
        } catch (Exception | Error failed) { // Camel takes no Error from a producer: the message would be lost
            exchange.setException(failed);
        }
        callback.done(true);
        return true;
    }

    private void send(Exchange exchange) throws Exception {
        Optional<TravellingEnvelope> travelled = travelled(exchange);
        MailInput input = Objects.requireNonNull(builder).input(exchange).countingHeader(ChannelHeaders.ENVELOPE);
        Optional<PendingMail> pending = memory.recall(exchange, input);
        if (pending.isPresent() && nothingIsLeftToDo(pending.get().progress())) {
            end(exchange, pending.get());
            return;
        }
        try (BuiltMail mail = mail(exchange, travelled, pending)) {
            if (pending.isEmpty() && travelled.isPresent() && channels().isTooEarly(travelled.get())) {
                channels().giveBack(mail, travelled.get());
                writeHeaders(travelled.get(), exchange.getMessage());
            } else if (pending.isEmpty() && travelled.isPresent() && turns.isPresent()) {
                attemptInTurn(exchange, input, mail, travelled.get(), turns.get());
            } else {
                attempt(exchange, input, mail, travelled, pending);
            }
        }
    }

    /** Of a mail that everybody had got, something broke at the very end. */
    private void end(Exchange exchange, PendingMail mail) throws DeliveryException {
        writeHeaders(mail.progress().report(), exchange.getMessage());
        if (mail.progress().undelivered().isPresent()) {
            throw failure(mail.progress(), exchange);
        }
        memory.forget(exchange, Optional.of(mail));
    }

    private void attemptInTurn(
            Exchange exchange, MailInput input, BuiltMail mail, TravellingEnvelope travelled, DomainTurns open)
            throws Exception {
        Set<DomainName> domains = Objects.requireNonNull(rules)
                .routing()
                .byPolicyDomain(mail.envelope())
                .keySet();
        if (!open.take(domains)) {
            channels().postpone(mail, travelled);
            writeHeaders(travelled, exchange.getMessage());
            return;
        }
        try {
            attempt(exchange, input, mail, Optional.of(travelled), Optional.empty());
        } finally {
            open.giveBack(domains);
        }
    }

    private void attempt(
            Exchange exchange,
            MailInput input,
            BuiltMail mail,
            Optional<TravellingEnvelope> travelled,
            Optional<PendingMail> pending)
            throws Exception {
        Attempt attempt = channels().attempt(travelled);
        MailProgress delivered = deliver(mail, pending.map(PendingMail::progress), attempt);
        MailProgress settled = settle(exchange, input, mail, delivered, attempt);
        if (settled.undelivered().isEmpty()) {
            memory.forget(exchange, pending);
        } else {
            memory.remember(exchange, input, mail, settled);
            throw failure(settled, exchange);
        }
    }

    private Lookout lookout() {
        return endpoint.getComponent().watch().lookout();
    }

    private HandOver channels() {
        return Objects.requireNonNull(handOver);
    }

    /** The envelope that came with a finished mail; nobody else's header is looked at. */
    private Optional<TravellingEnvelope> travelled(Exchange exchange) {
        return endpoint.getConfiguration().isUseEnvelopeHeaders()
                ? Optional.ofNullable(exchange.getMessage().getHeader(ChannelHeaders.ENVELOPE, String.class))
                        .map(TravellingEnvelope::parse)
                : Optional.empty();
    }

    private boolean nothingIsLeftToDo(MailProgress progress) {
        return progress.waiting().isEmpty()
                && progress.undelivered()
                        .map(report -> channels().parts(report).isEmpty())
                        .orElse(true);
    }

    /** The one that was begun, with its Message-ID and Date; else one that travelled, or a new one. */
    private BuiltMail mail(Exchange exchange, Optional<TravellingEnvelope> travelled, Optional<PendingMail> pending)
            throws IOException {
        Optional<BuiltMail> begun = pending.flatMap(PendingMail::mail);
        if (begun.isPresent()) {
            return begun.get();
        }
        MessageBuilder maker = Objects.requireNonNull(builder);
        return travelled.isPresent()
                ? maker.finished(
                        exchange, travelled.get().messageId(), travelled.get().envelope())
                : maker.build(exchange);
    }

    /** Who has the mail, or never will, is not bothered again; everything else is looked up anew. */
    private MailProgress deliver(BuiltMail mail, Optional<MailProgress> earlier, Attempt attempt) {
        if (earlier.isPresent() && earlier.get().waiting().isEmpty()) {
            return earlier.get(); // only a channel is left to be tried
        }
        DeliveryReport report = LogKey.MAIL.get(mail.messageId().orElse("none"), () -> offer(mail, earlier, attempt));
        return earlier.map(known -> known.continuedBy(report)).orElseGet(() -> MailProgress.of(report));
    }

    private DeliveryReport offer(BuiltMail mail, Optional<MailProgress> earlier, Attempt attempt) {
        Envelope all = mail.envelope();
        DeliveryReport report = endpoint.getComponent()
                .engine()
                .dispatcher()
                .deliver(
                        mail.messageId(),
                        earlier.map(known -> all.to(known.waiting())).orElse(all),
                        mail.content(),
                        endpoint.withTrustOfNow(Objects.requireNonNull(rules)),
                        attempt.last());
        DeliveryReport judged = channels().after(attempt, report);
        lookout().attempted(judged);
        FailureLog.tell(judged);
        return judged;
    }

    /** Who has the mail, and what a channel has taken, is remembered even if something breaks, or the next channel takes nothing. */
    private MailProgress settle(
            Exchange exchange, MailInput input, BuiltMail mail, MailProgress delivered, Attempt attempt)
            throws ChannelException {
        MailProgress settled = delivered;
        try {
            writeHeaders(delivered.report(), exchange.getMessage());
            announce(delivered.report(), exchange);
            for (Part part : settled.undelivered().map(channels()::parts).orElse(List.of())) {
                channels().send(part, mail, attempt);
                settled = settled.handedOver(part.recipients());
                lookout().handedOver(part.waits() ? HandedTo.RETRY : HandedTo.DEAD_LETTER);
            }
            return settled;
        } catch (ChannelException | RuntimeException | Error broken) {
            memory.remember(exchange, input, mail, settled);
            throw broken;
        }
    }

    private static DeliveryException failure(MailProgress progress, Exchange exchange) {
        DeliveryReport report = progress.report();
        return !progress.waiting().isEmpty()
                ? new TemporaryDeliveryException(report, exchange)
                : new PermanentDeliveryException(report, exchange);
    }

    /** A notifier that breaks must not make a delivered mail look undelivered. */
    private static void announce(DeliveryReport report, Exchange exchange) {
        CamelContext context = exchange.getContext();
        if (context.getCamelContextExtension().isEventNotificationApplicable()) {
            try {
                context.getManagementStrategy().notify(new MtaStsDeliveryEvent(exchange, report));
            } catch (Exception | Error broken) {
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

    /** The mail was not tried, and is in the channel again. */
    private static void writeHeaders(TravellingEnvelope untried, Message message) {
        List.of(MtaStsConstants.REPORT, MtaStsConstants.POLICY_MODE, MtaStsConstants.MX_HOST)
                .forEach(message::removeHeader);
        message.setHeader(MtaStsConstants.OUTCOME, Outcome.DEFERRED.name());
        set(message, MtaStsConstants.REASON, untried.reason().map(FailureReason::name));
    }

    /** A header of an earlier send must not speak for this one. */
    private static void set(Message message, String name, Optional<String> value) {
        value.ifPresentOrElse(known -> message.setHeader(name, known), () -> message.removeHeader(name));
    }
}
