package io.github.camelmtasts.springboot.actuate;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelmtasts.MtaStsConstants;
import io.github.camelmtasts.springboot.BootApplication;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MailDomain;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** An application that can fetch no policy at all shows it wherever an operator looks. */
class MissingPolicyTest {

    private static final int DOMAINS = 6;

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(IntStream.range(0, DOMAINS)
            .mapToObj(MissingPolicyTest::name)
            .map(name -> domain(name)
                    .policy(enforce("mx." + name))
                    .mx(10, mxHost("mx." + name).withoutStartTls()))
            .toArray(MailDomain[]::new));

    private static final String[] WATCHED = {
        "management.endpoints.web.exposure.include=health,mtasts,mtastspage",
        "management.endpoint.mtastspage.access=read-only",
        "management.endpoint.health.show-details=always"
    };

    private static String name(int number) {
        return "partner" + number + ".example";
    }

    /** Its policy host has lost every policy. */
    private static BootApplication application(String... properties) {
        IntStream.range(0, DOMAINS)
                .forEach(each -> INTERNET.internet().policyHost().withdraw(name(each)));
        return BootApplication.withWebServerOn(
                INTERNET.internet(),
                OpenDoors.class,
                Stream.of(WATCHED, properties).flatMap(Stream::of).toArray(String[]::new));
    }

    private static void sendToAll(BootApplication application, String outcome) {
        IntStream.range(0, DOMAINS)
                .forEach(each -> assertThat(application
                                .send("you@" + name(each))
                                .getMessage()
                                .getHeader(MtaStsConstants.OUTCOME))
                        .isEqualTo(outcome));
    }

    @Test
    void isToldByPageHealthAndEndpointWithTheCause() {
        try (BootApplication application = application()) {
            sendToAll(application, "DELIVERED");
            Client client = new Client(application.address());

            assertThat(client.get("/actuator/mtastspage").body())
                    .doesNotContain("Mail goes out as it should.")
                    .contains(
                            "Mail to 6 domains goes out without the policy that protects it.",
                            "<b>policies</b> 6 policies could not be had",
                            "mta-sts.partner5.example",
                            "one cause on this machine");
            JsonObject health = Client.json(client.get("/actuator/health/mtasts"));
            assertThat(Client.object(Client.object(health, "details"), "policies"))
                    .containsEntry("state", "WARN");
            assertThat(Client.array(Client.json(client.get("/actuator/mtasts")), "missing"))
                    .hasSize(DOMAINS);
            assertThat(Client.object(Client.json(client.get("/actuator/mtasts/partner3.example")), "missing"))
                    .containsEntry("reason", "POLICY_UNAVAILABLE")
                    .containsEntry("waits", false);
        }
    }

    @Test
    void firstContactWaitsIfAPropertySaysSo() {
        try (BootApplication application = application("camel.component.mtasts.on-policy-failure=defer")) {
            sendToAll(application, "DEFERRED");

            assertThat(new Client(application.address())
                            .get("/actuator/mtastspage")
                            .body())
                    .contains("Mail to 6 domains waits.", "onPolicyFailure=deliver");
        }
    }
}
