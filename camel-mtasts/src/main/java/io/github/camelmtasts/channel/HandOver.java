package io.github.camelmtasts.channel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.RetrySchedule;
import io.github.camelmtasts.message.BuiltMail;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives mails that are not finished to the channels: for those recipients who wait to {@code retryUri}, for those who will
 * never get it to {@code deadLetterUri}. Safe for use by many threads.
 */
public final class HandOver implements AutoCloseable {

    /** Three times may be chance; a channel that does it once more holds nothing. */
    private static final int MAX_RETURNS = 3;

    /** By which Apache Artemis holds a message, in milliseconds since 1970; other brokers take it for any other header. */
    private static final String ARTEMIS_DELIVERY_TIME = "_AMQ_SCHED_DELIVERY";

    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

    private final Optional<Channel> retry;
    private final Optional<Channel> deadLetter;
    private final RetrySchedule schedule;
    private final Clock clock;

    /**
     * A hand-over to these channels, each of which may be missing.
     *
     * @throws IllegalArgumentException if one is no URI; the message names the option
     */
    public HandOver(
            CamelContext context,
            @Nullable String retryUri,
            @Nullable String deadLetterUri,
            RetrySchedule schedule,
            Clock clock) {
        if (retryUri != null && retryUri.equals(deadLetterUri)) {
            throw new IllegalArgumentException(
                    "deadLetterUri: it is the retryUri too, so that what failed for good would be"
                            + " tried again without end; name another endpoint");
        }
        List<Long> delays = schedule.steps().stream().map(Duration::toMillis).toList();
        this.retry = Optional.ofNullable(retryUri).map(uri -> Channel.retry(context, uri, delays));
        this.deadLetter = Optional.ofNullable(deadLetterUri).map(uri -> Channel.deadLetter(context, uri));
        this.schedule = schedule;
        this.clock = clock;
    }

    /** The attempt that begins now, for a mail that is new or has travelled. */
    public Attempt attempt(Optional<TravellingEnvelope> travelled) {
        Instant now = clock.instant();
        Instant first = travelled
                .filter(mail -> mail.attempts() > 0)
                .map(TravellingEnvelope::firstAttempt)
                .filter(now::isAfter) // else the mail could live for ever
                .orElse(now);
        Instant due = travelled
                .map(TravellingEnvelope::notBefore)
                .filter(now::isBefore)
                .orElse(now);
        boolean mayEnd = travelled.isPresent() || retry.isPresent(); // else the route decides
        return new Attempt(
                travelled.map(TravellingEnvelope::attempts).orElse(0) + 1,
                first,
                mayEnd && schedule.isLast(first, due));
    }

    /** The report of an attempt; after the last one nobody waits any more. */
    public DeliveryReport after(Attempt attempt, DeliveryReport report) {
        return attempt.last() ? report.givenUp(schedule.lifetime()) : report;
    }

    /** Whether a mail has to go back to the channel that did not hold it long enough. */
    public boolean isTooEarly(TravellingEnvelope travelled) {
        return retry.isPresent() && travelled.isEarly(clock.instant());
    }

    /**
     * Gives a mail back to the channel, for the same time.
     *
     * @throws ChannelException if the channel does not take it, or evidently does not hold what it takes
     */
    public void giveBack(BuiltMail mail, TravellingEnvelope travelled) throws ChannelException {
        Channel channel = retry.orElseThrow();
        if (travelled.returns() >= MAX_RETURNS) {
            throw new ChannelException(
                    channel + " does not hold a message until the time in its header " + ChannelHeaders.NOT_BEFORE
                            + ": it gave this one back at once, " + (MAX_RETURNS + 1)
                            + " times in a row. Let it wait for "
                            + ChannelHeaders.DELAY + " milliseconds, by an option of the endpoint such as"
                            + " deliveryDelay=${header." + ChannelHeaders.DELAY + "}",
                    null);
        }
        LOG.debug("{} gave a mail back that is due at {}", channel, travelled.notBefore());
        channel.send(mail, waiting(travelled.returned(clock.instant())));
    }

    /**
     * Gives a mail back to the channel for some seconds, since enough others are under way to its domain.
     *
     * @throws ChannelException if the channel does not take it
     */
    public void postpone(BuiltMail mail, TravellingEnvelope travelled) throws ChannelException {
        Instant now = clock.instant();
        LOG.debug(
                "{} is not tried yet: enough others are under way",
                mail.messageId().orElse("A mail"));
        retry.orElseThrow().send(mail, waiting(travelled.postponed(now, schedule.nextTurn(now))));
    }

    /** The ways that these recipients go, as far as there is a channel for them. */
    public List<Part> parts(DeliveryReport undelivered) {
        return Stream.of(
                        parts(deadLetter, undelivered, undelivered.failed()),
                        parts(retry, undelivered, undelivered.deferred()))
                .flatMap(Function.identity())
                .toList();
    }

    private static Stream<Part> parts(
            Optional<Channel> channel, DeliveryReport undelivered, List<MailAddress> recipients) {
        return channel.stream()
                .filter(open -> !recipients.isEmpty())
                .flatMap(open -> Part.of(open, undelivered, recipients));
    }

    /**
     * Hands the mail over for one part of its recipients.
     *
     * @throws ChannelException if the channel does not take it
     */
    public void send(Part part, BuiltMail mail, Attempt attempt) throws ChannelException {
        boolean waits = part.waits();
        Instant now = clock.instant();
        Instant notBefore =
                waits ? schedule.nextAttempt(attempt.number(), attempt.first(), now, part.hasPolicyFailure()) : now;
        TravellingEnvelope travelling = new TravellingEnvelope(
                mail.messageId(),
                new Envelope(mail.envelope().sender(), part.recipients()),
                attempt.number(),
                attempt.first(),
                now,
                notBefore,
                Optional.of(part.reason()),
                0);
        Map<String, Object> headers = waits ? waiting(travelling) : ended(travelling, part);
        headers.put(ChannelHeaders.REASON, part.reasonInWords());
        part.channel().send(mail, headers);
        LOG.info(
                "channel={} reason={} recipients={} attempt={} notBefore={} mail={}",
                part.channel(),
                part.reason(),
                part.recipients().size(),
                attempt.number(),
                notBefore,
                mail.messageId().orElse("none"));
    }

    private Map<String, Object> waiting(TravellingEnvelope travelling) {
        Duration wait = Duration.between(travelling.handedOver(), travelling.notBefore());
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(ChannelHeaders.ENVELOPE, travelling.toJson());
        travelling.reason().ifPresent(reason -> headers.put(ChannelHeaders.REASON, reason + ": " + reason.advice()));
        headers.put(ChannelHeaders.NOT_BEFORE, travelling.notBefore().toString());
        headers.put(ChannelHeaders.DELAY, schedule.step(wait).toMillis());
        headers.put(ARTEMIS_DELIVERY_TIME, travelling.notBefore().toEpochMilli());
        return headers;
    }

    private static Map<String, Object> ended(TravellingEnvelope travelling, Part part) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(ChannelHeaders.ENVELOPE, travelling.toJson());
        headers.put(ChannelHeaders.REPORT, part.report().toJson());
        return headers;
    }

    @Override
    public void close() {
        retry.ifPresent(Channel::close);
        deadLetter.ifPresent(Channel::close);
    }
}
