package io.github.camelmtasts.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A policy file and the way its HTTPS server behaves. Immutable: every method returns a changed copy. Unless told
 * otherwise: status 200, the media type of the format, {@code max_age} of one week, a valid certificate, no delay.
 */
public final class PolicyFile {
    private static final Duration ONE_WEEK = Duration.ofDays(7);

    private final PolicyFormat format;
    private final PolicyText text;
    private final HttpReply reply;
    private final Pace pace;
    private final TlsOffer tls;

    private PolicyFile(PolicyFormat format, PolicyText text, HttpReply reply, Pace pace, TlsOffer tls) {
        this.format = format;
        this.text = text;
        this.reply = reply;
        this.pace = pace;
        this.tls = tls;
    }

    /** An RFC 8461 policy in mode {@code enforce}. */
    public static PolicyFile enforce(String... mxPatterns) {
        return generated(PolicyFormat.TEXT, "enforce", mxPatterns);
    }

    /** An RFC 8461 policy in mode {@code testing}. */
    public static PolicyFile testing(String... mxPatterns) {
        return generated(PolicyFormat.TEXT, "testing", mxPatterns);
    }

    /** An RFC 8461 policy in mode {@code none}. */
    public static PolicyFile none(String... mxPatterns) {
        return generated(PolicyFormat.TEXT, "none", mxPatterns);
    }

    /** A file at {@code /.well-known/mta-sts.txt} with this body, right or wrong; line ends are sent as given. */
    public static PolicyFile text(String body) {
        return generated(PolicyFormat.TEXT, "none").body(body);
    }

    /** A draft-06 JSON policy in mode {@code enforce}. */
    public static PolicyFile draftEnforce(String... mxPatterns) {
        return generated(PolicyFormat.JSON, "enforce", mxPatterns);
    }

    /** A draft-06 JSON policy in mode {@code report}. */
    public static PolicyFile draftReport(String... mxPatterns) {
        return generated(PolicyFormat.JSON, "report", mxPatterns);
    }

    /** A file at {@code /.well-known/mta-sts.json} with this body, right or wrong. */
    public static PolicyFile json(String body) {
        return generated(PolicyFormat.JSON, "none").body(body);
    }

    private static PolicyFile generated(PolicyFormat format, String mode, String... mxPatterns) {
        PolicyText text = new PolicyText.Members(mode, List.of(mxPatterns), ONE_WEEK);
        return new PolicyFile(format, text, HttpReply.OK, Pace.AT_ONCE, TlsOffer.VALID);
    }

    /**
     * The {@code max_age} that the policy states, in whole seconds.
     *
     * @throws IllegalStateException if the body was given by hand
     */
    public PolicyFile maxAge(Duration maxAge) {
        if (text instanceof PolicyText.Members members) {
            return withText(new PolicyText.Members(members.mode(), members.mx(), maxAge));
        }
        throw new IllegalStateException("the body was given by hand: write max_age there");
    }

    /** Sends this body, as UTF-8, in place of the generated one. */
    public PolicyFile body(String body) {
        return body(body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends these octets in place of the generated body. */
    public PolicyFile body(byte[] body) {
        return withText(PolicyText.Raw.of(body));
    }

    /** The HTTP status, 200 unless told. */
    public PolicyFile status(int status) {
        return withReply(reply.withStatus(status));
    }

    /** Adds a response header; the first one of its name takes the place of the default, further ones are added. */
    public PolicyFile header(String name, String value) {
        return withReply(reply.withHeader(name, value));
    }

    /** Leaves out a header that would be sent by default, such as {@code Content-Type}. */
    public PolicyFile withoutHeader(String name) {
        return withReply(reply.without(name));
    }

    /** Waits before the response. */
    public PolicyFile delay(Duration beforeResponse) {
        return withPace(pace.withDelay(beforeResponse));
    }

    /** Waits before each octet of the body. */
    public PolicyFile drip(Duration betweenBytes) {
        return withPace(pace.withDrip(betweenBytes));
    }

    /** Lets the body go on for ever: the policy, then filler lines, without a {@code Content-Length}. */
    public PolicyFile endless() {
        return withPace(pace.withoutEnd());
    }

    /** Takes the request and never answers. */
    public PolicyFile hanging() {
        return withPace(pace.withoutAnswer());
    }

    /** The certificate of {@code mta-sts.<domain>}; of two files of one domain, the text policy's counts. */
    public PolicyFile certificate(ServerCertificate certificate) {
        return withTls(tls.withCertificate(certificate));
    }

    /**
     * The TLS versions that the server accepts, such as {@code TLSv1.2}. With one that the JVM has disabled every
     * handshake fails.
     */
    public PolicyFile tlsProtocols(String... protocols) {
        return withTls(tls.withProtocols(protocols));
    }

    PolicyFormat format() {
        return format;
    }

    byte[] bodyBytes() {
        return text.in(format);
    }

    HttpReply reply() {
        return reply;
    }

    Pace pace() {
        return pace;
    }

    TlsOffer tls() {
        return tls;
    }

    private PolicyFile withText(PolicyText other) {
        return new PolicyFile(format, other, reply, pace, tls);
    }

    private PolicyFile withReply(HttpReply other) {
        return new PolicyFile(format, text, other, pace, tls);
    }

    private PolicyFile withPace(Pace other) {
        return new PolicyFile(format, text, reply, other, tls);
    }

    private PolicyFile withTls(TlsOffer other) {
        return new PolicyFile(format, text, reply, pace, other);
    }
}
