package io.github.camelmtasts;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** A mail fails for good, and its sender reads why. The routes are those of docs/notifications.md. */
@Timeout(60)
class NotificationRouteTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
            domain("strict.example")
                    .mx(10, mxHost("mx.strict.example").reply(SmtpStage.RCPT, "550 5.1.1 no such user")),
            domain("sender.example").mx(10, mxHost("mx.sender.example")));

    private static final String MAIL = """
            From: billing@sender.example
            To: you@strict.example, me@good.example
            Bcc: secret@good.example
            Date: Tue, 24 Nov 2026 08:00:00 +0000
            Subject: Invoice 4711

            Hello
            """;

    @AutoClose
    private final Sender sender = new Sender(
            INTERNET.internet(), component -> component.getConfiguration().setLocalHostname("mail.sender.example"));

    /** Shown in docs/notifications.md. */
    private static RoutesBuilder inJava() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:undelivered")
                        .to("mtasts:dsn")
                        .filter(body().isNotNull())
                        .to("mtasts:send?useEnvelopeHeaders=true");
            }
        };
    }

    private static final String IN_YAML = """
            - route:
                from:
                  uri: direct:undelivered
                  steps:
                    - to:
                        uri: mtasts:dsn
                    - filter:
                        simple: "${body} != null"
                        steps:
                          - to:
                              uri: mtasts:send
                              parameters:
                                useEnvelopeHeaders: true
            """;

    private Exchange failForGood() {
        Exchange sent = sender.send(
                Sender.ENDPOINT,
                "Hello",
                Map.of(
                        "To",
                        "you@strict.example, me@good.example",
                        "Bcc",
                        "secret@good.example",
                        "Subject",
                        "Invoice 4711"));
        assertThat(sent.getException()).isInstanceOf(PermanentDeliveryException.class);
        return sent;
    }

    private void assertThatTheSenderWasTold(Exchange ended) {
        assertThat(ended.getException()).isNull();
        assertThat(INTERNET.internet().mx("mx.sender.example").mails()).hasSize(1);
        ReceivedMail told = INTERNET.internet().mx("mx.sender.example").mails().get(0);
        assertThat(told.sender()).isEmpty();
        assertThat(told.recipients()).containsExactly("billing@sender.example");
        assertThat(told.text())
                .contains(
                        "Final-Recipient: rfc822; you@strict.example", "Diagnostic-Code: smtp; 550 5.1.1 no such user")
                .contains("Reporting-MTA: dns; mail.sender.example", "Subject: Invoice 4711")
                .doesNotContain("Hello", "secret");
    }

    @Test
    void byARouteInJava() throws Exception {
        sender.context().addRoutes(inJava());
        String json = Sender.report(failForGood()).toJson();

        assertThatTheSenderWasTold(sender.send("direct:undelivered", MAIL, Map.of("MtaStsReport", json)));
    }

    @Test
    void byARouteInYaml() throws Exception {
        PluginHelper.getRoutesLoader(sender.context()).loadRoutes(ResourceHelper.fromString("dsn.yaml", IN_YAML));
        DeliveryReport report = Sender.report(failForGood());

        assertThatTheSenderWasTold(sender.send(
                "direct:undelivered", MAIL.getBytes(StandardCharsets.UTF_8), Map.of("CamelMtaStsReport", report)));
    }

    @Test
    void theDocsShowTheRoutesThatRun() throws Exception {
        String docs = Files.readString(Path.of("..", "docs", "notifications.md"));
        String source = Files.readString(
                Path.of("src", "test", "java", "io", "github", "camelmtasts", "NotificationRouteTest.java"));
        String java = source.substring(
                source.indexOf("from(\"direct:undelivered\")"), source.indexOf("Headers=true\");") + 15);

        assertThat(docs).contains("```yaml\n" + IN_YAML + "```");
        assertThat(docs.replaceAll("\\s+", "")).contains(java.replaceAll("\\s+", ""));
    }

    private Exchange dsn(Map<String, Object> headers) {
        return sender.send("mtasts:dsn", MAIL, headers);
    }

    @Test
    void nothingIsToldToTheNullSenderOrOfADelivery() {
        DeliveryReport all = Sender.report(failForGood());
        DeliveryReport ofNobody = new DeliveryReport(all.messageId(), Optional.empty(), all.recipients(), all.at());
        DeliveryReport ofDeliveries = new DeliveryReport(
                all.messageId(),
                all.sender(),
                all.recipients().stream()
                        .filter(recipient -> recipient.failure().isEmpty())
                        .toList(),
                all.at());

        for (DeliveryReport report : new DeliveryReport[] {ofNobody, ofDeliveries}) {
            Exchange done = dsn(Map.of("MtaStsReport", report.toJson(), "MtaStsReason", "refused"));
            assertThat(done.getException()).isNull();
            assertThat(done.getMessage().getBody()).isNull();
            assertThat(done.getMessage().getHeaders())
                    .containsEntry("CamelMtaStsNotification", "NONE")
                    .doesNotContainKeys("MtaStsReport", "MtaStsReason", "MtaStsEnvelope");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"sender\":\"\"}",
                "{\"sender\":\"\",\"at\":\"yesterday\"}",
                "{\"sender\":7,\"at\":\"2026-11-24T12:00:00Z\"}",
                "{\"sender\":\"x y\",\"at\":\"2026-11-24T12:00:00Z\"}",
                "{\"sender\":\"\",\"sender\":\"\",\"at\":\"2026-11-24T12:00:00Z\"}",
                "{\"sender\":\"\",\"at\":\"2026-11-24T12:00:00Z\",\"recipients\":{}}",
                "{\"sender\":\"\",\"at\":\"2026-11-24T12:00:00Z\",\"recipients\":[{}]}",
                "{\"sender\":\"\",\"at\":\"2026-11-24T12:00:00Z\",\"recipients\":[{\"recipient\":\"a@b.example\",\"outcome\":\"LOST\"}]}",
                "{\"sender\":\"\",\"at\":\"2026-11-24T12:00:00Z\"} more"
            })
    void aReportThatIsNoneIsAClearError(String json) {
        Exchange done = dsn(Map.of("MtaStsReport", json));

        assertThat(done.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The report about the mail cannot be read")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 20_000_000})
    void aReportWithoutBoundsIsAClearError(int size) {
        String json = size == 30 ? "{\"x\":" + "[".repeat(size) : "{\"x\":\"" + "y".repeat(size) + "\"}";

        assertThat(dsn(Map.of("MtaStsReport", json)).getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too long");
    }

    @Test
    void withoutAReportTheErrorNamesTheHeaders() {
        assertThat(dsn(Map.of()).getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("MtaStsReport", "CamelMtaStsReport");
    }

    @Test
    void theAuthorIsWhoeverTheOptionNames() throws Exception {
        Map<String, Object> headers = Map.of("CamelMtaStsReport", Sender.report(failForGood()));
        Exchange done = sender.send("mtasts:dsn?from=help@sender.example", "", headers);

        assertThat(done.getMessage().getBody(String.class))
                .contains("\r\nFrom: Mail Delivery System <help@sender.example>\r\n");
        assertThat(done.getMessage().getHeader("CamelMtaStsNotification")).isEqualTo("FAILED");
    }
}
