package io.github.camelmtasts.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.ChainFault;
import io.github.camelmtasts.testkit.CertificateStatus;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ServerCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class RevocationCheckTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of();

    private final LoopbackInternet internet;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    RevocationCheckTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private X509Certificate[] chain(ServerCertificate kind) {
        return internet.authority().issue(kind, "mx.good.example").chain().toArray(X509Certificate[]::new);
    }

    private X509Certificate[] chain(CertificateStatus status) {
        return chain(ServerCertificate.valid().status(status));
    }

    private X509ExtendedTrustManager authorities() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(internet.trustStore());
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException noTls) {
            throw new IllegalStateException(noTls);
        }
    }

    private X509TrustManager impatient(RevocationCheck check, ExecutorService pool) {
        return new RevocationTrustManager(authorities(), check, pool, Duration.ofMillis(600));
    }

    /** {@code good}, or the fault. */
    private static String verdict(X509TrustManager trust, X509Certificate[] chain) {
        try {
            trust.checkServerTrusted(chain, "UNKNOWN");
            return "good";
        } catch (CertificateException refusal) {
            return ChainFault.of(refusal).name();
        }
    }

    @Requirement({"R8461-3.3-4", "R8461-4.2-5", "R8461-10.5-1"})
    @ParameterizedTest
    @CsvSource({
        "GOOD_BY_OCSP,                    good, good,    good",
        "GOOD_BY_CRL,                     good, good,    good",
        "REVOKED_BY_OCSP,                 good, REVOKED, REVOKED",
        "REVOKED_BY_CRL,                  good, REVOKED, REVOKED",
        "REVOKED_BY_CRL_WHILE_OCSP_FAILS, good, REVOKED, REVOKED",
        "FAILING,                         good, good,    REVOCATION_UNKNOWN",
        "UNSAID,                          good, good,    REVOCATION_UNKNOWN"
    })
    void asksTheAuthorityByOcspAndThenByList(CertificateStatus status, String off, String soft, String hard) {
        X509Certificate[] chain = chain(status);

        assertThat(verdict(RevocationCheck.OFF.over(authorities(), threads), chain))
                .isEqualTo(off);
        assertThat(internet.revocationServer().requests()).as("nobody is asked").isEmpty();
        assertThat(verdict(RevocationCheck.SOFT.over(authorities(), threads), chain))
                .isEqualTo(soft);
        assertThat(verdict(RevocationCheck.HARD.over(authorities(), threads), chain))
                .isEqualTo(hard);
    }

    @Test
    void asksForTheWholeChain() {
        try (LoopbackInternet fresh = LoopbackInternet.of().start()) { // of which Java has kept no list
            ServerCertificate kind = ServerCertificate.valid().status(CertificateStatus.GOOD_BY_OCSP);
            X509Certificate[] chain =
                    fresh.authority().issue(kind, "mx.good.example").chain().toArray(X509Certificate[]::new);

            assertThat(verdict(RevocationCheck.HARD.over(authorities(), threads), chain))
                    .isEqualTo("good");
            assertThat(fresh.revocationServer().requests())
                    .anyMatch(path -> path.startsWith("/crl/root/"))
                    .anyMatch(path -> path.startsWith("/ocsp/good/"));
        }
    }

    @Test
    void asksOnceInAWhile() {
        X509TrustManager trust = RevocationCheck.HARD.over(authorities(), threads);
        X509Certificate[] chain = chain(CertificateStatus.GOOD_BY_OCSP);
        verdict(trust, chain);
        int asked = internet.revocationServer().requests().size();

        assertThat(verdict(trust, chain)).isEqualTo("good");
        assertThat(internet.revocationServer().requests()).hasSize(asked);
    }

    @Test
    void forgetsNoRefusal() {
        X509TrustManager trust = RevocationCheck.HARD.over(authorities(), threads);
        X509Certificate[] chain = chain(CertificateStatus.REVOKED_BY_OCSP);

        assertThat(verdict(trust, chain)).isEqualTo("REVOKED");
        assertThat(verdict(trust, chain)).isEqualTo("REVOKED");
    }

    @ParameterizedTest
    @CsvSource({"SOFT, good", "HARD, REVOCATION_UNKNOWN"})
    void waitsForNoAuthorityLongerThanTheLimit(RevocationCheck check, String verdict) {
        assertThat(verdict(impatient(check, threads), chain(CertificateStatus.HANGING)))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"SOFT, good", "HARD, REVOCATION_UNKNOWN"})
    void waitsForNoThread(RevocationCheck check, String verdict) {
        ExecutorService one = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
        try {
            X509TrustManager trust = impatient(check, one);
            verdict(trust, chain(CertificateStatus.HANGING)); // keeps the thread

            assertThat(verdict(trust, chain(CertificateStatus.GOOD_BY_OCSP))).isEqualTo(verdict);
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void anAuthorityThatDoesNotAnswerLeavesThreadsForOthers() throws Exception {
        ExecutorService twenty = new ThreadPoolExecutor(20, 20, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        try {
            X509TrustManager trust =
                    new RevocationTrustManager(authorities(), RevocationCheck.HARD, twenty, Duration.ofSeconds(2));
            List<Callable<String>> silent = Stream.generate(() -> chain(CertificateStatus.HANGING))
                    .limit(25)
                    .map(chain -> (Callable<String>) () -> verdict(trust, chain))
                    .toList();

            assertThat(threads.invokeAll(silent)).extracting(Future::get).containsOnly("REVOCATION_UNKNOWN");

            X509TrustManager patient =
                    new RevocationTrustManager(authorities(), RevocationCheck.HARD, twenty, Duration.ofSeconds(10));
            assertThat(verdict(patient, chain(CertificateStatus.GOOD_BY_OCSP))).isEqualTo("good");
        } finally {
            twenty.shutdownNow();
        }
    }

    @Test
    void aChainThatNoAuthoritySpokeOfIsNotRememberedAsGood() {
        AtomicBoolean full = new AtomicBoolean(true);
        ExecutorService pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
            @Override
            public void execute(Runnable task) {
                if (full.get()) {
                    throw new RejectedExecutionException();
                }
                super.execute(task);
            }
        };
        try {
            X509TrustManager trust = RevocationCheck.SOFT.over(authorities(), pool);
            X509Certificate[] revoked = chain(CertificateStatus.REVOKED_BY_OCSP);

            assertThat(verdict(trust, revoked)).as("not asked").isEqualTo("good");
            full.set(false);
            assertThat(verdict(trust, revoked)).isEqualTo("REVOKED");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void waitsForAThreadWithinTheLimit() {
        CountDownLatch somebodyWaits = new CountDownLatch(1);
        ExecutorService one = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>() {
            @Override
            public boolean offer(Runnable task) {
                somebodyWaits.countDown();
                return super.offer(task);
            }
        });
        try {
            Future<Boolean> busy = one.submit(() -> somebodyWaits.await(30, TimeUnit.SECONDS));
            X509TrustManager trust = RevocationCheck.SOFT.over(authorities(), one);

            assertThat(verdict(trust, chain(CertificateStatus.REVOKED_BY_OCSP))).isEqualTo("REVOKED");
            assertThat(busy).succeedsWithin(Duration.ofSeconds(30));
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void anInterruptMakesNoCertificateGood() {
        X509TrustManager trust = RevocationCheck.SOFT.over(authorities(), threads);
        X509Certificate[] revoked = chain(CertificateStatus.REVOKED_BY_OCSP);

        Thread.currentThread().interrupt();
        assertThat(verdict(trust, revoked)).isEqualTo("REVOCATION_UNKNOWN");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(verdict(trust, revoked)).isEqualTo("REVOKED");
    }

    @ParameterizedTest
    @EnumSource
    void asksNobodyWhomAnUntrustedChainNames(RevocationCheck check) throws GeneralSecurityException {
        TrustManagerFactory strangers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        strangers.init((java.security.KeyStore) null);
        X509TrustManager trust = check.over((X509TrustManager) strangers.getTrustManagers()[0], threads);

        assertThat(verdict(trust, chain(CertificateStatus.REVOKED_BY_OCSP))).isEqualTo("NOT_TRUSTED");
        assertThat(internet.revocationServer().requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void trustsNoMoreThanTheAuthorities(RevocationCheck check) {
        X509TrustManager trust = check.over(authorities(), threads);

        assertThat(verdict(trust, chain(ServerCertificate.expired()))).isEqualTo("EXPIRED");
        assertThat(verdict(trust, chain(ServerCertificate.notYetValid()))).isEqualTo("NOT_YET_VALID");
        assertThat(verdict(trust, chain(ServerCertificate.unknownAuthority()))).isEqualTo("NOT_TRUSTED");
        assertThat(verdict(trust, chain(ServerCertificate.missingIntermediate())))
                .isEqualTo("NOT_TRUSTED");
        assertThat(trust.getAcceptedIssuers())
                .containsExactly(internet.authority().root());
    }

    @Test
    void cannotBeAddedToATrustManagerThatIsNotOfJava() {
        X509TrustManager own = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };

        assertThat(RevocationCheck.OFF.over(own, threads)).isSameAs(own);
        assertThatThrownBy(() -> RevocationCheck.SOFT.over(own, threads)).hasMessageStartingWith("revocation: ");
    }
}
