package io.github.camelmtasts.fetch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.PolicyFile;
import io.github.camelmtasts.testkit.ServerCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.fetch.Fetching.detail;
import static io.github.camelmtasts.fetch.Fetching.outcome;
import static io.github.camelmtasts.fetch.Fetching.policyOf;
import static io.github.camelmtasts.fetch.Fetching.text;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Policies by way of an HTTP proxy. */
@Timeout(30)
class FetchProxyTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit =
            LoopbackInternetExtension.of(domain("good.example").policy(enforce("mx.good.example")));

    private static final String SECRET = "open sesame";

    private final LoopbackInternet internet;

    FetchProxyTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    private ConnectProxy proxy(Function<List<String>, String> answer) {
        return new ConnectProxy(internet.policyPort(), answer);
    }

    private ConnectProxy open() {
        return proxy(request -> ConnectProxy.ESTABLISHED);
    }

    private FetchResult fetch(Optional<FetchProxy> proxy) {
        // the proxy looks the name up: nothing listens at the address that our DNS gave
        PolicyRequest request = policyOf("good.example", MxHost.DEAD_ADDRESS);
        return Fetching.through(proxy, internet, HttpsPolicyFetcher.DEADLINE).fetch(request);
    }

    private FetchResult fetchThrough(ConnectProxy proxy) {
        return fetch(FetchProxy.parse(proxy.address(), "", ""));
    }

    @Test
    void reachesThePolicyHostByItsName() {
        try (ConnectProxy proxy = open()) {
            assertThat(text(fetchThrough(proxy))).contains("mx.good.example");

            assertThat(proxy.requests()).singleElement().satisfies(request -> {
                assertThat(request.get(0))
                        .isEqualTo("CONNECT mta-sts.good.example:" + internet.policyPort() + " HTTP/1.1");
                assertThat(request).noneMatch(line -> line.startsWith("Proxy-Authorization"));
            });
            assertThat(internet.policyHost().requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.sni()).isEqualTo("mta-sts.good.example"));
        }
    }

    @Test
    void goesToOneAddressForWhoWantsToKnowWhatIsThere() {
        try (ConnectProxy proxy = open()) {
            PolicyRequest named = policyOf("good.example", "192.0.2.7");
            PolicyRequest request = PolicyRequest.exactly(
                    named.domain(), named.dialect(), named.addresses().get(0));
            FetchResult result = Fetching.through(
                            FetchProxy.parse(proxy.address(), "", ""), internet, HttpsPolicyFetcher.DEADLINE)
                    .fetch(request);

            assertThat(text(result)).contains("mx.good.example");
            assertThat(proxy.requests())
                    .singleElement()
                    .satisfies(line -> assertThat(line.get(0))
                            .isEqualTo("CONNECT 192.0.2.7:" + internet.policyPort() + " HTTP/1.1"));
            assertThat(internet.policyHost().requests()).singleElement().satisfies(asked -> {
                assertThat(asked.sni()).isEqualTo("mta-sts.good.example");
                assertThat(String.valueOf(asked.headers().get("host"))).contains("mta-sts.good.example");
            });
        }
    }

    @Test
    void saysWhoItIsWhenAskedAndToNobodyElse() {
        String login = "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString(("anna:" + SECRET).getBytes(StandardCharsets.UTF_8));
        try (ConnectProxy proxy = proxy(request -> request.contains(login)
                ? ConnectProxy.ESTABLISHED
                : "HTTP/1.1 407 Who are you?\r\nProxy-Authenticate: Basic realm=\"a\"\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(outcome(fetch(FetchProxy.parse(proxy.address(), "anna", SECRET))))
                    .isEqualTo("fetched");
            assertThat(internet.policyHost().requests())
                    .singleElement()
                    .satisfies(request ->
                            assertThat(request.headers()).doesNotContainKeys("proxy-authorization", "authorization"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "301, PROXY",
        "403, PROXY",
        "404, PROXY",
        "405, PROXY",
        "407, PROXY",
        "429, PROXY",
        "500, PROXY",
        "502, UNREACHABLE",
        "503, UNREACHABLE",
        "504, UNREACHABLE"
    })
    void tellsWhatTheProxyRefusesFromWhatThePolicyHostDoes(int status, String outcome) {
        String policy = "HTTP/1.1 " + status + " No\r\nContent-Type: text/plain\r\nContent-Length: 15\r\n"
                + "Location: https://mta-sts.good.example/\r\nProxy-Authenticate: Basic realm=\"a\"\r\n\r\nversion: STSv1\r\n";
        try (ConnectProxy proxy = proxy(request -> policy)) {
            FetchResult result = fetch(FetchProxy.parse(proxy.address(), "anna", SECRET));

            assertThat(outcome(result)).isEqualTo(outcome);
            assertThat(detail(result))
                    .contains("the proxy " + proxy.address(), String.valueOf(status))
                    .doesNotContain(SECRET);
        }
        assertThat(internet.policyHost().requests()).isEmpty();
    }

    @Test
    void asksAProxyThatRefusesTheLoginNotForEver() {
        try (ConnectProxy proxy = proxy(
                request -> "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"a\"\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(outcome(fetch(FetchProxy.parse(proxy.address(), "anna", SECRET))))
                    .isEqualTo("PROXY");
            assertThat(proxy.requests()).hasSize(2);
        }
    }

    @Test
    void takesNoPolicyFromTheProxyItself() {
        String policy = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 15\r\n\r\nversion: STSv1\r\n";
        try (RawServer proxy = RawServer.of((client, server) -> {
            client.getOutputStream().write(policy.getBytes(StandardCharsets.US_ASCII));
            server.sayNothing(client);
        })) {
            Optional<FetchProxy> liar = FetchProxy.parse("127.0.0.1:" + proxy.port(), "", "");

            assertThat(outcome(Fetching.through(liar, internet, Duration.ofMillis(600))
                            .fetch(policyOf("good.example"))))
                    .as("it waits for TLS")
                    .isEqualTo("TIMEOUT");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2:3128", "no-such-proxy.invalid:3128"})
    void saysThatTheProxyDoesNotAnswer(String nobody) {
        FetchResult result = fetch(FetchProxy.parse(nobody, "anna", SECRET));

        assertThat(outcome(result)).isEqualTo("PROXY");
        assertThat(detail(result)).contains("the proxy " + nobody).doesNotContain(SECRET);
    }

    @Test
    void trustsThePolicyHostNoMoreForTheProxy() {
        internet.policyHost()
                .serve("good.example", enforce("mx.good.example").certificate(ServerCertificate.wrongName()));
        try (ConnectProxy proxy = open()) {
            assertThat(outcome(fetchThrough(proxy))).isEqualTo("CERTIFICATE_NAME_MISMATCH");
        }
    }

    @Test
    void keepsTheLimitOfSizeThroughAProxy() {
        internet.policyHost().serve("good.example", enforce("mx.good.example").endless());
        try (ConnectProxy proxy = open()) {
            assertThat(outcome(fetchThrough(proxy))).isEqualTo("TOO_LARGE");
        }
    }

    @Test
    void keepsTheLimitOfTimeThroughAProxyAndAtOne() {
        Duration soon = Duration.ofMillis(600);
        internet.policyHost()
                .serve("good.example", PolicyFile.text("x".repeat(2000)).drip(Duration.ofMillis(20)));
        try (ConnectProxy open = open();
                RawServer mute = RawServer.of((client, server) -> server.sayNothing(client));
                RawServer slow = RawServer.of((client, server) -> server.drip(client.getOutputStream(), "HTTP/1.1 "))) {
            for (String way : List.of(open.address(), "127.0.0.1:" + mute.port(), "127.0.0.1:" + slow.port())) {
                FetchResult result = Fetching.through(FetchProxy.parse(way, "", ""), internet, soon)
                        .fetch(policyOf("good.example"));

                assertThat(outcome(result)).isEqualTo("TIMEOUT");
                assertThat(detail(result)).contains("through the proxy " + way);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "proxy.example:3128, proxy.example:3128",
        "192.0.2.1:80, 192.0.2.1:80",
        "' proxy:8080 ', proxy:8080",
        "[2001:db8::1]:3128, [2001:db8::1]:3128"
    })
    void readsHostAndPort(String written, String read) {
        assertThat(FetchProxy.parse(written, "", "")).map(FetchProxy::toString).contains(read);
    }

    @Test
    void isNoneIfNoneIsNamed() {
        assertThat(FetchProxy.parse("", "", "")).isEmpty();
        assertThat(FetchProxy.parse(" ", "", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example",
                "proxy.example:",
                "proxy.example:0",
                "proxy.example:65536",
                ":3128",
                "http://proxy.example:3128",
                "proxy.example:3128/",
                "2001:db8::1:3128",
                "anna:open sesame@proxy.example:3128"
            })
    void refusesWhatIsNoHostAndPortWithoutRepeatingIt(String written) {
        assertThatThrownBy(() -> FetchProxy.parse(written, "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("fetchProxy: write host:port")
                .hasMessageNotContaining(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "'', anna, '', fetchProxyUser",
        "proxy:80, '', open sesame, fetchProxyPassword",
        "'', '', open sesame, fetchProxyPassword"
    })
    void refusesALoginThatBelongsToNobody(String proxy, String user, String password, String option) {
        assertThatThrownBy(() -> FetchProxy.parse(proxy, user, password))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(option + ": ")
                .hasMessageNotContaining(SECRET);
    }
}
