package io.github.camelmtasts;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.camelmtasts.discovery.PolicyDiscovery;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

/** What the log tells those who run the component, and of whom it is silent. */
@Timeout(60)
class LogTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = ChannelBench.internet();

    private final ChannelBench bench;
    private final LogLines log = new LogLines();

    LogTest(LoopbackInternet internet) throws Exception {
        this.bench = new ChannelBench(internet);
    }

    @AfterEach
    void close() {
        log.close();
        bench.close();
        MDC.clear();
    }

    private Stream<String> lines(Class<?> type) {
        return log.by(type).map(ILoggingEvent::getFormattedMessage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ChannelBench.CHANNELS})
    void aFailedDeliveryIsOneLineAtWarnWithWhoMustMendIt(String channels) {
        bench.sender().sendWith("requireTls=false" + channels, ChannelBench.ALL + ", he@gone.example");

        assertThat(log.by(FailureLog.class)).extracting(ILoggingEvent::getLevel).containsOnly(Level.WARN);
        assertThat(lines(FailureLog.class))
                .satisfiesExactlyInAnyOrder(
                        busy -> assertThat(busy)
                                .startsWith(
                                        "domain=busy.example outcome=DEFERRED reason=SERVER_DEFERRED recipients=1 mail=<")
                                .contains(
                                        ": mx.busy.example answered: 451 4.3.0 busy; the operator of the host must mend it."),
                        gone -> assertThat(gone)
                                .startsWith(
                                        "domain=gone.example outcome=FAILED reason=SERVER_REFUSED recipients=2 mail=<")
                                .contains("550 5.1.1 no such user; the sender must correct the address"),
                        strict -> assertThat(strict)
                                .startsWith(
                                        "domain=strict.example outcome=DEFERRED reason=STARTTLS_NOT_OFFERED recipients=1")
                                .contains("the operator of the host must mend it"));
    }

    @Test
    void aFailureIsToldAtEachAttemptAndNotAgainWhenNothingIsTried() throws Exception {
        bench.sender().context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(1).redeliveryDelay(0));
                from("direct:in").to(Sender.ENDPOINT);
            }
        });
        bench.sender().send("direct:in", "Hello", Map.of("To", "me@busy.example, who@gone.example"));

        assertThat(log.by(FailureLog.class).map(LogTest::domainIn))
                .containsExactlyInAnyOrder("busy.example", "gone.example", "busy.example");
    }

    @Test
    void aDecisionIsOneLineAtDebug() {
        bench.send("you@good.example");
        bench.send("you@good.example, me@busy.example");

        assertThat(log.by(PolicyDiscovery.class))
                .extracting(ILoggingEvent::getLevel)
                .containsOnly(Level.DEBUG);
        String policy = " dialect=rfc8461 id=[0-9A-Za-z]+ sha256=[0-9a-f]{64} fetchedAt=[^ ]+Z expiresAt=[^ ]+Z";
        assertThat(lines(PolicyDiscovery.class).sorted())
                .satisfiesExactly(
                        busy -> assertThat(busy)
                                .isEqualTo("domain=busy.example mode=none source=NONE reason=NO_RECORD"
                                        + " detail=\"busy.example has no MTA-STS record\""),
                        first -> assertThat(first).matches("domain=good.example mode=enforce source=FETCHED" + policy),
                        second -> assertThat(second).matches("domain=good.example mode=enforce source=KEPT" + policy));
    }

    @Test
    void allThatIsDoneForAMailHasItsKeysOnEveryThread() {
        MDC.put("tenant", "blue");
        bench.send(ChannelBench.ALL);

        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("tenant", "blue"));
        assertThat(log.by(PolicyDiscovery.class))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap())
                        .containsEntry("mtasts.domain", domainIn(line))
                        .containsKey("mtasts.mail")
                        .containsEntry("tenant", "blue"));
        assertThat(log.by(ReportLog.class))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap())
                        .containsEntry("mtasts.domain", domainIn(line))
                        .containsEntry("mtasts.mxHost", "mx." + domainIn(line)));
        assertThat(log.by(FailureLog.class))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap())
                        .containsEntry("mtasts.domain", domainIn(line))
                        .containsEntry("mtasts.mxHost", "mx." + domainIn(line))
                        .containsKey("mtasts.mail"));
    }

    private static String domainIn(ILoggingEvent line) {
        return line.getFormattedMessage().replaceFirst("domain=(\\S+) .*", "$1");
    }

    private static final List<String> BAD_NEWS = List.of(
            "beatrice@good.example, beatrice@busy.example, beatrice@gone.example, beatrice@strict.example",
            "beatrice@no-such-domain.example",
            "beatrice@unanswered.example",
            "beatrice@",
            "beatrice",
            "beatrice@good..example",
            "beatrice@[192.0.2.1]",
            "beatrice@good.example\nBcc: beatrice@gone.example");

    @ParameterizedTest
    @ValueSource(strings = {"", ChannelBench.CHANNELS, "&smartHost=mx.gone.example"})
    void nobodyIsNamedAtInfoOrAbove(String options) throws Exception {
        String echo = "550 5.1.1 <beatrice@gone.example>: beatrice is unknown, ask beatrice@elsewhere.example";
        bench.net().mx("mx.gone.example").behave(mxHost("mx.gone.example").reply(SmtpStage.RCPT, echo));
        bench.net().dns().fail("unanswered.example", "MX", "SERVFAIL");
        bench.breakRetry(true);
        bench.sender().context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to("mtasts:send?useHeaderRecipients=true&useHeaderFrom=true&localHostname=mail.sender.example"
                                + options);
            }
        });
        for (String recipients : BAD_NEWS) {
            bench.sender()
                    .send("direct:in", "Dear beatrice", Map.of("To", recipients, "From", "beatrice@sender.example"));
        }

        assertThat(log.from(Level.ERROR)).as("Camel logs what failed").hasSizeGreaterThan(BAD_NEWS.size() / 2);
        assertThat(lines(FailureLog.class)).isNotEmpty();
        assertThat(log.from(Level.INFO)).noneMatch(line -> line.contains("beatrice"));
    }
}
