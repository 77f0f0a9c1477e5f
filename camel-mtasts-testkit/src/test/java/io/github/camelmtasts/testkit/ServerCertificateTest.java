package io.github.camelmtasts.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ServerCertificateTest {
    private static final String HOST = "mx.a.example";

    private final TestAuthority authority = new TestAuthority();

    static Stream<Arguments> kinds() {
        return Stream.of(
                arguments(ServerCertificate.valid(), null, "the host's own name"),
                arguments(ServerCertificate.wildcard(), null, "*.a.example"),
                arguments(ServerCertificate.named("other.example", HOST), null, "one of two"),
                arguments(ServerCertificate.named(HOST).commonName(null), null, "no common name"),
                arguments(ServerCertificate.expired(), "NotAfter", "over"),
                arguments(ServerCertificate.notYetValid(), "NotBefore", "not begun"),
                arguments(ServerCertificate.wrongName(), "No subject alternative DNS name matching", "default name"),
                arguments(ServerCertificate.wrongName("b.example"), "No subject alternative DNS name", "given name"),
                arguments(ServerCertificate.unknownAuthority(), "unable to find valid certification path", "rogue"),
                arguments(ServerCertificate.selfSigned(), "unable to find valid certification path", "own key"),
                arguments(ServerCertificate.missingIntermediate(), "unable to find valid certification path", "gap"));
    }

    @ParameterizedTest(name = "{2}: {0}")
    @MethodSource("kinds")
    void isJudgedByTheJdkAsItsNameSays(ServerCertificate kind, @Nullable String complaint, String reason)
            throws Exception {
        SSLContext server = authority.issue(kind, HOST).sslContext();
        try (TcpListener listener = listenWith(server);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            if (complaint == null) {
                TlsClient.strict(socket, authority.clientSslContext(), HOST).close();
            } else {
                Assertions.assertThatThrownBy(() -> TlsClient.strict(socket, authority.clientSslContext(), HOST))
                        .as(reason)
                        .isInstanceOf(SSLException.class)
                        .hasStackTraceContaining(complaint);
            }
        }
    }

    @Test
    void bearsTheNamesThatWereAskedFor() throws Exception {
        assertThat(dnsNames(ServerCertificate.partialWildcard())).containsExactly("m*.a.example");
        assertThat(dnsNames(ServerCertificate.wildcard())).containsExactly("*.a.example");
        assertThat(dnsNames(ServerCertificate.commonNameOnly())).isEmpty();
        assertThat(subject(ServerCertificate.commonNameOnly())).contains("CN=" + HOST);
        assertThat(subject(ServerCertificate.named("x.example"))).contains("CN=x.example");
        assertThat(subject(ServerCertificate.named("x.example").commonName("y.example")))
                .contains("CN=y.example");
        assertThat(subject(ServerCertificate.named("x.example").commonName(null)))
                .doesNotContain("CN=");
    }

    @Test
    void comesWithItsIntermediateUnlessToldOtherwise() {
        assertThat(authority.issue(ServerCertificate.valid(), HOST).chain())
                .hasSize(2)
                .contains(authority.intermediate());
        assertThat(authority
                        .issue(ServerCertificate.missingIntermediate(), HOST)
                        .chain())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-02-29T00:00:00Z", "2049-12-31T23:59:59Z"})
    void isDatedByTheClockOfItsAuthority(String today) {
        Instant now = Instant.parse(today);
        TestAuthority dated = new TestAuthority(Clock.fixed(now, ZoneOffset.UTC));

        IssuedCertificate valid = dated.issue(ServerCertificate.valid(), HOST);
        assertThat(valid.chain())
                .allSatisfy(each ->
                        assertThatCode(() -> each.checkValidity(Date.from(now))).doesNotThrowAnyException());
        assertThat(dated.issue(ServerCertificate.expired(), HOST).certificate().getNotAfter())
                .isBefore(now);
        assertThat(dated.issue(ServerCertificate.notYetValid(), HOST)
                        .certificate()
                        .getNotBefore())
                .isAfter(now);
    }

    @Test
    void isTheSameEachTime() {
        assertThat(authority.issue(ServerCertificate.valid(), HOST))
                .isSameAs(authority.issue(ServerCertificate.valid(), "MX.a.example."));
    }

    private TcpListener listenWith(SSLContext server) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return TcpListener.open(address, "tls", client -> {
            TlsHandshake.complete(client, ClientHello.read(client.getInputStream()), server, List.of());
        });
    }

    private String subject(ServerCertificate kind) {
        return authority
                .issue(kind, HOST)
                .certificate()
                .getSubjectX500Principal()
                .getName();
    }

    private List<String> dnsNames(ServerCertificate kind) throws Exception {
        X509Certificate certificate = authority.issue(kind, HOST).certificate();
        @Nullable Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream().map(name -> String.valueOf(name.get(1))).toList();
    }
}
