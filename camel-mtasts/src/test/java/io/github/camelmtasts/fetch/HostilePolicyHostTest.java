package io.github.camelmtasts.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.PolicyFile;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.fetch.Fetching.impatient;
import static io.github.camelmtasts.fetch.Fetching.outcome;
import static io.github.camelmtasts.fetch.Fetching.policyOf;
import static io.github.camelmtasts.fetch.Fetching.strict;
import static io.github.camelmtasts.fetch.Fetching.text;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** Policy hosts that want to keep us busy. Nothing here waits for the deadline of production. */
@Timeout(30)
class HostilePolicyHostTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit =
            LoopbackInternetExtension.of(domain("good.example").policy(enforce("mx.good.example")));

    private static final String HTTP_1_0 =
            "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nversion: STSv1\r\nmode: none\r\nmax_age: 86400";

    private static final String POLICY_HOST = "mta-sts.good.example";

    /** Far above what the sockets of both sides hold, far below what an unbounded read takes within the deadline. */
    private static final long SOCKET_BUFFERS = 4 * 1024 * 1024;

    private final LoopbackInternet internet;

    HostilePolicyHostTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    private void serve(PolicyFile file) {
        internet.policyHost().serve("good.example", file);
    }

    private FetchResult fetch() {
        return strict(internet).fetch(policyOf("good.example"));
    }

    private FetchResult fetchImpatiently() {
        return impatient(internet).fetch(policyOf("good.example"));
    }

    @Nested
    class TooMuch {

        @Requirement("R8461-3.3-11")
        @ParameterizedTest
        @CsvSource({
            "65535, true, fetched",
            "65536, true, fetched",
            "65537, true, TOO_LARGE",
            "65536, false, fetched",
            "65537, false, TOO_LARGE",
            "1000000, true, TOO_LARGE",
            "1000000, false, TOO_LARGE"
        })
        void takes64KibAndNotAnOctetMore(int length, boolean announced, String outcome) {
            PolicyFile file = PolicyFile.text("x".repeat(length));
            serve(announced ? file : file.withoutHeader("Content-Length"));

            FetchResult result = fetch();

            assertThat(outcome(result)).isEqualTo(outcome);
            if (outcome.equals("fetched")) {
                assertThat(text(result)).hasSize(length);
            }
        }

        @Test
        @Requirement("R8461-3.3-11")
        void countsOctetsAndNotCharacters() {
            serve(PolicyFile.text("\u00E9".repeat(32_769)));

            assertThat(outcome(fetch())).isEqualTo("TOO_LARGE");
        }

        @Test
        @Requirement("R8461-3.3-11")
        void leavesAnEndlessBodyAtTheLimitWithoutReadingOn() {
            serve(enforce("mx.good.example").endless());

            assertThat(outcome(fetch())).isEqualTo("TOO_LARGE");
            assertThat(internet.policyHost().bytesWritten("good.example"))
                    .isGreaterThan(HttpsPolicyFetcher.MAX_BODY)
                    .isLessThan(HttpsPolicyFetcher.MAX_BODY + SOCKET_BUFFERS);
        }

        @Test
        @Requirement("R8461-3.3-11")
        void leavesAnAnswerThatIsNoPolicyUnread() {
            serve(enforce("mx.good.example").status(404).endless());
            assertThat(outcome(fetch())).isEqualTo("NOT_FOUND");

            serve(enforce("mx.good.example").header("Content-Type", "text/html").endless());
            assertThat(outcome(fetch())).isEqualTo("MEDIA_TYPE");

            assertThat(internet.policyHost().bytesWritten("good.example")).isLessThan(2 * SOCKET_BUFFERS);
        }

        @Test
        void refusesAHugeHeaderLine() {
            serve(enforce("mx.good.example").header("X-Filler", "x".repeat(9000)));

            assertThat(outcome(fetch())).isEqualTo("PROTOCOL");
        }

        @Test
        void takesALongHeaderLineOfAnHonestHost() {
            serve(enforce("mx.good.example").header("Content-Security-Policy", "x".repeat(4000)));

            assertThat(outcome(fetch())).isEqualTo("fetched");
        }

        @Test
        void refusesAHeadWithoutEnd() {
            try (RawServer host = afterRequest((out, server) -> {
                out.write("HTTP/1.1 200 OK\r\n".getBytes(ISO_8859_1));
                writeOnAndOn(out, "X-Filler: and so on\r\n");
            })) {
                assertThat(outcome(Fetching.at(internet, host).fetch(policyOf("good.example"))))
                        .isEqualTo("PROTOCOL");
            }
        }
    }

    @Nested
    class TooSlow {

        @Test
        @Requirement("R8461-3.3-10")
        void cutsABodyThatComesDropByDrop() {
            serve(PolicyFile.text("x".repeat(2000)).drip(Duration.ofMillis(20)));

            assertThat(outcome(fetchImpatiently())).isEqualTo("TIMEOUT");
            assertThat(internet.policyHost().bytesWritten("good.example")).isLessThan(2000);
        }

        @Test
        @Requirement("R8461-3.3-10")
        void cutsAHeadThatComesDropByDrop() {
            try (RawServer host = afterRequest((out, server) -> server.drip(out, "HTTP/1.1 200 OK and so on "))) {
                assertThat(outcome(impatient(internet, host).fetch(policyOf("good.example"))))
                        .isEqualTo("TIMEOUT");
            }
        }

        @Test
        @Requirement("R8461-3.3-10")
        void cutsAHandshakeThatComesDropByDrop() {
            String endlessRecord = "\u0016\u0003\u0003@\u0000" + "\u0000".repeat(0x4000);
            try (RawServer host =
                    RawServer.of((client, server) -> server.drip(client.getOutputStream(), endlessRecord))) {
                assertThat(outcome(impatient(internet, host).fetch(policyOf("good.example"))))
                        .isEqualTo("TIMEOUT");
            }
        }

        @Test
        @Requirement("R8461-3.3-10")
        void cutsAHostThatPutsUsOffForEver() {
            try (RawServer host = afterRequest((out, server) -> writeOnAndOn(out, "HTTP/1.1 102 Processing\r\n\r\n"))) {
                assertThat(outcome(impatient(internet, host).fetch(policyOf("good.example"))))
                        .isEqualTo("TIMEOUT");
            }
        }

        @Test
        @Requirement("R8461-3.3-10")
        void cutsAHostThatNeverAnswers() {
            serve(enforce("mx.good.example").hanging());

            assertThat(outcome(fetchImpatiently())).isEqualTo("TIMEOUT");
        }

        @Test
        @Requirement("R8461-3.3-10")
        void cutsAHostThatNeverSpeaksTls() {
            try (RawServer host = RawServer.of((client, server) -> server.sayNothing(client))) {
                assertThat(outcome(impatient(internet, host).fetch(policyOf("good.example"))))
                        .isEqualTo("TIMEOUT");
            }
        }

        @Test
        @Timeout(8) // less than one address would be waited for
        @Requirement("R8461-3.3-10")
        void cutsAddressesThatNeverTakeTheConnection() throws IOException {
            try (FullServer host = new FullServer()) {
                PolicyRequest manyAddresses = policyOf("good.example", "127.0.0.1", "127.0.0.1", "127.0.0.1");

                assertThat(outcome(Fetching.within(Duration.ofMillis(600), internet, host.port())
                                .fetch(manyAddresses)))
                        .isEqualTo("TIMEOUT");
            }
        }

        @Test
        @Requirement("R8461-3.3-10")
        void endsWithAResultWheneverTheDeadlineComes() {
            for (int fetch = 0; fetch < 200; fetch++) { // from before the first packet to after the last
                FetchResult result = Fetching.within(Duration.ofMillis(fetch % 10), internet, internet.policyPort())
                        .fetch(policyOf("good.example"));

                assertThat(outcome(result)).isIn("TIMEOUT", "fetched");
            }
        }
    }

    @Nested
    class NotHttp {

        @Test
        void takesNoBodyThatEndsBeforeItsAnnouncedLength() {
            serve(enforce("mx.good.example").header("Content-Length", "500"));

            assertThat(outcome(fetch())).isEqualTo("PROTOCOL");
        }

        @Test
        void takesNoChunkedBodyThatEndsBeforeItsLastChunk() {
            serve(PolicyFile.text("40\r\nversion: STSv1\n")
                    .header("Transfer-Encoding", "chunked")
                    .withoutHeader("Content-Length"));

            assertThat(outcome(fetch())).isEqualTo("PROTOCOL");
        }

        @Test
        void readsAChunkedBody() {
            serve(PolicyFile.text("8\r\nversion:\r\n6\r\n STSv1\r\n0\r\n\r\n")
                    .header("Transfer-Encoding", "chunked")
                    .withoutHeader("Content-Length"));

            assertThat(text(fetch())).isEqualTo("version: STSv1");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"7fffffffffffffff", "ffffffffffffffff", "fffffffffffffffff", "-1", "0x10", "zz", "", "4 4"})
        void takesNoChunkOfAnAbsurdSize(String size) {
            serve(PolicyFile.text(size + "\r\nversion: STSv1\r\n0\r\n\r\n")
                    .header("Transfer-Encoding", "chunked")
                    .withoutHeader("Content-Length"));

            assertThat(outcome(fetch())).isEqualTo("PROTOCOL");
        }

        @ParameterizedTest
        @ValueSource(strings = {"99999999999999999999", "-1", "0x10", "many"})
        void takesNoBodyOfAnAbsurdLength(String length) {
            serve(enforce("mx.good.example").header("Content-Length", length));

            assertThat(outcome(fetch())).isEqualTo("PROTOCOL");
        }

        @Test
        void takesABodyThatEndsWithTheConnectionIfTheHostSaysThatItEnds() {
            try (RawServer host = afterRequest((out, server) -> out.write(HTTP_1_0.getBytes(ISO_8859_1)))) {
                assertThat(text(Fetching.at(internet, host).fetch(policyOf("good.example"))))
                        .isEqualTo("version: STSv1\r\nmode: none\r\nmax_age: 86400");
            }
        }

        @Test
        void takesNoBodyThatSomebodyOnTheWayMayHaveCut() {
            try (RawServer host = RawServer.afterRequest(internet, POLICY_HOST, (client, server) -> {
                client.getOutputStream().write(HTTP_1_0.getBytes(ISO_8859_1));
                server.cut();
            })) {
                assertThat(outcome(Fetching.at(internet, host).fetch(policyOf("good.example"))))
                        .as("max_age: 8 for max_age: 86400, if it is cut there")
                        .isEqualTo("PROTOCOL");
            }
        }

        @Test
        void takesNoAnswerThatIsNotHttp() {
            try (RawServer host =
                    afterRequest((out, server) -> out.write("220 mail.example ESMTP\r\n".getBytes(ISO_8859_1)))) {
                assertThat(outcome(Fetching.at(internet, host).fetch(policyOf("good.example"))))
                        .isEqualTo("PROTOCOL");
            }
        }

        @Test
        void aHostThatHangsUpAfterTheHandshakeIsNoHostWithoutTls() {
            RawServer.Behaviour cut = (client, server) -> server.cut();
            try (RawServer server = RawServer.afterRequest(internet, POLICY_HOST, cut)) {
                FetchResult result = Fetching.at(internet, server).fetch(policyOf("good.example"));

                assertThat(outcome(result)).isEqualTo("PROTOCOL");
                assertThat(Fetching.detail(result))
                        .isEqualTo("the policy host did not speak HTTP to the end: it closed the connection after the"
                                + " TLS handshake");
            }
        }

        @Test
        void takesNoAnswerWithoutAnOctet() {
            try (RawServer host = afterRequest((out, server) -> {})) {
                assertThat(outcome(Fetching.at(internet, host).fetch(policyOf("good.example"))))
                        .isEqualTo("PROTOCOL");
            }
        }
    }

    private interface Answer {
        void write(OutputStream out, RawServer server) throws IOException;
    }

    private RawServer afterRequest(Answer answer) {
        return RawServer.afterRequest(
                internet, POLICY_HOST, (client, server) -> answer.write(client.getOutputStream(), server));
    }

    private static void writeOnAndOn(OutputStream out, String line) throws IOException {
        while (true) { // until the client has gone
            out.write(line.getBytes(ISO_8859_1));
        }
    }
}
