package io.github.camelmtasts.springboot.actuate;

import java.net.http.HttpResponse;

import io.github.camelmtasts.springboot.BootApplication;
import io.github.camelmtasts.springboot.InvoiceApplication;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** The page over HTTP, behind what guards the actuator. */
class PageEndpointTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")));

    private static final String EXPOSED = "management.endpoints.web.exposure.include=*";

    private static final String ACCESSIBLE = "management.endpoint.mtastspage.access=read-only";

    private static final String[] GUARDED = {
        EXPOSED, ACCESSIBLE, "spring.security.user.name=admin", "spring.security.user.password=secret"
    };

    @Test
    void isBehindTheSecurityOfTheActuator() {
        try (BootApplication application =
                BootApplication.withWebServerOn(INTERNET.internet(), InvoiceApplication.class, GUARDED)) {
            application.send("anna@good.example");
            Client client = new Client(application.address());

            assertThat(client.get("/actuator/mtastspage").statusCode()).isEqualTo(401);

            HttpResponse<String> page = client.getAs("admin", "secret", "/actuator/mtastspage");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("<td>good.example</td>").contains("<dd>1</dd><dt>delivered</dt>");
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains("default-src 'none'")
                            .contains("frame-ancestors 'none'")
                            .doesNotContain("unsafe"));
        }
    }

    @Test
    void saysThatNothingRunsWhileTheComponentRests() {
        try (BootApplication application =
                BootApplication.withWebServerOn(INTERNET.internet(), OpenDoors.class, EXPOSED, ACCESSIBLE)) {
            application.component().stop();

            assertThat(new Client(application.address())
                            .get("/actuator/mtastspage")
                            .body())
                    .contains("No mail goes out.");
        }
    }

    @Test
    void saysThatTheStoreCannotBeReadAndTheRestAllTheSame() {
        try (BootApplication application = BootApplication.withWebServerOn(
                INTERNET.internet(),
                BrokenStore.class,
                EXPOSED,
                ACCESSIBLE,
                "camel.component.mtasts.policy-store=#broken")) {
            application.send("anna@good.example");
            Client client = new Client(application.address());

            assertThat(client.get("/actuator/mtastspage").body())
                    .contains("The policy store cannot be read now.")
                    .contains("<b>store</b>");
            assertThat(Client.json(client.get("/actuator/mtasts")))
                    .containsKey("waiting")
                    .doesNotContainKey("policies");
            assertThat(Client.json(client.get("/actuator/mtasts/good.example")))
                    .containsKey("now")
                    .doesNotContainKey("policies");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {EXPOSED, ACCESSIBLE})
    void isOffUnlessItIsExposedAndAccessIsGranted(String one) {
        try (BootApplication application = BootApplication.withWebServerOn(INTERNET.internet(), OpenDoors.class, one)) {
            assertThat(new Client(application.address())
                            .get("/actuator/mtastspage")
                            .statusCode())
                    .isEqualTo(404);
        }
    }
}
