package io.github.camelmtasts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.SmtpStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MailDomain.txtStrings;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.text;
import static io.github.camelmtasts.testkit.ServerCertificate.expired;
import static io.github.camelmtasts.testkit.ServerCertificate.wrongName;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a check reads: as a person gets it, and as a program. After a change of the form, run it once with {@code -Dgolden=write} and
 * read what it wrote.
 */
@Timeout(120)
class CheckReportTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "check");

    /** Nothing else may be in a report: it can move no cursor, forge no line, and turn no text round. */
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}&&[^\\n]]");

    private static final String HOSTILE = "\u001b[31m\u202Ered\r\n\u0007<script>alert(1)</script>";

    private static final String BAD_POLICY = """
            version: STSv1
            mode: enforce
            mx: *.bad.example
            mx: mx*.bad.example
            nmx: backup.elsewhere.example
            mode: testing
            max_age: 86400
            """;

    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example")
                    .mx(10, mxHost("mx.good.example"))
                    .mx(20, mxHost("mx2.good.example"))
                    .policyId("20260301T120000Z")
                    .policy(enforce("mx.good.example", "mx2.good.example").maxAge(Duration.ofDays(30))),
            domain("bad.example")
                    .mx(10, mxHost("mx.bad.example").certificate(expired()))
                    .mx(20, mxHost("mx2.bad.example").withoutStartTls())
                    .mx(30, mxHost("mx3.bad.example").certificate(wrongName()))
                    .mx(40, mxHost("backup.elsewhere.example").down())
                    .txt("v=STSv1; id=2024-01-31;", "v=spf1 -all")
                    .policy(text(BAD_POLICY).header("Content-Type", "text/html")),
            domain("hostile.example")
                    .mx(10, mxHost("mx.hostile.example").reply(SmtpStage.BANNER, "220 " + HOSTILE.replace("\r\n", " ")))
                    .mx(20, mxHost("mx2.hostile.example").reply(SmtpStage.BANNER, "554 " + "x".repeat(60_000)))
                    .txt(
                            txtStrings("v=STSv1; id=", "\u001b[31m<script>alert(1)</script>"),
                            txtStrings("y".repeat(255), "y".repeat(255), "y".repeat(255)))
                    .policy(text("version: STSv1\nmode: " + HOSTILE + "\nmx: " + "z".repeat(30_000) + "\n" + HOSTILE
                                    + "\nx: " + "w ".repeat(10_000))
                            .header("Content-Type", "text/<script>")),
            domain("crowded.example")
                    .mx(10, mxHost("mx.crowded.example"))
                    .policy(text("version: STSv1\n" + "<script>\n".repeat(6_000))));

    private final LoopbackInternet internet;
    private Sender sender;

    CheckReportTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    @BeforeEach
    void start() {
        sender = new Sender(internet);
    }

    @AfterEach
    void stop() {
        sender.close();
    }

    private String ask(String domain, String format) {
        return Objects.requireNonNull(sender.context()
                .createProducerTemplate()
                .requestBody("mtasts:check?localHostname=mail.sender.example&format=" + format, domain, String.class));
    }

    @ParameterizedTest(name = "{0}.{1}")
    @CsvSource({"good, txt, text", "good, json, json", "bad, txt, text", "bad, json, json"})
    void theReportReadsSo(String domain, String suffix, String format) throws IOException {
        String report = withoutWhatChanges(ask(domain + ".example", format));
        Path golden = GOLDEN.resolve(domain + "." + suffix);
        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(golden, report);
        }

        assertThat(report).isEqualTo(Files.readString(golden));
    }

    @Test
    void theDocsShowAReport() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "check.md")))
                .contains("```\n" + Files.readString(GOLDEN.resolve("bad.txt")) + "```");
    }

    /** Time, and what the test kit makes anew each time. */
    private static String withoutWhatChanges(String report) {
        return report.replaceAll("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "2026-11-24T12:00:00Z")
                .replaceAll("\"millis\":[0-9]+", "\"millis\":5")
                .replaceAll("[0-9]+ ms", "5 ms")
                .replaceAll("[0-9a-f]{64}", "(sha256)")
                .replaceAll(" port [0-9]+", " port 25");
    }

    @ParameterizedTest
    @ValueSource(strings = {"good.example", "bad.example", "hostile.example", "crowded.example"})
    void nothingOfStrangersReachesATerminalRaw(String domain) {
        String report = ask(domain, "text");

        assertThat(FORBIDDEN.matcher(report).find()).isFalse();
        assertThat(report.length()).isLessThan(40_000);
        assertThat(report.lines()).allMatch(line -> line.length() <= 1_100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"good.example", "bad.example", "hostile.example", "crowded.example"})
    void theJsonIsOneObjectAndSafeInAPage(String domain) throws IOException {
        String report = ask(domain, "json");

        assertThat(report).doesNotContain("<", ">", "&").doesNotContainPattern(FORBIDDEN);
        assertThat(report.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(100_000);
        try (JsonParser json = new JsonFactory().createParser(report)) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            json.skipChildren();
            assertThat(json.nextToken()).isNull();
        }
    }

    @Test
    void aFloodOfFaultsIsCut() {
        assertThat(ask("crowded.example", "text"))
                .contains("line 21 of the policy")
                .doesNotContain("line 22 of the policy")
                .contains("and 5901 more lines");
    }
}
