package io.github.camelmtasts.trust;

import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.security.auth.x500.X500Principal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.Untrusted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trusts a chain that the authorities trust and have not revoked. They are asked only once the chain is trusted, for the
 * places to ask stand in it; within a bounded time; and, once they have answered, not again for a while. Thread-safe.
 */
final class RevocationTrustManager extends X509ExtendedTrustManager {

    /** For all certificates of a chain: Java's own limits are per read, so that a slow host could stretch them for ever. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** How long a chain is not asked about again once its authorities said that it is not revoked. Such statements of authorities hold for days. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private static final int MAX_CHAINS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RevocationTrustManager.class);

    private final X509ExtendedTrustManager authorities;
    private final TimelyInquiry inquiry;
    private final RevocationCheck check;
    private final Cache<List<X509Certificate>, Boolean> notRevoked = Caffeine.newBuilder()
            .maximumSize(MAX_CHAINS)
            .expireAfterWrite(MEMORY)
            .build();

    RevocationTrustManager(
            X509ExtendedTrustManager authorities, RevocationCheck check, ExecutorService threads, Duration limit) {
        this.authorities = authorities;
        this.inquiry = new TimelyInquiry(new RevocationInquiry(authorities.getAcceptedIssuers()), threads, limit);
        this.check = check;
    }

    private void checkRevocation(X509Certificate[] shown) throws CertificateException {
        List<X509Certificate> chain = List.of(shown);
        if (notRevoked.getIfPresent(chain) != null) {
            return;
        }
        try {
            inquiry.ask(chain);
            notRevoked.put(chain, true);
        } catch (CertPathValidatorException fault) {
            if (check == RevocationCheck.HARD || fault.getReason() == BasicReason.REVOKED) {
                throw new CertificateException(fault.getMessage(), fault);
            }
            logUnknown(shown[0], fault);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw notAsked();
        }
    }

    /** The subject may be a person; the authority is none. */
    private static void logUnknown(X509Certificate certificate, CertPathValidatorException fault) {
        LOG.info(
                "It is not known whether a certificate of the authority {} is revoked ({}); with revocation=soft it is taken as good",
                name(certificate.getIssuerX500Principal()),
                Untrusted.text(String.valueOf(fault.getMessage()), 200));
        LOG.debug("The subject of that certificate is {}", name(certificate.getSubjectX500Principal()));
    }

    private static String name(X500Principal principal) {
        return Untrusted.text(principal.getName(), 200);
    }

    /** An interrupt is no word of an authority, so that it cannot make a certificate good. */
    private static CertificateException notAsked() {
        String why = "the thread was told to stop before an authority said whether the certificate is revoked";
        return new CertificateException(
                why, new CertPathValidatorException(why, null, null, -1, BasicReason.UNDETERMINED_REVOCATION_STATUS));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        authorities.checkServerTrusted(chain, authType, socket);
        checkRevocation(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        authorities.checkServerTrusted(chain, authType, engine);
        checkRevocation(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authorities.checkServerTrusted(chain, authType);
        checkRevocation(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("We are no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("We are no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("We are no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
