package io.github.camelmtasts.examples.springboot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What the README's lines show: invoices to a good, a refusing and a broken domain, and what people see of them. */
@Timeout(120)
class InvoiceApplicationTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static LoopbackInternet internet;
    private static ConfigurableApplicationContext application;

    @BeforeAll
    @Timeout(120)
    static void sendInvoices(@TempDir Path data) throws Exception {
        internet = PracticeInternet.start();
        application = PracticeRun.start(
                internet,
                "--data=" + data,
                "--spring.datasource.url=jdbc:h2:file:" + data.resolve("business"),
                "--server.port=0",
                "--logging.level.io.github.camelmtasts.examples=warn");
        for (String customer : new String[] {"good", "gone", "broken"}) {
            assertThat(post(invoice(customer, "anna@" + customer + ".example")).statusCode())
                    .isEqualTo(202);
        }
        queueWithForgedBcc(invoice("queued", "bert@good.example"));
        awaitState("good", "DELIVERED");
        awaitState("queued", "DELIVERED");
        awaitState("gone", "FAILED");
        awaitState("broken", "DEFERRED");
        awaitHandedOver("dead_letter");
        awaitHandedOver("retry");
    }

    @AfterAll
    static void close() {
        application.close();
        internet.close();
    }

    @ParameterizedTest
    @CsvSource({"good, anna@good.example", "queued, bert@good.example"})
    void theGoodCustomerAloneHasMailsWithTheirFiles(String number, String to) {
        assertThat(internet.mails())
                .hasSize(2)
                .filteredOn(mail -> mail.header("Subject").equals(Optional.of("Invoice " + number)))
                .singleElement()
                .satisfies(mail -> {
                    assertThat(mail.mxHost()).isEqualTo("mx.good.example");
                    assertThat(mail.encrypted()).isTrue();
                    assertThat(mail.sender()).isEqualTo("billing@sender.example");
                    assertThat(mail.recipients()).containsExactly(to);
                    assertThat(mail.text()).contains("invoice-" + number + ".txt", "100 EUR");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            good   | DELIVERED | Accepted by mx.good.example
            gone   | FAILED    | 550 5.1.1 no such user
            broken | DEFERRED  | the certificate names wrong.example
            """)
    void theBooksSayWhatBecameOfEach(String number, String state, String detail) throws Exception {
        assertThat(JsonMapper.shared().readTree(get("/invoices")).valueStream())
                .filteredOn(invoice -> invoice.get("number").asString().equals(number))
                .singleElement()
                .satisfies(invoice -> {
                    assertThat(invoice.get("state").asString()).isEqualTo(state);
                    assertThat(invoice.get("detail").asString()).contains(detail);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mtasts.deliveries?tag=outcome:delivered  | 2.0 | the good one, twice
            mtasts.deliveries?tag=outcome:failed     | 1.0 | the one who is gone
            mtasts.deliveries?tag=outcome:deferred   | 1.0 | the broken one
            mtasts.handed.over?tag=channel:retry     | 1.0 | the broken one
            mtasts.handed.over?tag=channel:dead_letter | 1.0 | the one who is gone
            """)
    void eachIsCounted(String meter, String count, String why) throws Exception {
        assertThat(get("/actuator/metrics/" + meter)).as(why).contains("\"value\":" + count);
    }

    @Test
    void healthIsWellThoughOneCustomerIsBroken() throws Exception {
        JsonNode health = JsonMapper.shared().readTree(get("/actuator/health"));
        assertThat(health.get("status").asString()).isEqualTo("UP");
        assertThat(health.at("/components/mtasts/status").asString()).isEqualTo("UP");
    }

    @Test
    void thePageSaysWhyMailWaitsAndWhichPoliciesAreInForce() throws Exception {
        assertThat(get("/actuator/mtastspage"))
                .contains("<td>good.example</td>", "<td>gone.example</td>", "<td>broken.example</td>")
                .contains("<dd>2</dd><dt>delivered</dt>")
                .contains("the certificate names wrong.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "no JSON", "{\"number\":\"1\\r\\nBcc: x\",\"to\":\"a@good.example\",\"text\":\"\"}"})
    void whatIsNoInvoiceIsTurnedAway(String body) throws Exception {
        assertThat(post(body).statusCode()).isEqualTo(400);
    }

    @Test
    void theBusinessDatabaseHoldsTheBooksAndNothingElse() {
        assertThat(application
                        .getBean(JdbcTemplate.class)
                        .queryForList(
                                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'",
                                String.class))
                .containsExactly("INVOICE");
    }

    /** As another system does, and one that tries to have a copy. */
    private static void queueWithForgedBcc(String invoice) {
        application.getBean(JmsTemplate.class).convertAndSend("invoices", invoice, message -> {
            message.setStringProperty("Bcc", "thief@good.example");
            return message;
        });
    }

    private static String invoice(String number, String to) {
        return JsonMapper.shared().writeValueAsString(Map.of("number", number, "to", to, "text", "100 EUR"));
    }

    private static HttpResponse<String> post(String body) throws Exception {
        return HTTP.send(
                request("/invoices")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String get(String path) throws Exception {
        return HTTP.send(request(path).build(), BodyHandlers.ofString()).body();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(PracticeRun.address(application) + path));
    }

    private static void awaitState(String number, String state) {
        JdbcTemplate books = application.getBean(JdbcTemplate.class);
        while (!books.queryForList("SELECT state FROM invoice WHERE number = ?", String.class, number)
                .contains(state)) {
            Thread.onSpinWait();
        }
    }

    /** The books hear of an attempt before its mail is handed over. */
    private static void awaitHandedOver(String channel) {
        MeterRegistry meters = application.getBean(MeterRegistry.class);
        while (meters.find("mtasts.handed.over").tag("channel", channel).counter() == null) {
            Thread.onSpinWait();
        }
    }
}
