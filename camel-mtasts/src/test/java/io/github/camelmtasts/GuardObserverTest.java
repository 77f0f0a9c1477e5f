package io.github.camelmtasts;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** What looks beside the mails is in nobody's way, and says what it found of whom. */
class GuardObserverTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            mxHost("local.example").addresses("127.0.0.77"),
            domain("moved.example").policy(enforce("mx.moved.example")).mx(10, mxHost("mx.moved.example")),
            domain("slow.example").mx(10, mxHost("mx.slow.example").hangingAt(SmtpStage.BANNER)));

    @AutoClose
    private final DefaultCamelContext context = new DefaultCamelContext();

    private static LoopbackInternet internet() {
        return INTERNET.internet();
    }

    private void send(GuardHosts hosts, String recipient) throws Exception {
        send(hosts, Map.of("To", recipient));
    }

    private void send(GuardHosts hosts, Map<String, Object> headers) throws Exception {
        MtaStsComponent component = Sender.component(internet());
        component.setGuardSmtpEndpoints("smtp*");
        component.setGuardHosts(hosts);
        context.addComponent("mtasts", component);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to("smtp://127.0.0.77:" + internet().smtpPort()
                                + "?from=a@sender.example&useHeaderRecipients=true");
            }
        });
        context.start();
        context.createProducerTemplate().sendBodyAndHeaders("direct:in", "Hello", headers);
        assertThat(internet().mx("local.example").mails()).hasSize(1);
    }

    private static void until(BooleanSupplier seen) {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (!seen.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    private List<String> ledger() {
        return context.getComponent("mtasts", MtaStsComponent.class)
                .guardLedger()
                .lines();
    }

    @Test
    void aFindingNamesTheDomain() throws Exception {
        send(GuardHosts.MX, "you@moved.example");

        until(() ->
                ledger().toString().contains("stopped or to be stopped: 1; at last: to moved.example: no mx pattern"));
    }

    @Test
    void aMailThatEnforceRefusesIsForetold() throws Exception {
        send(GuardHosts.MX, Map.of("To", "you@moved.example", "Odd Name", "x"));

        until(() -> ledger().toString()
                .contains("stopped or to be stopped: 1; at last: 'Odd Name' is no name for a header of a mail"));
    }

    @Test
    void aLookNeitherHoldsUpTheEndOfTheApplicationNorCountsIfThatCutsItOff() throws Exception {
        send(GuardHosts.DIRECT, "you@slow.example");
        until(() -> !internet().mx("mx.slow.example").sessions().isEmpty());
        GuardLedger ledger =
                context.getComponent("mtasts", MtaStsComponent.class).guardLedger();

        assertTimeoutPreemptively(Duration.ofSeconds(15), context::stop); // a silent host is given thirty seconds

        assertThat(ledger.lines()).singleElement().asString().contains("stopped or to be stopped: 0");
    }
}
