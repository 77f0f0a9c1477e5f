package io.github.camelmtasts.springboot.actuate;

import java.net.URI;
import java.nio.file.Path;

import io.github.camelmtasts.MtaStsConstants;
import io.github.camelmtasts.springboot.BootApplication;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.SmtpStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** The page in a headless Chromium, where one is installed. A strange host answers as an attacker would. */
class BrowserTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
            domain("hostile.example")
                    .policy(enforce("mx.hostile.example"))
                    .mx(
                            10,
                            mxHost("mx.hostile.example")
                                    .reply(
                                            SmtpStage.MAIL,
                                            "451 4.3.0 <script>document.title='mine'</script><img src=x onerror=alert(1)>")));

    /** The least contrast between a text and what is behind it. */
    private static final String LEAST_CONTRAST = """
            (() => {
              const light = c => [0, 1, 2].map(i => c[i] / 255)
                .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
              const colour = text => text.match(/[0-9.]+/g).map(Number);
              const behind = e => { const c = colour(getComputedStyle(e).backgroundColor);
                return c.length === 4 && c[3] === 0 && e.parentElement ? behind(e.parentElement) : c; };
              const contrasts = [...document.querySelectorAll('body *')]
                .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
                .map(e => [light(colour(getComputedStyle(e).color)), light(behind(e))].sort((a, b) => b - a))
                .map(([more, less]) => (more + 0.05) / (less + 0.05));
              return Math.min(...contrasts);
            })()""";

    @TempDir(cleanup = CleanupMode.NEVER) // a browser that was ended may still write there
    static Path profile;

    private static BootApplication application;

    private static Chromium browser;

    @BeforeAll
    static void start() throws Exception {
        Path program = Chromium.installed().orElseThrow(BrowserTest::skipped);
        application = BootApplication.withWebServerOn(
                INTERNET.internet(),
                OpenDoors.class,
                "management.endpoints.web.exposure.include=mtastspage",
                "management.endpoint.mtastspage.access=read-only",
                "camel.component.mtasts.overrides[quarry.example]=skip until 2999-12-31: <b>bold</b> & so on");
        assertThat(outcome("anna@good.example")).isEqualTo("DELIVERED");
        assertThat(outcome("eve@hostile.example")).isEqualTo("DEFERRED");
        browser = Chromium.start(program, profile);
    }

    private static TestAbortedException skipped() {
        String sentence = "No Chromium is installed here, so nobody looked at the page";
        System.err.println(sentence);
        return new TestAbortedException(sentence);
    }

    private static String outcome(String recipient) {
        return String.valueOf(application.send(recipient).getMessage().getHeader(MtaStsConstants.OUTCOME));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (application != null) {
            application.close();
        }
    }

    private static URI page() {
        return application.address().resolve("/actuator/mtastspage");
    }

    @ParameterizedTest
    @CsvSource({"390, 844, light", "390, 844, dark", "320, 568, light", "1200, 800, light"})
    void fitsTheScreen(int width, int height, String preference) {
        browser.screen(width, height, preference);
        browser.open(page());

        assertThat(browser.ask("innerWidth")).hasToString(String.valueOf(width));
        assertThat(browser.ask("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        assertThat(browser.ask("document.querySelector('h1').innerText")).isEqualTo("Mail to 1 domain waits.");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void obeysThePreferenceForDarkOrLight() {
        assertThat(paper("dark")).isEqualTo("rgb(22, 24, 26)");
        assertThat(paper("light")).isEqualTo("rgb(251, 250, 248)");
    }

    private static Object paper(String preference) {
        browser.screen(390, 844, preference);
        browser.open(page());
        return browser.ask("getComputedStyle(document.body).backgroundColor");
    }

    @Test
    void showsWhatStrangersSayAsText() {
        browser.open(page());

        assertThat(browser.ask("document.body.innerText"))
                .asString()
                .contains("<script>document.title='mine'</script><img src=x onerror=alert(1)>")
                .contains("<b>bold</b> & so on");
        assertThat(browser.ask("document.scripts.length + document.images.length"))
                .hasToString("0");
        assertThat(browser.ask("document.title")).isEqualTo("This application: mail under MTA-STS");
    }

    @Test
    void asksNobodyForAnything() {
        browser.open(page());

        assertThat(browser.requests())
                .filteredOn(request -> !request.startsWith("data:"))
                .containsExactly(page().toString());
    }

    @Test
    void runsNoScriptThatSomebodyPutIn() {
        browser.open(page());
        browser.ask("""
                (() => { const script = document.createElement('script');
                script.textContent = 'window.ran = true'; document.body.append(script); return true; })()""");

        assertThat(browser.ask("typeof window.ran")).isEqualTo("undefined");
        assertThat(browser.complaints()).singleElement().asString().contains("Content Security Policy");
    }

    @Test
    void canBeReadInBothLights() {
        for (String preference : new String[] {"light", "dark"}) {
            browser.screen(1200, 800, preference);
            browser.open(page());

            assertThat(Double.parseDouble(String.valueOf(browser.ask(LEAST_CONTRAST))))
                    .as("contrast, %s", preference)
                    .isGreaterThanOrEqualTo(4.5); // WCAG 2.2, success criterion 1.4.3
        }
    }
}
