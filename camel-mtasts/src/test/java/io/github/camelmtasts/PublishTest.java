package io.github.camelmtasts;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.publication.PolicyTexts;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ServerCertificate;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a policy host answers whose requests Camel takes: over real TLS, to a client that we did not write. */
class PublishTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("mine.example").mx(10, mxHost("mx.mine.example")),
            domain("yours.example").mx(10, mxHost("mx.yours.example")));

    private static final String TEXT = "version: STSv1\r\nmode: enforce\r\nmx: mx.mine.example\r\nmax_age: 1209600\r\n";

    @TempDir
    private static Path directory;

    private static PublishingNode node;
    private static WebClient client;

    @BeforeAll
    static void start() throws Exception {
        node = node(component -> component.setPublishedPolicies(Map.of(
                "mine.example", "enforce mx.mine.example for 2w",
                "yours.example", "none for 1d")));
        client = new WebClient(INTERNET.internet(), node.port());
    }

    private static PublishingNode node(Consumer<MtaStsComponent> change) throws Exception {
        LoopbackInternet internet = INTERNET.internet();
        ServerCertificate names = ServerCertificate.named(
                "mta-sts.mine.example", "mta-sts.yours.example", "mta-sts.other.example", "www.mine.example");
        return new PublishingNode(
                internet, "127.0.0.1", 0, internet.authority().issue(names, "web.mine.example"), directory, change);
    }

    @AfterAll
    static void stop() {
        client.close();
        node.close();
    }

    @Test
    @Requirement("R8461-8.2-2")
    void servesThePolicyOfTheHostThatIsAskedFor() {
        HttpResponse<String> answer = client.get("https://mta-sts.mine.example/.well-known/mta-sts.txt");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(TEXT);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
        assertThat(answer.headers().firstValue("Expires")).contains("0");
        assertThat(client.get("https://mta-sts.yours.example/.well-known/mta-sts.txt")
                        .body())
                .isEqualTo("version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    mta-sts.mine.example,  /.well-known/mta-sts.txt,         200",
        "GET,    mta-sts.mine.example,  /.well-known/mta-sts.txt?x=1,     200",
        "HEAD,   mta-sts.mine.example,  /.well-known/mta-sts.txt,         200",
        "POST,   mta-sts.mine.example,  /.well-known/mta-sts.txt,         405",
        "DELETE, mta-sts.mine.example,  /.well-known/mta-sts.txt,         405",
        "GET,    mta-sts.other.example, /.well-known/mta-sts.txt,         404", // nobody's
        "POST,   mta-sts.other.example, /.well-known/mta-sts.txt,         404",
        "GET,    www.mine.example,      /.well-known/mta-sts.txt,         404", // no policy host
        "GET,    mta-sts.mine.example,  /.well-known/mta-sts.json,        404", // not asked for
        "GET,    mta-sts.mine.example,  /,                                404",
        "GET,    mta-sts.mine.example,  /.well-known/,                    404",
        "GET,    mta-sts.mine.example,  /.well-known/mta-sts.txt/,        404",
        "GET,    mta-sts.mine.example,  /.well-known/MTA-STS.txt,         404",
        "GET,    mta-sts.mine.example,  /x/.well-known/mta-sts.txt,       404",
        "GET,    mta-sts.mine.example,  /.well-known/%2e%2e/mta-sts.txt,  404",
        "GET,    mta-sts.mine.example,  /.well-known/security.txt,        404",
    })
    void servesNothingElse(String method, String host, String path, int status) {
        HttpResponse<String> answer = client.ask(method, "https://" + host + path);

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status != 200 || method.equals("HEAD")) {
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void saysWhichMethodsThereAre() {
        HttpResponse<String> answer = client.ask("PUT", "https://mta-sts.mine.example/.well-known/mta-sts.txt");

        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void nothingOfARequestGoesBackWithTheAnswer() {
        HttpResponse<String> answer = client.ask(
                "GET", "https://mta-sts.mine.example/.well-known/mta-sts.txt", "X-Mine", "1", "Cookie", "a=b");

        assertThat(answer.headers().map().keySet()).doesNotContain("x-mine", "cookie");
    }

    /** Straight to the operation, as a consumer would hand on what a web server would refuse. */
    private static Exchange ask(String endpoint, String host, Map<String, Object> more) {
        return ask(node, endpoint, host, more);
    }

    private static Exchange ask(PublishingNode node, String endpoint, String host, Map<String, Object> more) {
        return node.context().createProducerTemplate().request(endpoint, exchange -> {
            exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "GET");
            exchange.getMessage().setHeader(Exchange.HTTP_URI, "/.well-known/mta-sts.txt");
            exchange.getMessage().setHeader("Host", host);
            more.forEach(exchange.getMessage()::setHeader);
        });
    }

    private static int status(Exchange answered) {
        return Objects.requireNonNull(answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class));
    }

    @ParameterizedTest
    @CsvSource({
        "mta-sts.mine.example,        200",
        "mta-sts.mine.example:8443,   200",
        "MTA-STS.Mine.Example.,       200",
        "mine.example,                404",
        "mta-sts,                     404",
        "mta-sts.,                    404",
        "mta-sts.example,             404",
        "mta-sts.mine.example:,       404",
        "mta-sts.mine.example/x,      404",
        "mta-sts.../../mine.example,  404",
        "mta-sts./etc/passwd,         404",
        "[::1]:443,                   404",
        "127.0.0.1,                   404",
        "'',                          404",
    })
    void aHostIsAPolicyHostOrUnknown(String host, int status) {
        assertThat(status(ask("mtasts:publish", host, Map.of()))).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "mtasts:publish,                        mta-sts.mine.example,                         404",
        "mtasts:publish?useForwardedHost=true,  mta-sts.mine.example,                         200",
        "mtasts:publish?useForwardedHost=true,  'mta-sts.evil.example, mta-sts.mine.example', 200", // the nearest
        // proxy's
        "mtasts:publish?useForwardedHost=true,  'mta-sts.mine.example, mta-sts.evil.example', 404",
    })
    void aForwardedHostCountsOnlyIfThatIsAskedFor(String endpoint, String forwarded, int status) {
        assertThat(status(ask(endpoint, "proxy.example", Map.of("X-Forwarded-Host", forwarded))))
                .isEqualTo(status);
    }

    @Test
    void withoutAHostHeaderTheUrlTells() {
        Exchange answered = node.context().createProducerTemplate().request("mtasts:publish", exchange -> {
            exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "GET");
            exchange.getMessage().setHeader(Exchange.HTTP_URI, "/.well-known/mta-sts.txt");
            exchange.getMessage().setHeader(Exchange.HTTP_URL, "https://mta-sts.mine.example/.well-known/mta-sts.txt");
        });

        assertThat(status(answered)).isEqualTo(200);
    }

    @Test
    void behindAServletThatIsMountedElsewhereTheRestOfThePathTells() {
        assertThat(status(ask(
                        "mtasts:publish",
                        "mta-sts.mine.example",
                        Map.of(
                                Exchange.HTTP_URI, "/camel/.well-known/mta-sts.txt",
                                Exchange.HTTP_PATH, "/.well-known/mta-sts.txt"))))
                .isEqualTo(200);
    }

    @Test
    void theDraftsFormIsServedOnRequest() {
        Exchange answered = ask(
                "mtasts:publish?dialect=auto",
                "mta-sts.mine.example",
                Map.of(Exchange.HTTP_URI, "/.well-known/mta-sts.json"));

        assertThat(answered.getMessage().getBody(String.class))
                .isEqualTo(
                        "{\"version\":\"STSv1\",\"mode\":\"enforce\",\"max_age\":1209600,\"mx\":[\"mx.mine.example\"]}\n");
        assertThat(answered.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
        assertThat(status(ask(
                        "mtasts:publish?dialect=auto",
                        "mta-sts.yours.example", // mode none cannot be said in the draft
                        Map.of(Exchange.HTTP_URI, "/.well-known/mta-sts.json"))))
                .isEqualTo(404);
        assertThat(status(ask("mtasts:publish?dialect=draft06", "mta-sts.mine.example", Map.of())))
                .isEqualTo(404);
    }

    @Test
    void policiesComeFromADirectoryToo() throws Exception {
        Path policies = Files.createDirectories(directory.resolve("policies"));
        Files.writeString(policies.resolve("mine.example.txt"), TEXT);
        Files.writeString(policies.resolve("yours.example.txt"), "mode: enforce\n");
        try (PublishingNode other = node(component -> component.setPublishedPolicyDirectory("file:" + policies))) {
            Exchange answered = ask(other, "mtasts:publish", "mta-sts.mine.example", Map.of());
            assertThat(answered.getMessage().getBody(String.class)).isEqualTo(TEXT);
            assertThat(status(ask(other, "mtasts:publish", "mta-sts.other.example", Map.of())))
                    .isEqualTo(404);
            // one that is broken is not "none", and a directory that is not mounted is not an empty one
            assertThat(status(ask(other, "mtasts:publish", "mta-sts.yours.example", Map.of())))
                    .isEqualTo(503);
            Files.delete(policies.resolve("mine.example.txt"));
            assertThat(status(ask(other, "mtasts:publish", "mta-sts.mine.example", Map.of())))
                    .isEqualTo(404);
            Files.move(policies, directory.resolve("elsewhere"));
            assertThat(status(ask(other, "mtasts:publish", "mta-sts.mine.example", Map.of())))
                    .isEqualTo(503);
        }
    }

    @Test
    void whatCannotBeServedIsToldOnceAMinuteHoweverOftenStrangersAsk() throws Exception {
        MovableClock clock = MovableClock.at("2026-11-24T12:00:00Z");
        Path broken = Files.createDirectories(directory.resolve("broken"));
        Files.writeString(broken.resolve("mine.example.txt"), "mode: enforce\n");
        try (PublishingNode other = node(component -> {
            component.setClock(clock);
            component.setPublishedPolicyDirectory("file:" + broken);
        })) {
            assertThat(askedForMine(other, 3))
                    .containsOnlyOnce("mta-sts.mine.example cannot be served: ")
                    .contains("(and 0 requests more")
                    .doesNotContain("\tat ");
            clock.advance(ServingFailures.BETWEEN_LINES.minusSeconds(1));
            assertThat(askedForMine(other, 1)).doesNotContain("cannot be served");
            clock.advance(Duration.ofSeconds(1));
            assertThat(askedForMine(other, 1))
                    .containsOnlyOnce("cannot be served")
                    .contains("(and 3 requests more");
        }
    }

    /** What is logged meanwhile. */
    private static String askedForMine(PublishingNode node, int times) {
        PrintStream usual = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < times; i++) {
                assertThat(status(ask(node, "mtasts:publish", "mta-sts.mine.example", Map.of())))
                        .isEqualTo(503);
            }
        } finally {
            System.setErr(usual);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    private static final class OneText implements PolicyTexts {
        @Override
        public Set<DomainName> domains() {
            return Set.of(DomainName.of("mine.example"));
        }

        @Override
        public Optional<String> textOf(DomainName domain) {
            return domains().contains(domain) ? Optional.of(TEXT) : Optional.empty();
        }
    }

    @Test
    void policiesComeFromABeanToo() throws Exception {
        try (PublishingNode other = node(component -> component.setPublishedPolicySource(new OneText()))) {
            Exchange answered = ask(other, "mtasts:publish", "mta-sts.mine.example", Map.of());
            assertThat(answered.getMessage().getBody(String.class)).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mtasts:publish", "mtasts:rollover", "mtasts:records"})
    void withoutAnyPolicyTheStartSaysWhatIsMissing(String endpoint) {
        try (Sender sender = new Sender(INTERNET.internet())) {
            assertThatThrownBy(() -> sender.context()
                            .getEndpoint(endpoint)
                            .createProducer()
                            .start())
                    .hasStackTraceContaining(
                            "set publishedPolicies, publishedPolicyDirectory or publishedPolicySource");
        }
    }

    @Test
    void theRecordsArePrintedReadyToPaste() {
        assertThat(node.ask("mtasts:records?domain=mine.example&servedAt=192.0.2.10,2001:db8::1")
                        .getMessage()
                        .getBody(String.class))
                .isEqualTo("""
                        mta-sts.mine.example. 3600 IN A 192.0.2.10
                        mta-sts.mine.example. 3600 IN AAAA 2001:db8:0:0:0:0:0:1
                        _mta-sts.mine.example. 3600 IN TXT "v=STSv1; id=2444449405c496a085a4;"
                        """);
        assertThat(node.ask("mtasts:records?servedAt=mta-sts.hoster.example")
                        .getMessage()
                        .getBody(String.class))
                .contains("""
                        ; the host behind needs a certificate for mta-sts.mine.example
                        mta-sts.mine.example. 3600 IN CNAME mta-sts.hoster.example.
                        """, "_mta-sts.yours.example. 3600 IN TXT");
    }
}
