package io.github.camelmtasts.examples.check;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.camelmtasts.MtaStsComponent;
import io.github.camelmtasts.check.TextStyle;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.draftEnforce;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static io.github.camelmtasts.testkit.ServerCertificate.expired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CheckTest {

    private static final Duration MONTH = Duration.ofDays(30);

    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example")
                    .mx(10, mxHost("mx.good.example"))
                    .policy(enforce("mx.good.example").maxAge(MONTH)),
            domain("testing.example")
                    .mx(10, mxHost("mx.testing.example"))
                    .policy(testing("mx.testing.example").maxAge(MONTH)),
            domain("broken.example")
                    .mx(10, mxHost("mx.broken.example").certificate(expired()))
                    .policy(enforce("mx.broken.example").maxAge(MONTH)),
            domain("dark.example")
                    .mx(10, mxHost("mx.dark.example").down())
                    .policy(enforce("mx.dark.example").maxAge(MONTH)),
            domain("draft.example")
                    .mx(10, mxHost("mx.draft.example"))
                    .policy(draftEnforce(".draft.example").maxAge(MONTH)));

    private final LoopbackInternet internet;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    CheckTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "good.example,                                0",
        "testing.example,                             1",
        "broken.example,                              2",
        "dark.example,                                3",
        "testing.example good.example,                1",
        "dark.example testing.example,                3",
        "dark.example broken.example testing.example, 2",
        "no..name good.example,                       3",
        "draft.example,                               2",
        "--dialect=auto draft.example,                0",
        "--dialect=foo good.example,                  3",
        "--dialect=foo broken.example good.example,   3",
    })
    void theExitCodeTellsTheWorst(String words, int expected) throws Exception {
        assertThat(run(TextStyle.PLAIN, words.split(" "))).isEqualTo(expected);
    }

    @Test
    void aPersonReadsTheWorstFirst() throws Exception {
        run(TextStyle.PLAIN, "broken.example");

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("broken.example has faults")
                .contains("ERROR        no MX host of broken.example does what the policy asks")
                .doesNotContain("\u001B");
    }

    @Test
    void onATerminalThereAreColours() throws Exception {
        run(TextStyle.COLOURED, "broken.example");

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("\u001B[1;31mERROR\u001B[0m");
    }

    @Test
    void aProgramReadsOneObjectALine() throws Exception {
        run(TextStyle.COLOURED, "--json", "good.example", "testing.example");

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"version\":1,\"domain\":\"") && line.endsWith("}"));
    }

    @Test
    void whatIsNoDomainIsToldAndTheOthersAreChecked() throws Exception {
        run(TextStyle.PLAIN, "no..name", "good.example");

        assertThat(complained.toString(StandardCharsets.UTF_8))
                .startsWith("no..name could not be checked: 'no..name' is not a domain name");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("good.example is in order");
    }

    @Test
    void aDialectThatIsNoneIsTold() throws Exception {
        run(TextStyle.PLAIN, "--dialect=foo", "good.example");

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(complained.toString(StandardCharsets.UTF_8))
                .startsWith("good.example could not be checked: ")
                .contains("foo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--jsn good.example", "--dialect=foo good.example", "--dns=no..address good.example"})
    void whateverFailsIsNoWarning(String words) {
        assertThat(Check.run(words.split(" "))).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--jsn good.example", "--json", "--dns 127.0.0.1"})
    void argumentsThatMakeNoSenseAreRefused(String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse(words.split(" ")))
                .withMessageContaining("Arguments: ");
    }

    /** As on the command line, but for the ports and the certificate authority of the loopback internet. */
    private int run(TextStyle style, String... words) throws Exception {
        String[] all = new String[words.length + 1];
        all[0] = "--dns=" + internet.dnsServer();
        System.arraycopy(words, 0, all, 1, words.length);
        return new Explainer(print(printed), print(complained), style, component())
                .run(Arguments.parse(all))
                .number();
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private MtaStsComponent component() {
        KeyStoreParameters authority = new KeyStoreParameters();
        authority.setResource("file:" + internet.trustStoreFile());
        authority.setPassword(internet.trustStorePassword());
        TrustManagersParameters trustManagers = new TrustManagersParameters();
        trustManagers.setKeyStore(authority);
        SSLContextParameters trust = new SSLContextParameters();
        trust.setTrustManagers(trustManagers);
        MtaStsComponent component = new MtaStsComponent();
        component.setSslContextParameters(trust);
        component.setPolicyPort(internet.policyPort());
        component.getConfiguration().setSmtpPort(internet.smtpPort());
        component.getConfiguration().setLocalHostname("mail.sender.example");
        component.setAllowedAddresses("127.0.0.0/8");
        return component;
    }
}
