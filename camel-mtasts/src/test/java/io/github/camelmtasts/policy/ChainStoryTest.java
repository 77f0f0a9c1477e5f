package io.github.camelmtasts.policy;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.stream.Stream;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What an operator reads about a chain that is not trusted. */
class ChainStoryTest {

    private static final TestAuthority AUTHORITY = new TestAuthority();

    static Stream<Arguments> stories() {
        return Stream.of(
                Arguments.of(ServerCertificate.selfSigned(), "it is self-signed"),
                Arguments.of(
                        ServerCertificate.missingIntermediate(),
                        "the host does not show the intermediate certificate of '.*', which signed it, and '.*' is no"
                                + " trusted authority itself"),
                Arguments.of(
                        ServerCertificate.unknownAuthority(), "it leads to the authority '.*', which is not trusted"),
                Arguments.of(ServerCertificate.expired(), "it expired at [-0-9T:.]+Z"),
                Arguments.of(ServerCertificate.notYetValid(), "it is valid from [-0-9T:.]+Z on"));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isToldByTheCertificates(ServerCertificate kind, String story) {
        X509Certificate[] chain =
                AUTHORITY.issue(kind, "mx.good.example").chain().toArray(X509Certificate[]::new);

        assertThat(story(chain)).matches(story);
    }

    @Test
    void endsWhereAChainLeadsInACircle() {
        X509Certificate root = AUTHORITY.root();
        X509Certificate[] chain = Stream.generate(() -> root).limit(50).toArray(X509Certificate[]::new);

        assertThat(ChainStory.of(chain, new X509Certificate[0], new CertificateException("no")))
                .isEqualTo("it is self-signed");
    }

    @Test
    void takesTheWordsOfJavaWithoutItsClassesWhereTheChainSaysNothing() {
        X509Certificate[] chain =
                AUTHORITY.issue(ServerCertificate.valid(), "a.example").chain().toArray(X509Certificate[]::new);
        CertificateException refusal = new CertificateException(
                "PKIX path validation failed: java.security.cert.CertPathValidatorException: key too short");

        assertThat(ChainStory.of(chain, new X509Certificate[] {AUTHORITY.root()}, refusal))
                .isEqualTo("PKIX path validation failed: key too short");
        assertThat(JavaWords.plain(new IllegalStateException())).isEqualTo("no reason is given");
    }

    private static String story(X509Certificate[] chain) {
        X509TrustManager authorities = authorities();
        CertificateException refusal = catchThrowableOfType(
                CertificateException.class, () -> authorities.checkServerTrusted(chain, "UNKNOWN"));
        return ChainStory.of(chain, authorities.getAcceptedIssuers(), refusal);
    }

    private static X509TrustManager authorities() {
        try {
            KeyStore store = AUTHORITY.trustStore();
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException noTls) {
            throw new IllegalStateException(noTls);
        }
    }
}
