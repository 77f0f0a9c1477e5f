package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Greeting;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.policy.Policy;

/** One SMTP session with one MX host, open for mails until it is left or breaks. One thread at a time. */
final class MxSession {

    private static final Duration LIVENESS_TIMEOUT = Duration.ofSeconds(5);

    /**
     * What was agreed upon when it was opened.
     *
     * @param peer       what the host has shown in TLS; empty for clear text
     * @param greeting   what the host said
     * @param extensions what the host can do; of the last EHLO
     */
    record Facts(
            MxTarget target,
            SmtpSettings settings,
            Optional<PeerTls> peer,
            Greeting greeting,
            SmtpExtensions extensions) {}

    private final Facts facts;
    private final SmtpChannel channel;

    // mutable state: how far the session has come
    private volatile boolean broken;
    private boolean last;
    private Optional<Failure> tlsFailure = Optional.empty();
    private int transactions;

    MxSession(Facts facts, SmtpChannel channel) {
        this.facts = facts;
        this.channel = channel;
    }

    /** Serves another mail from now on. */
    void serve(VisitLimit limit) {
        channel.speakFor(limit);
    }

    /** It is in clear text, in place of one whose TLS broke. */
    void standInFor(Failure brokenTls) {
        tlsFailure = Optional.of(brokenTls);
    }

    /** What broke TLS, for which this session stands in; empty if nothing did. */
    Optional<Failure> tlsFailure() {
        return tlsFailure;
    }

    Greeting greeting() {
        return facts.greeting();
    }

    /** Of the last EHLO: the one under TLS, if it came to that. */
    SmtpReply lastEhlo() {
        return facts.greeting().ehlo().orElse(new SmtpReply(-1, ""));
    }

    /** What the host has shown in TLS; empty for clear text. */
    Optional<PeerTls> peer() {
        return facts.peer();
    }

    /** What the policy, or without one the host's own name, has against the host; empty if nothing. */
    Optional<Failure> faultUnder(Optional<Policy> policy, Instant now) {
        return peer().map(shown -> shown.faultUnder(policy, now))
                .orElseGet(() -> Optional.of(
                        new Failure(FailureReason.STARTTLS_NOT_OFFERED, target().name() + " does not offer STARTTLS")));
    }

    MxTarget target() {
        return facts.target();
    }

    SmtpSettings settings() {
        return facts.settings();
    }

    /** What the host can do; of the last EHLO. */
    SmtpExtensions extensions() {
        return facts.extensions();
    }

    /** The way to talk with the host. */
    SmtpChannel channel() throws IOException {
        if (broken) {
            throw new IOException("the session is over");
        }
        return channel;
    }

    /** The host has said that it hangs up. */
    void expectNoMore() {
        broken = true;
    }

    /** Whether nothing may be said any more. */
    boolean isOver() {
        return broken;
    }

    /** Another mail would not fare better here: the session is left after this one. */
    void leaveAfterwards() {
        last = true;
    }

    /** Whether another transaction may follow: replies and commands are even, and nothing can be read without waiting. */
    boolean isReusable() {
        return !last && isEven();
    }

    private boolean isEven() {
        try {
            return !broken && !channel.hasSurplus();
        } catch (IOException over) {
            return false;
        }
    }

    int transactions() {
        return transactions;
    }

    void countTransaction() {
        transactions++;
    }

    /** Whether the host still answers; one round trip. */
    boolean isAlive() {
        try {
            return isReusable() && channel.ask("NOOP", LIVENESS_TIMEOUT).code() == 250 && isReusable();
        } catch (IOException over) {
            return false;
        }
    }

    /** Takes its leave by QUIT, unless there is nothing to say any more, and hangs up; waits for nothing. */
    void quit() {
        if (isEven()) {
            channel.quit();
        }
        abandon();
    }

    /** Hangs up without a word; safe from any thread. */
    void abandon() {
        broken = true;
        channel.hangUp();
    }
}
