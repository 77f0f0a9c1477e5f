package io.github.camelmtasts.examples.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import io.github.camelmtasts.testkit.LoopbackInternet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class QuickstartTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void theTourEndsWellAndTellsWhatItSaw() throws Exception {
        assertThat(new Tour(out).run()).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("10 of 10 outcomes are the right ones.")
                .containsPattern(
                        "wrong-name.example +enforce +mx.wrong-name.example +- +DEFERRED +certificate name mismatch")
                .contains("the operator of the host must install a valid certificate")
                .contains("  Subject: Your invoice");
    }

    @Test
    void aRealDomainIsLookedAtAndGetsNoMail() throws Exception {
        try (LoopbackInternet internet = Scenarios.start()) {
            assertThat(visit(internet, "--to", "you@second-mx.example", "--dns", internet.dnsServer()))
                    .isTrue();
            assertThat(printed.toString(StandardCharsets.UTF_8))
                    .contains("second-mx.example: policy in mode enforce, id 1, in force until ")
                    .contains(
                            "mx.stranger.example: is passed over: no mx pattern of the policy covers mx.stranger.example")
                    .contains("mx.second-mx.example: gets the mail if it shows a valid certificate")
                    .contains("Nothing was sent.");
            assertThat(internet.mx("mx.second-mx.example").sessions()).isEmpty();
        }
    }

    @Test
    void aRealDomainGetsOneMailIfThatIsAskedFor() throws Exception {
        try (LoopbackInternet internet = Scenarios.start()) {
            assertThat(visit(
                            internet,
                            "--to",
                            "you@good.example",
                            "--dns",
                            internet.dnsServer(),
                            "--send",
                            "--from",
                            "me@my.example"))
                    .isTrue();
            assertThat(internet.mails()).singleElement().satisfies(mail -> {
                assertThat(mail.sender()).isEqualTo("me@my.example");
                assertThat(mail.recipients()).containsExactly("you@good.example");
            });
        }
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("--too", "x"))
                .withMessageContaining("--too");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("--to"))
                .withMessageContaining("needs a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("--send"))
                .withMessageContaining("--to");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("--to", "you@good.example", "--send"))
                .withMessageContaining("--from");
    }

    /** As on the command line, but for the ports and the certificate authority of the loopback internet. */
    private boolean visit(LoopbackInternet internet, String... words) throws Exception {
        Map<String, String> settings = new HashMap<>(Mailer.settings(internet));
        settings.remove("camel.component.mtasts.dns-servers");
        return new Visit(out, settings, Mailer.beans(internet)).run(Arguments.parse(words));
    }
}
