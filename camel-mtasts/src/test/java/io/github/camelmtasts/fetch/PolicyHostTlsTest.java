package io.github.camelmtasts.fetch;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.PolicyFile;
import io.github.camelmtasts.testkit.ServerCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.fetch.FetchFailure.CERTIFICATE_EXPIRED;
import static io.github.camelmtasts.fetch.FetchFailure.CERTIFICATE_NAME_MISMATCH;
import static io.github.camelmtasts.fetch.FetchFailure.CERTIFICATE_NOT_TRUSTED;
import static io.github.camelmtasts.fetch.FetchFailure.CERTIFICATE_NOT_YET_VALID;
import static io.github.camelmtasts.fetch.Fetching.detail;
import static io.github.camelmtasts.fetch.Fetching.draftPolicyOf;
import static io.github.camelmtasts.fetch.Fetching.outcome;
import static io.github.camelmtasts.fetch.Fetching.policyOf;
import static io.github.camelmtasts.fetch.Fetching.strict;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.draftEnforce;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.ServerCertificate.named;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class PolicyHostTlsTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")),
            domain("draft.example").policy(draftEnforce(".draft.example")));

    private final LoopbackInternet internet;

    PolicyHostTlsTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    private FetchResult fetchFrom(PolicyFile file) {
        internet.policyHost().serve("good.example", file);
        return strict(internet).fetch(policyOf("good.example"));
    }

    private FetchResult fetchFrom(RawServer host) {
        return Fetching.at(internet, host).fetch(policyOf("good.example"));
    }

    static Stream<Arguments> badCertificates() {
        return Stream.of(
                Arguments.of(CERTIFICATE_EXPIRED, "ended yesterday", ServerCertificate.expired()),
                Arguments.of(CERTIFICATE_NOT_YET_VALID, "begins tomorrow", ServerCertificate.notYetValid()),
                Arguments.of(CERTIFICATE_NOT_TRUSTED, "unknown authority", ServerCertificate.unknownAuthority()),
                Arguments.of(CERTIFICATE_NOT_TRUSTED, "its own authority", ServerCertificate.selfSigned()),
                Arguments.of(
                        CERTIFICATE_NOT_TRUSTED,
                        "sent without its intermediate",
                        ServerCertificate.missingIntermediate()),
                Arguments.of(CERTIFICATE_NAME_MISMATCH, "another name", ServerCertificate.wrongName()),
                Arguments.of(CERTIFICATE_NAME_MISMATCH, "common name alone", ServerCertificate.commonNameOnly()),
                Arguments.of(
                        CERTIFICATE_NAME_MISMATCH,
                        "common name right, DNS name wrong",
                        named("a.example").commonName("{host}")),
                Arguments.of(CERTIFICATE_NAME_MISMATCH, "the domain, not its policy host", named("good.example")),
                Arguments.of(
                        CERTIFICATE_NAME_MISMATCH,
                        "the policy host as a beginning",
                        named("mta-sts.good.example.evil.example")),
                Arguments.of(CERTIFICATE_NAME_MISMATCH, "the policy host as an end", named("a.mta-sts.good.example")),
                Arguments.of(
                        CERTIFICATE_NAME_MISMATCH, "part of a label as wildcard", ServerCertificate.partialWildcard()),
                Arguments.of(CERTIFICATE_NAME_MISMATCH, "wildcard one level too high", named("*.example")),
                Arguments.of(CERTIFICATE_NAME_MISMATCH, "wildcard one level too low", named("*.mta-sts.good.example")),
                Arguments.of(CERTIFICATE_NAME_MISMATCH, "wildcard over two labels", named("*.*.example")),
                Arguments.of(CERTIFICATE_NAME_MISMATCH, "wildcard inside", named("mta-sts.*.example")),
                Arguments.of(CERTIFICATE_NAME_MISMATCH, "nothing but a wildcard", named("*")));
    }

    @Requirement({"R8461-3.3-1", "R8461-3.3-2", "R8461-3.3-3"})
    @ParameterizedTest(name = "{1}")
    @MethodSource("badCertificates")
    void asksNothingOfAHostWithABadCertificate(FetchFailure kind, String reason, ServerCertificate certificate) {
        FetchResult result = fetchFrom(enforce("mx.good.example").certificate(certificate));

        assertThat(outcome(result)).as(reason).isEqualTo(kind.name());
        assertThat(detail(result)).startsWith("the certificate of the policy host is not valid for it");
        assertThat(internet.policyHost().connections("good.example")).isEqualTo(1);
        assertThat(internet.policyHost().requests()).isEmpty();
    }

    @Test
    void tellsByTheCertificatesWhyTheyAreNotTrusted() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(internet.trustStore());
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            PolicyFetcher fetcher = HttpsPolicyFetcher.trusting(
                    (X509TrustManager) factory.getTrustManagers()[0],
                    new FetchSettings(internet.policyPort(), false, Optional.empty()),
                    timer);
            internet.policyHost()
                    .serve("good.example", enforce("mx.good.example").certificate(ServerCertificate.selfSigned()));

            assertThat(detail(fetcher.fetch(policyOf("good.example"))))
                    .isEqualTo("the certificate of the policy host is not valid for it: it is self-signed");
        } finally {
            timer.shutdownNow();
        }
    }

    static Stream<Arguments> goodCertificates() {
        return Stream.of(
                Arguments.of("the name", ServerCertificate.valid()),
                Arguments.of("the name in capitals", named("MTA-STS.Good.Example")),
                Arguments.of("wildcard for the whole first label", ServerCertificate.wildcard()),
                Arguments.of("one of several names", named("a.example", "b.example", "mta-sts.good.example")),
                Arguments.of("a name that is none beside it", named("m*.good.example", "mta-sts.good.example")),
                Arguments.of("no common name", ServerCertificate.valid().commonName(null)),
                Arguments.of("another common name", ServerCertificate.valid().commonName("a.example")));
    }

    @Requirement({"R8461-3.3-1", "R8461-3.3-2", "R8461-3.3-3"})
    @ParameterizedTest(name = "{0}")
    @MethodSource("goodCertificates")
    void takesThePolicyOfAHostWithAGoodCertificate(String reason, ServerCertificate certificate) {
        assertThat(outcome(fetchFrom(enforce("mx.good.example").certificate(certificate))))
                .as(reason)
                .isEqualTo("fetched");
    }

    /** A deviation: draft-06 section 3.3 would let it count, docs/adr/0002 says why we do not. */
    @Test
    @Requirement({"RD06-3.3-1", "RD06-3.3-2"})
    void letsTheCommonNameCountAsLittleUnderTheDraft() {
        internet.policyHost()
                .serve("draft.example", draftEnforce(".draft.example").certificate(ServerCertificate.commonNameOnly()));

        assertThat(outcome(strict(internet).fetch(draftPolicyOf("draft.example"))))
                .isEqualTo("CERTIFICATE_NAME_MISMATCH");
        assertThat(internet.policyHost().requests()).isEmpty();
    }

    @Test
    @Requirement("R8461-3.3-1")
    void judgesTheCertificateAtEveryFetch() {
        PolicyFetcher fetcher = strict(internet);
        assertThat(outcome(fetcher.fetch(policyOf("good.example")))).isEqualTo("fetched");

        internet.policyHost()
                .serve("good.example", enforce("mx.good.example").certificate(ServerCertificate.expired()));

        assertThat(outcome(fetcher.fetch(policyOf("good.example")))).isEqualTo("CERTIFICATE_EXPIRED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTls12And13(String version) {
        assertThat(outcome(fetchFrom(enforce("mx.good.example").tlsProtocols(version))))
                .isEqualTo("fetched");
    }

    @Test
    void speaksNoTlsBelow12() {
        assertThat(outcome(fetchFrom(enforce("mx.good.example").tlsProtocols("TLSv1.1"))))
                .isEqualTo("TLS");
        assertThat(internet.policyHost().requests()).isEmpty();
    }

    @Test
    void takesNoAnswerInTls11FromAHostThatKnowsNoOther() {
        String serverHello = "160302002a" + "02000026" + "0302" + "07".repeat(32) + "00" + "002f" + "00";
        try (RawServer host = RawServer.of((client, server) -> {
            client.getOutputStream().write(HexFormat.of().parseHex(serverHello));
            server.sayNothing(client);
        })) {
            assertThat(outcome(fetchFrom(host))).isEqualTo("TLS");
        }
    }

    @Test
    void asksNothingInClearText() {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try (RawServer host = RawServer.of((client, server) -> {
            seen.write(client.getInputStream().readNBytes(1));
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1));
            server.sayNothing(client);
        })) {
            assertThat(outcome(fetchFrom(host))).isEqualTo("TLS");
        }
        assertThat(seen.toByteArray()).as("the type of a TLS handshake record").containsExactly(0x16);
    }
}
