package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * A certificate authority: root, intermediate, and the servers' certificates. Its roots are made once for each JVM, so
 * that every internet of a test run has the same trust store. Thread-safe.
 */
public final class TestAuthority {
    private final Map<Issue, IssuedCertificate> issued = new ConcurrentHashMap<>();
    private final SSLContext clientSslContext = clientContext(newTrustStore());
    private final @Nullable RevocationServer revocationServer;
    private final Clock clock;

    private record Issue(ServerCertificate kind, String host) {}

    /** Made at first use; the keys live and die with the JVM. */
    private static final class OfThisJvm {
        static final AuthorityChain TRUSTED = AuthorityChain.named("Trusted");
        static final AuthorityChain ROGUE = AuthorityChain.named("Rogue");
    }

    /** An authority without an internet: for other servers of a test. Its certificates are in date by the machine's clock. */
    public TestAuthority() {
        this(Clock.systemUTC());
    }

    /** An authority without an internet, whose certificates are in date by this clock when they are issued. */
    public TestAuthority(Clock clock) {
        this(null, clock);
    }

    TestAuthority(@Nullable RevocationServer revocationServer, Clock clock) {
        this.revocationServer = revocationServer;
        this.clock = clock;
    }

    static AuthorityChain trusted() {
        return OfThisJvm.TRUSTED;
    }

    /** The root that clients of the test trust. */
    public X509Certificate root() {
        return OfThisJvm.TRUSTED.root();
    }

    /** The certificate that signs the servers' certificates. */
    public X509Certificate intermediate() {
        return OfThisJvm.TRUSTED.intermediate();
    }

    /** Another root, which nobody trusts; see {@link ServerCertificate#unknownAuthority}. */
    public X509Certificate rogueRoot() {
        return OfThisJvm.ROGUE.root();
    }

    /** Makes a certificate of this kind for a host, the same one each time. */
    public IssuedCertificate issue(ServerCertificate kind, String host) {
        return issued.computeIfAbsent(new Issue(kind, HostNames.canonical(host)), this::make);
    }

    /** A new key store that holds only the root. */
    public KeyStore trustStore() {
        return newTrustStore();
    }

    /** A context for clients that trusts only the root; host names are the client's to check. */
    public SSLContext clientSslContext() {
        return clientSslContext;
    }

    private IssuedCertificate make(Issue issue) {
        CertificateShape shape = issue.kind().shape().on(issue.host());
        CertificateSigner server = CertificateSigner.named(shape.commonName());
        if (shape.status() != CertificateStatus.UNSAID) {
            return withStatus(server, shape);
        }
        return switch (shape.signer()) {
            case TRUSTED, TRUSTED_BUT_SENT_ALONE -> OfThisJvm.TRUSTED.issue(server, shape, clock.instant());
            case ROGUE -> OfThisJvm.ROGUE.issue(server, shape, clock.instant());
            case ITSELF ->
                new IssuedCertificate(
                        server.keys().getPrivate(),
                        List.of(server.signServer(server, shape, clock.instant(), serial -> StatusAddresses.NONE)));
        };
    }

    private IssuedCertificate withStatus(CertificateSigner server, CertificateShape shape) {
        if (revocationServer == null || shape.signer() != CertificateShape.Signer.TRUSTED) {
            throw new IllegalArgumentException("a certificate with a status needs an internet and the trusted root");
        }
        return revocationServer.issue(server, shape);
    }

    private static KeyStore newTrustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("loopback-internet-root", OfThisJvm.TRUSTED.root());
            return store;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no PKCS12 in this JVM", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext clientContext(KeyStore trustStore) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS in this JVM", e);
        }
    }
}
