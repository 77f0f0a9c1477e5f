package io.github.camelmtasts.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.zip.GZIPOutputStream;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.PolicyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.fetch.Fetching.detail;
import static io.github.camelmtasts.fetch.Fetching.draftPolicyOf;
import static io.github.camelmtasts.fetch.Fetching.lenient;
import static io.github.camelmtasts.fetch.Fetching.outcome;
import static io.github.camelmtasts.fetch.Fetching.policyOf;
import static io.github.camelmtasts.fetch.Fetching.strict;
import static io.github.camelmtasts.fetch.Fetching.text;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.draftEnforce;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class HttpsPolicyFetcherTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).policy(draftEnforce(".good.example")),
            domain("target.example").policy(enforce("mx.target.example")));

    private final LoopbackInternet internet;

    HttpsPolicyFetcherTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    private void serve(PolicyFile file) {
        internet.policyHost().serve("good.example", file);
    }

    private FetchResult fetch() {
        return strict(internet).fetch(policyOf("good.example"));
    }

    @Test
    @Requirement({"R8461-3.2-1", "R8461-3.3-17"})
    void getsTheWellKnownPathOfThePolicyHostNamedInSniAndHost() {
        assertThat(text(fetch()))
                .isEqualTo("version: STSv1\r\nmode: enforce\r\nmx: mx.good.example\r\nmax_age: 604800\r\n");

        assertThat(internet.policyHost().requests()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.path()).isEqualTo("/.well-known/mta-sts.txt");
            assertThat(request.host()).isEqualTo("mta-sts.good.example");
            assertThat(request.sni()).isEqualTo("mta-sts.good.example");
        });
    }

    @Test
    void noTimerAsThisMachineStops_interruptsTheFetchSoThatNothingFollowsForTheDomain() {
        ScheduledExecutorService stopped = Executors.newSingleThreadScheduledExecutor();
        stopped.shutdown();
        FetchSettings settings = new FetchSettings(internet.policyPort(), false, Optional.empty());

        FetchResult result =
                new HttpsPolicyFetcher(internet.clientSslContext(), settings, stopped).fetch(policyOf("good.example"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).isInstanceOf(FetchResult.Failed.class);
        assertThat(internet.policyHost().requests()).isEmpty();
    }

    @Test
    @Requirement("RD06-3.2-1")
    void getsTheJsonFileUnderTheDraft() {
        assertThat(text(strict(internet).fetch(draftPolicyOf("good.example")))).contains("\"mode\": \"enforce\"");

        assertThat(internet.policyHost().requests())
                .singleElement()
                .satisfies(request -> assertThat(request.path()).isEqualTo("/.well-known/mta-sts.json"));
    }

    @Requirement({"R8461-3.3-5", "RD06-3.3-5"})
    @ParameterizedTest
    @CsvSource({
        "201, STATUS",
        "202, STATUS",
        "203, STATUS",
        "204, STATUS",
        "205, STATUS",
        "206, STATUS",
        "304, REDIRECT",
        "400, STATUS",
        "401, STATUS",
        "403, STATUS",
        "404, NOT_FOUND",
        "410, NOT_FOUND",
        "407, STATUS",
        "429, STATUS",
        "500, STATUS",
        "503, STATUS",
        "599, STATUS"
    })
    void takesAPolicyFromStatus200Alone(int status, FetchFailure failure) {
        serve(enforce("mx.good.example").status(status));

        FetchResult result = fetch();

        assertThat(outcome(result)).isEqualTo(failure.name());
        assertThat(detail(result)).contains(String.valueOf(status));
        assertThat(internet.policyHost().requests()).as("one try").hasSize(1);
    }

    @Requirement({"R8461-3.3-6", "RD06-3.3-3"})
    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 307, 308})
    void followsNoRedirectToAnotherHost(int status) {
        String target = "https://mta-sts.target.example:" + internet.policyPort() + "/.well-known/mta-sts.txt";
        serve(enforce("mx.good.example").status(status).header("Location", target));

        assertThat(outcome(fetch())).isEqualTo("REDIRECT");
        assertThat(internet.policyHost().connections("target.example")).isZero();
    }

    @Requirement("R8461-3.3-6")
    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/mta-sts.json", "mta-sts.json", "https://mta-sts.good.example/"})
    void followsNoRedirectAtTheSameHost(String location) {
        serve(enforce("mx.good.example").status(302).header("Location", location));

        assertThat(outcome(fetch())).isEqualTo("REDIRECT");
        assertThat(internet.policyHost().connections("good.example")).isEqualTo(1);
    }

    @Test
    @Requirement("R8461-3.3-7")
    void asksAnewWithoutConditionWhateverTheHostSaidOfCaching() {
        serve(enforce("mx.old.example")
                .header("Cache-Control", "public, max-age=3600, immutable")
                .header("Age", "0")
                .header("ETag", "\"1\"")
                .header("Last-Modified", "Mon, 23 Nov 2026 12:00:00 GMT")
                .header("Expires", "Fri, 01 Jan 2100 00:00:00 GMT")
                .header("Set-Cookie", "id=1; Path=/"));
        PolicyFetcher fetcher = strict(internet);
        fetcher.fetch(policyOf("good.example"));
        serve(enforce("mx.new.example"));

        assertThat(text(fetcher.fetch(policyOf("good.example")))).contains("mx.new.example");
        assertThat(internet.policyHost().requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.headers().keySet())
                        .noneMatch(name -> name.startsWith("if-") || name.equals("cookie")));
    }

    @Requirement({"R8461-3.2-2", "R8461-3.2-3"})
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/plain                            | fetched
            TEXT/Plain                            | fetched
            text/plain; charset=utf-8; x=y        | fetched
            text/plain;charset=iso-8859-1         | fetched
            text/plain ; charset="us-ascii"       | fetched
            text/html                             | MEDIA_TYPE
            text/html; note=text/plain            | MEDIA_TYPE
            text/plainer                          | MEDIA_TYPE
            text/*                                | MEDIA_TYPE
            application/json                      | MEDIA_TYPE
            application/octet-stream              | MEDIA_TYPE
            ;                                     | MEDIA_TYPE
            """)
    void demandsPlainTextUnlessLenient(String mediaType, String outcome) {
        serve(enforce("mx.good.example").header("Content-Type", mediaType));

        assertThat(outcome(fetch())).isEqualTo(outcome);
        assertThat(outcome(lenient(internet).fetch(policyOf("good.example")))).isEqualTo("fetched");
    }

    @Test
    @Requirement("R8461-3.2-2")
    void demandsAMediaTypeUnlessLenient() {
        serve(enforce("mx.good.example").withoutHeader("Content-Type"));

        assertThat(outcome(fetch())).isEqualTo("MEDIA_TYPE");
        assertThat(outcome(lenient(internet).fetch(policyOf("good.example")))).isEqualTo("fetched");
    }

    @Requirement("RD06-3.2-12")
    @ParameterizedTest
    @CsvSource({
        "application/json, fetched",
        "APPLICATION/JSON; charset=utf-8, fetched",
        "application/mta-sts+json, fetched",
        "text/plain, fetched",
        "text/html, MEDIA_TYPE",
        "application/jsonp, MEDIA_TYPE"
    })
    void takesTheDraftsPolicyAsJsonOrText(String mediaType, String outcome) {
        serve(draftEnforce(".good.example").header("Content-Type", mediaType));

        assertThat(outcome(strict(internet).fetch(draftPolicyOf("good.example"))))
                .isEqualTo(outcome);
    }

    @Test
    @Requirement("R8461-3.2-3")
    void readsUtf8WhateverTheCharsetParameterSays() {
        serve(PolicyFile.text("note: h\u00E9llo").header("Content-Type", "text/plain; charset=iso-8859-1"));

        assertThat(text(fetch())).isEqualTo("note: h\u00E9llo");
    }

    @Test
    @Requirement("R8461-3.3-11")
    void asksForAnUnpackedPolicyAndUnpacksNone() throws IOException {
        serve(enforce().body(gzip(enforceText())).header("Content-Encoding", "gzip"));

        assertThat(outcome(fetch())).isEqualTo("CONTENT_CODING");
        assertThat(internet.policyHost().requests())
                .singleElement()
                .satisfies(
                        request -> assertThat(request.header("Accept-Encoding")).contains("identity"));
    }

    @Test
    @Requirement("R8461-3.3-11")
    void inflatesNoSmallBodyIntoAHugeOne() throws IOException {
        byte[] bomb = gzip(" ".repeat(20_000_000));
        assertThat(bomb).hasSizeLessThan(HttpsPolicyFetcher.MAX_BODY);
        serve(enforce().body(bomb).header("Content-Encoding", "gzip"));

        assertThat(outcome(fetch())).isEqualTo("CONTENT_CODING");
    }

    @Requirement("R8461-3.3-11")
    @ParameterizedTest
    @CsvSource({
        "identity, fetched",
        "Identity, fetched",
        "gzip, CONTENT_CODING",
        "x-gzip, CONTENT_CODING",
        "deflate, CONTENT_CODING",
        "br, CONTENT_CODING",
        "zstd, CONTENT_CODING",
        "'identity, gzip', CONTENT_CODING"
    })
    void takesAPolicyUnpackedAlone(String coding, String outcome) {
        serve(enforce("mx.good.example").header("Content-Encoding", coding));

        assertThat(outcome(fetch())).isEqualTo(outcome);
    }

    @Test
    @Requirement("R8461-5.1-4")
    void triesTheNextAddressWhereNothingListens() {
        assertThat(outcome(strict(internet).fetch(policyOf("good.example", MxHost.DEAD_ADDRESS, "127.0.0.1"))))
                .isEqualTo("fetched");
    }

    @Test
    void saysUnreachableWhereNothingListensAtAll() {
        FetchResult result = strict(internet).fetch(policyOf("good.example", MxHost.DEAD_ADDRESS, "127.0.0.3"));

        assertThat(outcome(result)).isEqualTo("UNREACHABLE");
        assertThat(internet.policyHost().connections("good.example")).isZero();
    }

    @Test
    void asksForAnAddressNobodyButTheOneWhoCheckedIt() {
        PolicyRequest elsewhere =
                policyOf("localhost", MxHost.DEAD_ADDRESS); // a name that this machine knows otherwise

        assertThat(outcome(strict(internet).fetch(elsewhere))).isEqualTo("UNREACHABLE");
        assertThat(internet.policyHost().requests()).isEmpty();
    }

    @Test
    void stripsWhatTheHostSaidOfControlCharacters() {
        serve(enforce().header("Content-Type", "text/\u001B[31mhtml\u0007"));

        assertThat(detail(fetch())).doesNotContain("\u001B", "\u0007").contains("html");
    }

    @Requirement({"R8461-3.3-12", "R8461-6-1"})
    @ParameterizedTest
    @EnumSource(FetchFailure.class)
    void saysOfEveryFailureWhoMustMendItAndHowReportsCountIt(FetchFailure failure) {
        boolean aboutTls = failure == FetchFailure.TLS
                || failure == FetchFailure.REVOCATION_UNKNOWN
                || failure.name().startsWith("CERTIFICATE_");

        assertThat(failure.advice())
                .startsWith(failure == FetchFailure.PROXY ? "you must " : "the owner of the domain must ");
        assertThat(failure.resultType()).isEqualTo(aboutTls ? "sts-webpki-invalid" : "sts-policy-fetch-error");
    }

    private static String enforceText() {
        return "version: STSv1\nmode: enforce\nmx: mx.good.example\nmax_age: 604800\n";
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(UTF_8));
        }
        return packed.toByteArray();
    }
}
