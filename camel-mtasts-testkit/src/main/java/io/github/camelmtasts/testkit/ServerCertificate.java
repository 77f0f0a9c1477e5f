package io.github.camelmtasts.testkit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A kind of certificate, made real by {@link TestAuthority#issue} for the host it is put on. Immutable. In DNS names and
 * common names {@code {host}} stands for the host's name, {@code {parent}} for that name without its first label,
 * {@code {initial}} for its first letter.
 */
public final class ServerCertificate {
    private static final String HOST = "{host}";

    private final CertificateShape shape;

    private ServerCertificate(CertificateShape shape) {
        this.shape = shape;
    }

    /** In date, for the host's name, from the test root, sent with its intermediate. */
    public static ServerCertificate valid() {
        return named(HOST);
    }

    /** As {@link #valid}, but it ended yesterday. */
    public static ServerCertificate expired() {
        return new ServerCertificate(valid().shape.with(CertificateShape.Validity.EXPIRED));
    }

    /** As {@link #valid}, but it begins tomorrow. */
    public static ServerCertificate notYetValid() {
        return new ServerCertificate(valid().shape.with(CertificateShape.Validity.NOT_YET_VALID));
    }

    /** For the name {@code wrong.example}. */
    public static ServerCertificate wrongName() {
        return named("wrong.example");
    }

    /** For these names, none of which should be the host's; the same as {@link #named}, said more plainly. */
    public static ServerCertificate wrongName(String... dnsNames) {
        return named(dnsNames);
    }

    /** The host's name as common name, and no subject alternative name. */
    public static ServerCertificate commonNameOnly() {
        return named().commonName(HOST);
    }

    /** As {@link #valid}, but from a root that is not in the trust store. */
    public static ServerCertificate unknownAuthority() {
        return new ServerCertificate(valid().shape.with(CertificateShape.Signer.ROGUE));
    }

    /** As {@link #valid}, but signed by its own key. */
    public static ServerCertificate selfSigned() {
        return new ServerCertificate(valid().shape.with(CertificateShape.Signer.ITSELF));
    }

    /** As {@link #valid}, but sent alone, so that no path to the root can be built. */
    public static ServerCertificate missingIntermediate() {
        return new ServerCertificate(valid().shape.with(CertificateShape.Signer.TRUSTED_BUT_SENT_ALONE));
    }

    /** On {@code mx.a.example}: for {@code *.a.example}. */
    public static ServerCertificate wildcard() {
        return named("*.{parent}");
    }

    /** On {@code mx.a.example}: for {@code m*.a.example}. */
    public static ServerCertificate partialWildcard() {
        return named("{initial}*.{parent}");
    }

    /** For these subject alternative names; the first is the common name too. None: no alternative name at all. */
    public static ServerCertificate named(String... dnsNames) {
        return new ServerCertificate(CertificateShape.named(List.of(dnsNames)));
    }

    /** Sets another common name; null for a subject without one. */
    public ServerCertificate commonName(@Nullable String commonName) {
        return new ServerCertificate(shape.with(commonName));
    }

    /**
     * Says where its status can be asked for, and decides the answer. On an internet only, and only for certificates that
     * the trusted root stands behind.
     */
    public ServerCertificate status(CertificateStatus status) {
        return new ServerCertificate(shape.with(status));
    }

    CertificateShape shape() {
        return shape;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerCertificate that && shape.equals(that.shape);
    }

    @Override
    public int hashCode() {
        return shape.hashCode();
    }

    @Override
    public String toString() {
        return shape.toString();
    }
}
