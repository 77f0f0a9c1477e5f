package io.github.camelmtasts.springboot.actuate;

import java.util.Map;

import io.github.camelmtasts.MtaStsConstants;
import io.github.camelmtasts.springboot.BootApplication;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static org.assertj.core.api.Assertions.assertThat;

/** The actuator's endpoint {@code mtasts}, over HTTP. */
class ActuatorEndpointTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
            domain("broken.example").policy(enforce("mx.broken.example")).mx(10, mxHost("mx.elsewhere.example")));

    private static final String EXPOSED = "management.endpoints.web.exposure.include=mtasts";

    private static final String UNRESTRICTED = "management.endpoint.mtasts.access=unrestricted";

    @Test
    void listsThePoliciesAndWhyMailWaits() {
        try (BootApplication application = application(EXPOSED)) {
            send(application, "anna@good.example", "DELIVERED");
            send(application, "bert@broken.example", "DEFERRED");

            JsonObject overview = Client.json(new Client(application.address()).get("/actuator/mtasts"));

            assertThat(overview).containsEntry("observing", false).containsEntry("truncated", false);
            JsonArray policies = Client.array(overview, "policies");
            assertThat(policies).hasSize(2);
            assertThat((JsonObject) policies.get(1))
                    .containsEntry("domain", "good.example")
                    .containsEntry("mode", "enforce")
                    .containsEntry("dialect", "rfc8461")
                    .containsEntry("id", "1")
                    .containsKeys("lastRefresh", "expiresAt")
                    .doesNotContainKey("overdue");
            JsonArray waiting = Client.array(overview, "waiting");
            assertThat(waiting).hasSize(1);
            assertThat((JsonObject) waiting.get(0))
                    .containsEntry("domain", "broken.example")
                    .extractingByKey("explanation")
                    .asString()
                    .contains("must");
        }
    }

    @Test
    void tellsTheWholeStoryOfADomain() {
        try (BootApplication application = application(
                EXPOSED,
                "camel.component.mtasts.overrides[broken.example]=force until 2999-12-31: agreed <by> phone")) {
            send(application, "bert@broken.example", "DEFERRED");

            JsonObject story = Client.json(new Client(application.address()).get("/actuator/mtasts/Broken.Example"));

            assertThat(story)
                    .containsEntry("domain", "broken.example")
                    .containsEntry("override", "force until 2999-12-31: agreed <by> phone");
            JsonObject policy = Client.object(Client.object(story, "now"), "policy");
            assertThat(policy).containsEntry("mode", "enforce").containsEntry("source", "KEPT");
            assertThat(Client.array(story, "policies")).hasSize(1);
            assertThat(Client.object(story, "waiting")).containsKeys("since", "reason", "explanation");
        }
    }

    /** Whoever can lure an operator's browser can have it send a GET for any domain. */
    @Test
    void toReadAsksNobodyAndKeepsNothing() {
        LoopbackInternet internet = INTERNET.internet();
        try (BootApplication application = application(EXPOSED)) {
            JsonObject story = Client.json(new Client(application.address()).get("/actuator/mtasts/good.example"));

            assertThat(story).containsEntry("domain", "good.example").doesNotContainKey("now");
            assertThat(Client.array(story, "policies")).isEmpty();
            assertThat(internet.dns().queries()).isEmpty();
            assertThat(internet.policyHost().requests()).isEmpty();
            assertThat(application.component().listPolicies()).isEqualTo("[]");
        }
    }

    @Test
    void refreshesAndPurgesIfThatIsGranted() {
        LoopbackInternet internet = INTERNET.internet();
        try (BootApplication application = application(EXPOSED, UNRESTRICTED)) {
            Client client = new Client(application.address());
            send(application, "anna@good.example", "DELIVERED");

            internet.policyHost().serve("good.example", testing("mx.good.example"));
            JsonObject refreshed = Client.json(client.post("/actuator/mtasts/good.example"));
            assertThat(refreshed).containsEntry("changed", true);
            assertThat(Client.object(refreshed, "policy")).containsEntry("mode", "testing");
            JsonObject now = Client.object(refreshed, "now");
            assertThat(Client.object(now, "policy")).containsEntry("mode", "testing");
            assertThat((JsonObject) Client.array(now, "hosts").get(0)).containsEntry("host", "mx.good.example");

            internet.policyHost().withdraw("good.example");
            assertThat(Client.json(client.delete("/actuator/mtasts/good.example")))
                    .as("a policy in force stays")
                    .containsEntry("changed", false);
            assertThat(Client.json(client.delete("/actuator/mtasts/good.example?force=true")))
                    .containsEntry("changed", true)
                    .doesNotContainKey("policy");
            assertThat(application.component().listPolicies()).isEqualTo("[]");
        }
    }

    @Test
    void overridesOneDomainAndTakesItBackIfThatIsGranted() {
        try (BootApplication application = application(EXPOSED, UNRESTRICTED)) {
            Client client = new Client(application.address());
            String path = "/actuator/mtasts/broken.example/override";

            assertThat(Client.json(client.post(path, "{\"text\": \"report-only until 2999-12-31: they know\"}")))
                    .extractingByKey("overrides")
                    .isEqualTo(Map.of("broken.example", "report-only until 2999-12-31: they know"));
            send(application, "bert@broken.example", "DELIVERED");

            assertThat(client.post(path, "{\"text\": \"ignore for ever\"}").statusCode())
                    .isEqualTo(400);
            assertThat(client.post(path.replace("override", "wish"), "{\"text\": \"x\"}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(Client.json(client.delete(path)))
                    .extractingByKey("overrides")
                    .isEqualTo(Map.of());
            send(application, "bert@broken.example", "DEFERRED");
        }
    }

    @Test
    void switchesEnforcementAndGuardAndReloadsTrustIfThatIsGranted() {
        try (BootApplication application = application(EXPOSED, UNRESTRICTED)) {
            Client client = new Client(application.address());
            send(application, "bert@broken.example", "DEFERRED");

            assertThat(Client.json(client.post("/actuator/mtasts", "{\"enforcement\": \"observe\"}")))
                    .containsEntry("enforcement", "observe")
                    .containsEntry("guardMode", "observe");
            send(application, "bert@broken.example", "DELIVERED");
            assertThat(Client.json(client.post(
                            "/actuator/mtasts",
                            "{\"enforcement\": \"enforce\", \"guardMode\": \"enforce\", \"reloadTrust\": true}")))
                    .containsEntry("enforcement", "enforce")
                    .containsEntry("guardMode", "enforce");
            assertThat(client.post("/actuator/mtasts", "{\"enforcement\": \"strict\"}")
                            .statusCode())
                    .isEqualTo(400);
            send(application, "bert@broken.example", "DEFERRED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/broken.example/override"})
    void changesNothingUnlessThatIsGranted(String path) {
        try (BootApplication application = application(EXPOSED, "management.endpoints.access.default=unrestricted")) {
            Client client = new Client(application.address());

            assertThat(client.post(
                                    "/actuator/mtasts" + path,
                                    "{\"enforcement\": \"observe\", \"text\": \"skip until" + " 2999-12-31: x\"}")
                            .statusCode())
                    .isEqualTo(400);
            send(application, "bert@broken.example", "DEFERRED");
        }
    }

    @Test
    void onlyReadsUnlessMoreIsGranted() {
        try (BootApplication application = application(EXPOSED)) {
            Client client = new Client(application.address());

            send(application, "anna@good.example", "DELIVERED");

            assertThat(client.get("/actuator/mtasts/good.example").statusCode()).isEqualTo(200);
            assertThat(client.post("/actuator/mtasts/good.example").statusCode())
                    .isEqualTo(405);
            assertThat(client.delete("/actuator/mtasts/good.example?force=true").statusCode())
                    .isEqualTo(405);
            assertThat(application.component().listPolicies()).contains("good.example");
        }
    }

    @Test
    void whatIsGrantedOfAllEndpointsGrantsNothingHere() {
        try (BootApplication application = application(
                "management.endpoints.web.exposure.include=*", "management.endpoints.access.default=unrestricted")) {
            Client client = new Client(application.address());
            send(application, "anna@good.example", "DELIVERED");

            assertThat(client.get("/actuator/mtasts/good.example").statusCode()).isEqualTo(200);
            assertThat(client.post("/actuator/mtasts/good.example").statusCode())
                    .isEqualTo(400);
            assertThat(client.delete("/actuator/mtasts/good.example?force=true").statusCode())
                    .isEqualTo(400);
            assertThat(client.get("/actuator/mtastspage").statusCode()).isEqualTo(404);
            assertThat(application.component().listPolicies()).contains("good.example");
        }
    }

    @Test
    void isNotThereUnlessItIsExposed() {
        try (BootApplication application = application(UNRESTRICTED)) {
            assertThat(new Client(application.address()).get("/actuator/mtasts").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void whatIsNoDomainIsSaidToBeNone() {
        try (BootApplication application = application(EXPOSED)) {
            assertThat(new Client(application.address())
                            .get("/actuator/mtasts/-no-domain-")
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void saysNothingWhileTheComponentRests() {
        try (BootApplication application = application(EXPOSED)) {
            application.component().stop();

            Client client = new Client(application.address());
            assertThat(client.get("/actuator/mtasts").statusCode()).isEqualTo(404);
            assertThat(client.get("/actuator/mtasts/good.example").statusCode()).isEqualTo(404);
        }
    }

    private static BootApplication application(String... properties) {
        return BootApplication.withWebServerOn(INTERNET.internet(), OpenDoors.class, properties);
    }

    private static void send(BootApplication application, String recipient, String outcome) {
        assertThat(application.send(recipient).getMessage().getHeader(MtaStsConstants.OUTCOME))
                .isEqualTo(outcome);
    }
}
