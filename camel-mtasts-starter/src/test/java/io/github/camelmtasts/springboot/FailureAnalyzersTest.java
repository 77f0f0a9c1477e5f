package io.github.camelmtasts.springboot;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Applications that cannot start say why, and what to do, in place of a stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzersTest {

    private static final String METRICS =
            "org.springframework.boot.micrometer.metrics.autoconfigure.ssl.SslMeterBinderAutoConfiguration";

    @Test
    void aResolverThatIsNone(CapturedOutput output) {
        fails("camel.component.mtasts.dns-servers=resolver.example");

        assertThat(words(output))
                .contains(
                        "mtasts cannot start with its option dnsServers: 'resolver.example' is no resolver; write an IP"
                                + " address")
                .contains("Correct camel.component.mtasts.dns-servers (")
                .contains("The resolvers to ask, addresses with an optional port");
    }

    @Test
    void aBundleWithoutATrustStore(CapturedOutput output) {
        fails("spring.ssl.bundle.jks.partners.key.alias=own", "camel.component.mtasts.ssl-bundle=partners");

        assertThat(words(output))
                .contains(
                        "mtasts cannot start with its option sslContextParameters: the trust store cannot be read (the SSL"
                                + " bundle partners has no trust store)")
                .contains("Correct camel.component.mtasts.ssl-bundle (");
    }

    /** Whatever of Spring Boot looks at all bundles, such as its metrics, falls over it before mtasts does. */
    @ParameterizedTest
    @ValueSource(strings = {"management.metrics.binders.ssl.enabled=true", "spring.autoconfigure.exclude=" + METRICS})
    void aBundleThatCannotBeRead(String metrics, CapturedOutput output, @TempDir Path directory) throws Exception {
        Path noTrustStore = Files.writeString(directory.resolve("authorities.p12"), "no trust store");
        fails(
                metrics,
                "spring.ssl.bundle.jks.partners.truststore.location=file:" + noTrustStore,
                "spring.ssl.bundle.jks.partners.truststore.type=PKCS12",
                "camel.component.mtasts.ssl-bundle=partners");

        assertThat(words(output))
                .contains("Could not load store from 'file:" + noTrustStore)
                .contains("is named by camel.component.mtasts.ssl-bundle (");
    }

    @Test
    void aTrustStoreFileThatCannotBeRead(CapturedOutput output, @TempDir Path directory) throws Exception {
        Path noTrustStore = Files.writeString(directory.resolve("authorities.p12"), "no trust store");
        fails(
                "practice.authorities=" + noTrustStore,
                "spring.main.sources=" + TrustStoreOfAFile.class.getName(),
                "camel.component.mtasts.ssl-context-parameters=#authorities");

        assertThat(words(output))
                .contains("mtasts cannot start with its option sslContextParameters: the trust store cannot be read"
                        + " (java.io.EOFException)")
                .contains("Correct camel.component.mtasts.ssl-context-parameters (")
                .contains("The certificate authorities to trust");
    }

    @Test
    void aBundleThatIsNowhere(CapturedOutput output) {
        fails("camel.component.mtasts.ssl-bundle=nowhere");

        assertThat(words(output))
                .contains("sslBundle: there is no SSL bundle nowhere; define it under spring.ssl.bundle");
    }

    @Test
    void authoritiesThatAreNamedTwice(CapturedOutput output) {
        fails(
                "spring.ssl.bundle.jks.partners.truststore.location=file:" + System.getProperty("java.home")
                        + "/lib/security/cacerts",
                "camel.component.mtasts.ssl-context-parameters=#class:org.apache.camel.support.jsse.SSLContextParameters",
                "camel.component.mtasts.ssl-bundle=partners");

        assertThat(words(output)).contains("sslBundle: sslContextParameters names authorities too");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            enforcement    | strict  | Write enforce or observe. What they mean: Whether policies stop mail (enforce)
            dialect        | rfc9999 | Write rfc8461 or draft06 or auto. What they mean: Which form of MTA-STS is spoken
            on-dns-failure | ignore  | Write defer or deliver. What they mean: What becomes of a mail when DNS cannot say
            """)
    void aModeThatIsUnknown(String option, String value, String advice, CapturedOutput output) {
        fails("camel.component.mtasts." + option + "=" + value);

        assertThat(words(output))
                .contains("The value " + value + " of camel.component.mtasts." + option + " (")
                .contains("is none of the values that")
                .contains(advice);
    }

    @Test
    void aModeThatIsUnknownInARoute(CapturedOutput output) {
        fails("mail.dialect=rfc9999", "spring.main.sources=" + RouteWithADialect.class.getName());

        assertThat(words(output))
                .contains(
                        "The option dialect=rfc9999 of an endpoint mtasts: is none of the values that dialect can have.")
                .contains("Write rfc8461 or draft06 or auto.");
    }

    @ParameterizedTest
    @CsvSource({"username, username", "password, password", "content-type, contentType"})
    void anOptionOfEndpointsThatNoPropertySets(String property, String option, CapturedOutput output) {
        fails("camel.component.mtasts." + property + "=bert");

        assertThat(words(output))
                .contains("mtasts cannot start with its option " + option + ": it is an option of endpoints")
                .contains("mtasts:send?" + option + "=RAW({{my." + property + "}})")
                .contains("Correct camel.component.mtasts." + property + " (");
    }

    @Test
    void aPropertyThatSetsNothing(CapturedOutput output) {
        fails("camel.component.mtasts.require-tsl=true");

        assertThat(words(output))
                .contains("there is no option requireTsl that camel.component.mtasts.require-tsl could set");
    }

    /** What starts is printed to a log that many may read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "fetch-proxy=http://bert:open%20sesame@proxy.example:3128",
                "fetch-proxy-password=open sesame",
                "smart-host=bert:open%20sesame@relay.example:587",
                "password=open sesame",
                "dead-letter-uri=jms:dead?username=bert&password=open sesame&selector=\\${header.x}",
                "retry-uri=jms:retry?username=bert&password=open sesame&selector=\\${header.x}"
            })
    void noSecretIsPrinted(String setting, CapturedOutput output) {
        fails("camel.component.mtasts." + setting);

        assertThat(words(output))
                .contains("Correct camel.component.mtasts." + setting.substring(0, setting.indexOf('=')) + " (")
                .doesNotContainPattern("open( |%20)sesame");
    }

    private static void fails(String... properties) {
        assertThatThrownBy(() -> BootApplication.start(WebApplicationType.NONE, InvoiceApplication.class, properties)
                        .close())
                .isNotNull();
    }

    /** What was printed, as one line. */
    private static String words(CapturedOutput output) {
        assertThat(output).contains("APPLICATION FAILED TO START");
        return output.toString().replaceAll("\\s+", " ");
    }
}
