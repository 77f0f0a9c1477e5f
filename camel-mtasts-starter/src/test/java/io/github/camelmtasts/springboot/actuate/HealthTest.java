package io.github.camelmtasts.springboot.actuate;

import java.net.http.HttpResponse;
import java.util.stream.Stream;

import io.github.camelmtasts.MtaStsConstants;
import io.github.camelmtasts.springboot.BootApplication;
import io.github.camelmtasts.testkit.LoopbackInternet;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** What {@code /actuator/health} says of mtasts, and of what it says nothing. */
class HealthTest {

    private static final String[] IN_DETAIL = {
        "management.endpoint.health.show-details=always",
        "management.endpoint.health.probes.enabled=true",
        "management.endpoint.health.group.traffic.include=readinessState,mtasts",
        "management.endpoint.health.group.traffic.show-details=always"
    };

    private LoopbackInternet internet;

    @BeforeEach
    void start() {
        internet = LoopbackInternet.of(
                        domain("good.example")
                                .policy(enforce("mx.good.example"))
                                .mx(10, mxHost("mx.good.example")),
                        domain("broken.example")
                                .policy(enforce("mx.broken.example"))
                                .mx(10, mxHost("mx.elsewhere.example")))
                .start();
    }

    @AfterEach
    void stop() {
        internet.close();
    }

    @Test
    void eachItemSaysWhatWasSeen() {
        try (BootApplication application = application("camel.component.mtasts.enforcement=observe")) {
            JsonObject health = Client.json(new Client(application.address()).get("/actuator/health/mtasts"));

            assertThat(health).containsEntry("status", "UP");
            assertThat(item(health, "resolver")).containsEntry("state", "UP").containsEntry("detail", "answers");
            assertThat(item(health, "enforcement")).containsEntry("state", "WARN");
            assertThat(details(health).keySet()).contains("store", "refresh", "connections", "channels", "overrides");
        }
    }

    @Test
    void theBrokenDomainOfAPartnerFailsNothing() {
        try (BootApplication application = application()) {
            assertThat(application.send("bert@broken.example").getMessage().getHeader(MtaStsConstants.OUTCOME))
                    .isEqualTo("DEFERRED");

            Client client = new Client(application.address());
            assertUp(client.get("/actuator/health"));
            assertUp(client.get("/actuator/health/liveness"));
            assertUp(client.get("/actuator/health/readiness"));
            assertUp(client.get("/actuator/health/traffic"));
        }
    }

    @Test
    void aResolverThatAnswersNobodyIsToldButFailsTheProbesOnlyIfAsked() {
        try (BootApplication application = application()) {
            internet.close();
            Client client = new Client(application.address());

            HttpResponse<String> health = client.get("/actuator/health/mtasts");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(item(Client.json(health), "resolver"))
                    .containsEntry("state", "DOWN")
                    .extractingByKey("detail")
                    .asString()
                    .contains("you must mend it, or name another by the option dnsServers");
            assertUp(client.get("/actuator/health/liveness"));
            assertUp(client.get("/actuator/health/readiness"));
            assertThat(client.get("/actuator/health/traffic").statusCode()).isEqualTo(503);
        }
    }

    private BootApplication application(String... properties) {
        String[] all = Stream.of(IN_DETAIL, properties).flatMap(Stream::of).toArray(String[]::new);
        return BootApplication.withWebServerOn(internet, OpenDoors.class, all);
    }

    private static void assertUp(HttpResponse<String> health) {
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(Client.json(health)).containsEntry("status", "UP");
    }

    private static JsonObject details(JsonObject health) {
        return Client.object(health, "details");
    }

    private static JsonObject item(JsonObject health, String name) {
        return Client.object(details(health), name);
    }
}
