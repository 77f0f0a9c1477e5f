package io.github.camelmtasts.trust;

import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.Untrusted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trusts a chain that the authorities trust and have not revoked. They are asked only once the chain is trusted, for the
 * places to ask stand in it; within a bounded time; and not again for a while. Thread-safe.
 */
final class RevocationTrustManager extends X509ExtendedTrustManager {

    /** For all certificates of a chain: Java's own limits are per read, so that a slow host could stretch them for ever. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** How long a chain that passed is not asked about again. Statements of authorities hold for days. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private static final int MAX_CHAINS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RevocationTrustManager.class);

    private final X509ExtendedTrustManager authorities;
    private final RevocationInquiry inquiry;
    private final RevocationCheck check;
    private final ExecutorService threads;
    private final Duration limit;
    private final Cache<List<X509Certificate>, Boolean> passed = Caffeine.newBuilder()
            .maximumSize(MAX_CHAINS)
            .expireAfterWrite(MEMORY)
            .build();

    RevocationTrustManager(
            X509ExtendedTrustManager authorities, RevocationCheck check, ExecutorService threads, Duration limit) {
        this.authorities = authorities;
        this.inquiry = new RevocationInquiry(authorities.getAcceptedIssuers());
        this.check = check;
        this.threads = threads;
        this.limit = limit;
    }

    private void checkRevocation(X509Certificate[] shown) throws CertificateException {
        List<X509Certificate> chain = List.of(shown);
        if (passed.getIfPresent(chain) != null) {
            return;
        }
        try {
            ask(chain);
        } catch (CertPathValidatorException fault) {
            if (check == RevocationCheck.HARD || fault.getReason() == BasicReason.REVOKED) {
                throw new CertificateException(fault.getMessage(), fault);
            }
            LOG.info(
                    "Nobody says whether the certificate of {} is revoked ({}); with revocation=soft it is taken as good",
                    shown[0].getSubjectX500Principal(),
                    Untrusted.text(String.valueOf(fault.getMessage()), 200));
        }
        passed.put(chain, true);
    }

    private void ask(List<X509Certificate> chain) throws CertPathValidatorException {
        try {
            Future<?> answer = threads.submit(() -> {
                inquiry.ask(chain);
                return null;
            });
            answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw fault(failed.getCause());
        } catch (TimeoutException slow) {
            throw unknown("the authority does not say within " + limit.toSeconds() + " s whether it is revoked");
        } catch (RejectedExecutionException busy) {
            throw unknown("too many authorities are being asked, or this machine is stopping");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw unknown("this machine is stopping");
        }
    }

    /** The chain was found good in every other respect: what is not a revocation is somebody who cannot say. */
    private static CertPathValidatorException fault(@Nullable Throwable failure) {
        return failure instanceof CertPathValidatorException fault && fault.getReason() == BasicReason.REVOKED
                ? fault
                : unknown(
                        "whether it is revoked cannot be found out: " + (failure == null ? "" : failure.getMessage()));
    }

    private static CertPathValidatorException unknown(String why) {
        return new CertPathValidatorException(why, null, null, -1, BasicReason.UNDETERMINED_REVOCATION_STATUS);
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
