package io.github.camelmtasts.testkit;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A mail server and the way it behaves. Immutable: every method returns a changed copy. Unless told otherwise it has an
 * address of its own, offers STARTTLS with a valid certificate and takes every mail.
 */
public final class MxHost implements Participant {
    /** An address on which nothing ever listens: connections to it are refused. */
    public static final String DEAD_ADDRESS = "127.0.0.2";

    private final String name;
    private final Reachability reachability;
    private final StartTls startTls;
    private final SmtpScript script;
    private final boolean keepingMail;
    private final Crowd crowd;

    private MxHost(
            String name,
            Reachability reachability,
            StartTls startTls,
            SmtpScript script,
            boolean keepingMail,
            Crowd crowd) {
        this.name = name;
        this.reachability = reachability;
        this.startTls = startTls;
        this.script = script;
        this.keepingMail = keepingMail;
        this.crowd = crowd;
    }

    /** A well-behaved server. */
    public static MxHost mxHost(String name) {
        return new MxHost(
                HostNames.canonical(name),
                Reachability.OWN_ADDRESS,
                StartTls.OFFERED,
                SmtpScript.POLITE,
                true,
                Crowd.NONE);
    }

    /** The certificate shown after STARTTLS. */
    public MxHost certificate(ServerCertificate certificate) {
        return with(startTls.withTls(startTls.tls().withCertificate(certificate)));
    }

    /**
     * The TLS versions that the server accepts, such as {@code TLSv1.2}. With one that the JVM has disabled every
     * handshake fails.
     */
    public MxHost tlsProtocols(String... protocols) {
        return with(startTls.withTls(startTls.tls().withProtocols(protocols)));
    }

    /** Does not offer STARTTLS and answers it with 502. */
    public MxHost withoutStartTls() {
        return with(startTls.withoutOffer());
    }

    /**
     * Writes this clear text right behind the positive reply to STARTTLS, in the same TCP segment, as an attacker on the
     * wire would (CVE-2011-0411 and its kin).
     *
     * @param text sent as given; end lines with CR LF
     */
    public MxHost injecting(String text) {
        return with(startTls.withInjection(text));
    }

    /**
     * Replaces the normal reply at a stage, such as {@code 454 4.7.0 TLS not available} at {@link SmtpStage#STARTTLS}.
     * After a 4xx or 5xx the session stays in the state it was in; a negative banner leaves the client to say QUIT.
     *
     * @param reply sent as given; several lines are parted by a line feed
     */
    public MxHost reply(SmtpStage stage, String reply) {
        return with(script.withAction(stage, new SmtpAction.Reply(reply)));
    }

    /** Says more than it was asked for at this stage: behind its reply, in a packet (or TLS record) of its own. */
    public MxHost sayingMoreAt(SmtpStage stage, String surplus) {
        return with(script.withAction(stage, new SmtpAction.AndMore(surplus)));
    }

    /** Answers RCPT for this recipient, whatever its case, with this reply; other recipients are accepted. */
    public MxHost refusing(String recipient, String reply) {
        return with(script.withRefusal(recipient, reply));
    }

    /** Never answers at this stage, until the client gives up or the internet closes. */
    public MxHost hangingAt(SmtpStage stage) {
        return with(script.withAction(stage, new SmtpAction.Hang()));
    }

    /**
     * Closes the connection in place of a reply. At {@link SmtpStage#END_OF_DATA} the message has been taken and is
     * found among the received ones: the client cannot know.
     */
    public MxHost droppingAt(SmtpStage stage) {
        return with(script.withAction(stage, new SmtpAction.Drop()));
    }

    /** Waits before every reply. */
    public MxHost delay(Duration beforeEachReply) {
        return with(script.withPause(beforeEachReply));
    }

    /**
     * Takes a CR or LF alone for the end of a line, and so any spelling of the final dot, as careless servers do: what a client
     * lets through smuggles mails (CVE-2023-51764 and its kin).
     */
    public MxHost takingAnyLineEnd() {
        return with(script.withAnyLineEnd());
    }

    /** The EHLO keywords offered besides STARTTLS and AUTH, in place of the usual five. */
    public MxHost extensions(String... ehloKeywords) {
        return with(script.withExtensions(ehloKeywords));
    }

    /** Begins TLS with the connection, before its greeting, as servers do on port 465 (RFC 8314 section 3.3). */
    public MxHost implicitTls() {
        return with(startTls.fromTheBeginning());
    }

    /**
     * Offers AUTH PLAIN, LOGIN and XOAUTH2 after TLS, and takes mail only from those who logged in so. Told again, it knows one user
     * more.
     */
    public MxHost requiringLogin(String user, String password) {
        return with(script.withLogin(user, password));
    }

    /** Offers AUTH in clear text as well; see {@link #requiringLogin}. */
    public MxHost takingLoginInClearText() {
        return with(script.withLoginInClearText());
    }

    /** Has an address, where nothing listens: connection refused. */
    public MxHost down() {
        return with(reachability.withoutListener());
    }

    /** Has no address record; the name exists. */
    public MxHost withoutAddress() {
        return addresses();
    }

    /**
     * Has these IPv4 and IPv6 addresses in place of one of its own. The server listens on those that are loopback
     * addresses, except 127.0.0.1 to 127.0.0.10; the others are just records.
     */
    public MxHost addresses(String... ipAddresses) {
        return with(reachability.withAddresses(ipAddresses));
    }

    /** Makes the name an alias (CNAME) of another one, which has to be described elsewhere; this host has no address. */
    public MxHost cname(String target) {
        return with(reachability.withAddresses().withAlias(target));
    }

    /** Counts mails and forgets them: for load tests. */
    public MxHost keepingNoMail() {
        return new MxHost(name, reachability, startTls, script, false, crowd);
    }

    /**
     * Serves so many sessions at a time, as servers do that count connections: each one beyond is answered with this reply at this
     * stage.
     */
    public MxHost servingAtOnce(int sessions, SmtpStage stage, String replyBeyond) {
        return new MxHost(name, reachability, startTls, script, keepingMail, new Crowd(sessions, stage, replyBeyond));
    }

    /** How it behaves in a session that is one of so many. */
    MxHost asOneOf(int sessions) {
        return sessions > crowd.sessions() ? reply(crowd.stage(), crowd.replyBeyond()) : this;
    }

    @Override
    public String name() {
        return name;
    }

    Reachability reachability() {
        return reachability;
    }

    StartTls startTls() {
        return startTls;
    }

    SmtpScript script() {
        return script;
    }

    boolean keepsMail() {
        return keepingMail;
    }

    private MxHost with(Reachability other) {
        return new MxHost(name, other, startTls, script, keepingMail, crowd);
    }

    private MxHost with(StartTls other) {
        return new MxHost(name, reachability, other, script, keepingMail, crowd);
    }

    private MxHost with(SmtpScript other) {
        return new MxHost(name, reachability, startTls, other, keepingMail, crowd);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MxHost that
                && name.equals(that.name)
                && reachability.equals(that.reachability)
                && startTls.equals(that.startTls)
                && script.equals(that.script)
                && keepingMail == that.keepingMail
                && crowd.equals(that.crowd);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, reachability, startTls, script, keepingMail, crowd);
    }
}
