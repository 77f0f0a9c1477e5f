package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Greeting;
import io.github.camelmtasts.delivery.Login;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.Untrusted;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * One SMTP session with one MX host. Jakarta Mail opens it, asks whether it is alive and ends it; what is said in between goes
 * by way of a {@link SmtpChannel}. One thread at a time.
 */
final class MxSession extends SMTPTransport {

    private static final Duration LIVENESS_TIMEOUT = Duration.ofSeconds(5);

    private final MxTarget target;
    private final SmtpSettings settings;
    private final TlsUpgrade upgrade;
    private final ReplyBoundSocket clear;
    private final Watchdog.Watch watch;

    // mutable state: how far the session has come
    private boolean greeted;
    private @Nullable SmtpReply banner;
    private boolean startTlsAsked;
    private SmtpReply lastEhlo = new SmtpReply(-1, "");
    private @Nullable SmtpChannel channel;
    private SmtpExtensions extensions = SmtpExtensions.NONE;
    private volatile boolean broken;
    private int transactions;

    MxSession(
            Session session,
            MxTarget target,
            SmtpSettings settings,
            TlsUpgrade upgrade,
            ReplyBoundSocket clear,
            Watchdog.Watch watch) {
        super(session, null);
        this.target = target;
        this.settings = settings;
        this.upgrade = upgrade;
        this.clear = clear;
        this.watch = watch;
    }

    /** Greeting, EHLO, STARTTLS as the session's properties say, and the login if there is one. */
    void greet() throws MessagingException {
        connect(target.implicitTls() ? underTls() : clear);
        extensions = SmtpExtensions.of(this::getExtensionParameter);
        channel = new SmtpChannel(connection(), watch, settings.timeouts(), extensions.pipelining());
    }

    private Socket underTls() throws MessagingException {
        try {
            return upgrade.beginWithTls(clear);
        } catch (IOException failed) {
            throw new MessagingException("TLS did not begin", failed);
        }
    }

    /** Jakarta Mail logs in whoever has a user and a password, if the host offers it. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // what it calls is
    protected boolean protocolConnect(String host, int port, @Nullable String user, @Nullable String password)
            throws MessagingException {
        return super.protocolConnect(
                host,
                port,
                target.login().map(Login::user).orElse(null),
                target.login().map(Login::password).orElse(null));
    }

    /** Whether the host takes logins; of the last EHLO. */
    boolean offersLogin() {
        return supportsExtension("AUTH") || supportsExtension("AUTH=LOGIN");
    }

    @Override
    protected boolean ehlo(String domain) throws MessagingException {
        if (!greeted) {
            banner = lastReply();
        }
        greeted = true;
        boolean accepted = super.ehlo(domain);
        lastEhlo = lastReply();
        if (!accepted && peer().isPresent()) {
            throw new MessagingException("EHLO is refused"); // or what was offered in clear text would count
        }
        return accepted;
    }

    @Override
    protected void startTLS() throws MessagingException {
        if (startTlsAsked || upgrade.hasBegun()) {
            throw new MessagingException("TLS is there already"); // a host may ask for it in answer to AUTH
        }
        startTlsAsked = true;
        super.startTLS();
    }

    boolean hasGreeted() {
        return greeted;
    }

    boolean hasAskedForTls() {
        return startTlsAsked;
    }

    /** What the host has said so far. A greeting that turned us away is its last word. */
    Greeting greeting() {
        Optional<SmtpReply> first = Optional.ofNullable(banner).or(() -> Optional.of(lastReply()));
        return new Greeting(
                first.filter(SmtpReply::isThere), Optional.of(lastEhlo).filter(SmtpReply::isThere), startTlsAsked);
    }

    /** Of the last EHLO: the one under TLS, if it came to that. */
    SmtpReply lastEhlo() {
        return lastEhlo;
    }

    /** What the host has shown in TLS; empty for clear text. */
    Optional<PeerTls> peer() {
        return upgrade.peer();
    }

    /** What the policy, or without one the host's own name, has against the host; empty if nothing. */
    Optional<Failure> faultUnder(Optional<Policy> policy, Instant now) {
        return peer().map(shown -> shown.faultUnder(policy, now))
                .orElseGet(() -> Optional.of(
                        new Failure(FailureReason.STARTTLS_NOT_OFFERED, target.name() + " does not offer STARTTLS")));
    }

    MxTarget target() {
        return target;
    }

    SmtpSettings settings() {
        return settings;
    }

    /** What the host can do; of the last EHLO. */
    SmtpExtensions extensions() {
        return extensions;
    }

    /** The way to talk with the host, once {@link #greet()} has gone well. */
    SmtpChannel channel() throws IOException {
        if (channel == null || broken) {
            throw new IOException("the session is over");
        }
        return channel;
    }

    SmtpReply lastReply() {
        String text = getLastServerResponse();
        return new SmtpReply(getLastReturnCode(), text == null ? "" : text);
    }

    private ReplyBoundSocket connection() {
        return upgrade.secured().orElse(clear);
    }

    /** The host has said that it hangs up. */
    void expectNoMore() {
        broken = true;
    }

    /** Whether another transaction may follow. */
    boolean isReusable() {
        return !broken && channel != null && !channel.hasSurplus();
    }

    int transactions() {
        return transactions;
    }

    void countTransaction() {
        transactions++;
    }

    /** Whether the host still answers; one round trip. */
    synchronized boolean isAlive() {
        connection().replies().timeout(LIVENESS_TIMEOUT);
        try {
            return !broken && isConnected();
        } finally {
            connection().replies().timeout(settings.timeouts().response());
        }
    }

    /** Says QUIT and hangs up; waits for nothing. */
    void quit() {
        try {
            watch.begin(LIVENESS_TIMEOUT);
            close();
        } catch (MessagingException alreadyGone) {
            // there is nobody to say it to
        } finally {
            abandon();
        }
    }

    /** Hangs up without a word; safe from any thread. */
    void abandon() {
        broken = true;
        Watchdog.closeQuietly(clear.unbound());
        watch.close();
    }

    /** The words of what went wrong at the bottom. */
    static String root(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Untrusted.text(String.valueOf(cause.getMessage()), 160);
    }
}
