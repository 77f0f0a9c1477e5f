package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.draftReport;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.json;
import static io.github.camelmtasts.testkit.PolicyFile.none;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static io.github.camelmtasts.testkit.PolicyFile.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(20)
class PolicyServerTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example", "*.good.example")),
            domain("both.example")
                    .policy(testing("a.example").maxAge(Duration.ofDays(1)))
                    .policy(draftReport("a.example", ".b.example")),
            domain("raw.example").policy(text("version: STSv1\nmode: none\n")).policy(json("[]")),
            domain("moved.example")
                    .policy(enforce("mx.example").status(301).header("Location", "https://elsewhere.example/")),
            domain("typed.example").policy(none().header("content-type", "text/html")),
            domain("untyped.example").policy(none().withoutHeader("Content-Type")),
            domain("late.example").policy(none().delay(Duration.ofMillis(300))),
            domain("slow.example").policy(none().drip(Duration.ofMillis(2))),
            domain("long.example").policy(enforce("mx.example").endless()),
            domain("dead.example").policy(none().hanging()),
            domain("expired.example").policy(none().certificate(ServerCertificate.expired())),
            domain("wrong.example").policy(none().certificate(ServerCertificate.wrongName())),
            domain("older.example").policy(none().tlsProtocols("TLSv1.2")));

    private final LoopbackInternet internet;

    PolicyServerTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    @Test
    void servesAPolicyAsText() throws IOException {
        assertThat(get("good.example", "/.well-known/mta-sts.txt"))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Type: text/plain\r\n", "Content-Length: ")
                .endsWith(String.join(
                        "\r\n",
                        "",
                        "",
                        "version: STSv1",
                        "mode: enforce",
                        "mx: mx.good.example",
                        "mx: *.good.example",
                        "max_age: 604800",
                        ""));
        assertThat(internet.policyHost().requests("good.example"))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.method()).isEqualTo("GET");
                    assertThat(request.path()).isEqualTo("/.well-known/mta-sts.txt");
                    assertThat(request.sni()).isEqualTo("mta-sts.good.example");
                    assertThat(request.host()).isEqualTo("mta-sts.good.example");
                    assertThat(request.header("user-AGENT")).contains("test");
                });
    }

    @Test
    void servesTextAndJsonSideBySide() throws IOException {
        assertThat(get("both.example", "/.well-known/mta-sts.txt")).contains("mode: testing\r\n", "max_age: 86400\r\n");
        assertThat(get("both.example", "/.well-known/mta-sts.json"))
                .contains("Content-Type: application/json\r\n")
                .contains("""
                        {"version": "STSv1", "mode": "report", "mx": ["a.example", ".b.example"], "max_age": 604800}""");
        assertThat(get("both.example", "/")).startsWith("HTTP/1.1 404 ");
        assertThat(get("good.example", "/.well-known/mta-sts.json")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void servesBodiesGivenByHand() throws IOException {
        assertThat(get("raw.example", "/.well-known/mta-sts.txt")).endsWith("\r\n\r\nversion: STSv1\nmode: none\n");
        assertThat(get("raw.example", "/.well-known/mta-sts.json")).endsWith("\r\n\r\n[]");
        assertThatIllegalStateException().isThrownBy(() -> text("x").maxAge(Duration.ofDays(1)));
    }

    @Test
    void sendsStatusAndHeadersAsTold() throws IOException {
        assertThat(policyOf("moved.example")).startsWith("HTTP/1.1 301 ").contains("Location: https://elsewhere");
        assertThat(policyOf("typed.example"))
                .contains("content-type: text/html")
                .doesNotContain("text/plain");
        assertThat(policyOf("untyped.example")).doesNotContain("Content-Type");
    }

    @Test
    void takesItsTime() throws IOException {
        long begin = System.nanoTime();
        policyOf("late.example");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        begin = System.nanoTime();
        assertThat(policyOf("slow.example")).endsWith("max_age: 604800\r\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }

    @Test
    void stopsAnEndlessBodyWhenTheClientDoes() throws Exception {
        try (SSLSocket tls = request("long.example", "/.well-known/mta-sts.txt")) {
            byte[] start = tls.getInputStream().readNBytes(100_000);
            assertThat(new String(start, StandardCharsets.US_ASCII))
                    .contains("mode: enforce")
                    .doesNotContain("Content-Length");
        }
        long before = -1;
        long written = internet.policyHost().bytesWritten("long.example");
        while (written > before) { // ends when the server has noticed; the timeout of the class bounds it
            TimeUnit.MILLISECONDS.sleep(100);
            before = written;
            written = internet.policyHost().bytesWritten("long.example");
        }
        assertThat(written).isGreaterThan(90_000);
    }

    @Test
    void takesARequestAndNeverAnswers() throws IOException {
        try (SSLSocket tls = request("dead.example", "/.well-known/mta-sts.txt")) {
            tls.setSoTimeout(200);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> tls.getInputStream().read());
        }
        assertThat(internet.policyHost().requests("dead.example")).hasSize(1);
    }

    @Test
    void showsTheCertificateOfTheHostThatWasAskedFor() {
        for (String domain : List.of("expired.example", "wrong.example")) {
            assertThatExceptionOfType(SSLException.class).isThrownBy(() -> policyOf(domain));
            assertThat(internet.policyHost().connections(domain)).isEqualTo(1);
            assertThat(internet.policyHost().requests(domain)).isEmpty();
        }
    }

    @Test
    void speaksTheTlsVersionsItWasToldTo() throws IOException {
        try (SSLSocket tls = request("older.example", "/")) {
            assertThat(tls.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
        try (SSLSocket tls = request("good.example", "/")) {
            assertThat(tls.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void changesAtRunTime() throws IOException {
        internet.policyHost().serve("new.example", enforce("mx.new.example"));
        assertThat(policyOf("new.example")).contains("mx: mx.new.example");
        internet.policyHost().serve("new.example", none().status(503));
        assertThat(policyOf("new.example")).startsWith("HTTP/1.1 503 ");
        internet.policyHost().withdraw("new.example");
        assertThat(policyOf("new.example")).startsWith("HTTP/1.1 404 ");
    }

    private String policyOf(String domain) throws IOException {
        return get(domain, "/.well-known/mta-sts.txt");
    }

    private String get(String domain, String path) throws IOException {
        try (SSLSocket tls = request(domain, path);
                InputStream in = tls.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private SSLSocket request(String domain, String path) throws IOException {
        String host = "mta-sts." + domain;
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), internet.policyPort());
        SSLSocket tls = TlsClient.strict(plain, internet.clientSslContext(), host);
        String head = "GET " + path + " HTTP/1.1\r\nHost: " + host + ":443\r\nUser-Agent: test\r\n\r\n";
        tls.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return tls;
    }
}
