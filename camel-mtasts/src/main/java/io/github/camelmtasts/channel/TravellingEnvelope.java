package io.github.camelmtasts.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.FailureReason;

/**
 * What a mail must not forget on its way through a channel.
 *
 * @param messageId    the Message-ID of the mail; empty if it has none
 * @param envelope     who sends, and who still lacks the mail
 * @param attempts     how many there have been; 0 for a mail that is new
 * @param firstAttempt when the first of them was; when a new mail came
 * @param handedOver   when the channel got the mail
 * @param notBefore    when the mail may be tried again
 * @param reason       why the last attempt failed; empty if there was none
 * @param returns      how often in a row the channel gave it back at once, far too early
 */
public record TravellingEnvelope(
        Optional<String> messageId,
        Envelope envelope,
        int attempts,
        Instant firstAttempt,
        Instant handedOver,
        Instant notBefore,
        Optional<FailureReason> reason,
        int returns) {

    /** No channel takes longer to give back what it does not hold. */
    private static final Duration AT_ONCE = Duration.ofMinutes(1);

    /** Nor would a channel that holds a message give it back when so little of its time is over. */
    private static final int PARTS = 10;

    /** Of a mail that nobody has tried to deliver yet. */
    public static TravellingEnvelope untried(Optional<String> messageId, Envelope envelope, Instant now) {
        return new TravellingEnvelope(messageId, envelope, 0, now, now, now, Optional.empty(), 0);
    }

    /** Whether the channel gave it back too early; by the last tenth of its time it may, as clocks differ. */
    boolean isEarly(Instant now) {
        return now.isBefore(notBefore.minus(hold().dividedBy(PARTS)));
    }

    /** The same for the channel once more, that gave it back too early. */
    TravellingEnvelope returned(Instant now) {
        Duration held = Duration.between(handedOver, now);
        boolean atOnce = held.compareTo(AT_ONCE) < 0 && held.compareTo(hold().dividedBy(PARTS)) < 0;
        return new TravellingEnvelope(
                messageId, envelope, attempts, firstAttempt, now, notBefore, reason, atOnce ? returns + 1 : 0);
    }

    /** The same for the channel once more, since it is not its turn; that is no attempt. */
    TravellingEnvelope postponed(Instant now, Instant until) {
        return new TravellingEnvelope(messageId, envelope, attempts, firstAttempt, now, until, reason, 0);
    }

    private Duration hold() {
        return Duration.between(handedOver, notBefore);
    }

    /** As text, for the header. */
    public String toJson() {
        return EnvelopeJson.write(this);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if it is anything else; the message says why, and holds no personal address
     */
    public static TravellingEnvelope parse(String json) {
        return EnvelopeJson.read(json);
    }
}
