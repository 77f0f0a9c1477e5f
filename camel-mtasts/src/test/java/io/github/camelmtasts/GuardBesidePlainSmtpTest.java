package io.github.camelmtasts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import jakarta.activation.DataHandler;

import io.github.camelmtasts.guard.MtaStsEndpointPolicy;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import io.github.camelmtasts.testkit.ServerCertificate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mail.MailConstants;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * The same routes without and with the guard, sent by camel-mail itself. It asks the JVM for addresses, so this runs in a JVM
 * of its own, which takes them from a file.
 */
@Tag("named-hosts")
class GuardBesidePlainSmtpTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            mxHost("relay.example").addresses("127.0.0.21"),
            domain("enforcing.example")
                    .policy(enforce("mx.enforcing.example"))
                    .mx(10, mxHost("mx.enforcing.example").addresses("127.0.0.22")));

    @AutoClose
    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeAll
    static void nameTheHosts() throws IOException {
        Path hosts = Path.of(System.getProperty("jdk.net.hosts.file", "the build gives no -Djdk.net.hosts.file"));
        Files.write(
                hosts, List.of("127.0.0.1 localhost", "127.0.0.21 relay.example", "127.0.0.22 mx.enforcing.example"));
    }

    private static LoopbackInternet internet() {
        return INTERNET.internet();
    }

    private static String relay(String options) {
        return "smtp://relay.example:" + internet().smtpPort() + "?from=a@sender.example&useHeaderRecipients=true"
                + "&useHeaderSubject=true" + options;
    }

    private void start(Consumer<MtaStsComponent> change, RouteBuilder routes) {
        MtaStsComponent component = Sender.component(internet());
        change.accept(component);
        context.addComponent("mtasts", component);
        try {
            context.addRoutes(routes);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
        context.start();
    }

    private static Consumer<MtaStsComponent> guarding(GuardHosts hosts, GuardMode mode) {
        return component -> {
            component.setGuardSmtpEndpoints("smtp*");
            component.setGuardHosts(hosts);
            component.setGuardMode(mode);
        };
    }

    private static RouteBuilder route(String to) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(to);
            }
        };
    }

    private Exchange send(String uri) {
        return send(context, uri);
    }

    private static Exchange send(CamelContext sending, String uri) {
        return sending.createProducerTemplate().request(uri, exchange -> {
            exchange.getMessage().setBody("<p>H\u00e9llo</p>");
            exchange.getMessage()
                    .setHeaders(new HashMap<>(Map.of(
                            "To",
                            "ann@enforcing.example, bob@enforcing.example",
                            "Subject",
                            "Gr\u00fc\u00dfe",
                            "X-Case",
                            "4711",
                            "breadcrumbId",
                            "b-1",
                            MailConstants.MAIL_ALTERNATIVE_BODY,
                            "Hello")));
            Objects.requireNonNull(exchange.getMessage(AttachmentMessage.class))
                    .addAttachment("a.txt", new DataHandler("attached", "text/plain"));
        });
    }

    private static void until(BooleanSupplier seen) {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (!seen.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    private MtaStsComponent component() {
        return context.getComponent("mtasts", MtaStsComponent.class);
    }

    /** What differs in any two mails. */
    private static String comparable(ReceivedMail mail) {
        return mail.text()
                .replaceAll("(?m)^(Date|Message-ID): .*(\r\n[ \t].*)*", "$1")
                .replaceAll("----=_Part_[0-9._]+", "boundary");
    }

    @Test
    void theMailIsTheSameAsBefore() {
        start(component -> {}, route(relay("&contentType=text/html;charset%3DUTF-8")));
        Exchange before = send("direct:in");
        context.stop();
        DefaultCamelContext guarded = new DefaultCamelContext();
        MtaStsComponent component = Sender.component(internet());
        guarding(GuardHosts.RELAY, GuardMode.ENFORCE).accept(component);
        guarded.addComponent("mtasts", component);
        try {
            guarded.addRoutes(route(relay("&contentType=text/html;charset%3DUTF-8")));
            guarded.start();
            Exchange after = send(guarded, "direct:in");

            assertThat(before.getException()).isNull();
            assertThat(after.getException()).isNull();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        } finally {
            guarded.stop();
        }

        List<ReceivedMail> mails = internet().mx("relay.example").mails();
        assertThat(mails).extracting(ReceivedMail::encrypted).containsExactly(false, true);
        assertThat(comparable(mails.get(1))).isEqualTo(comparable(mails.get(0)));
        assertThat(mails.get(1).recipients()).isEqualTo(mails.get(0).recipients());
        assertThat(mails.get(1).sender()).isEqualTo(mails.get(0).sender());
    }

    @Test
    void observedMailGoesOutAsEverAndWhatWouldBeStoppedIsCounted() {
        internet().mx("relay.example").behave(mxHost("relay.example").certificate(ServerCertificate.wrongName()));
        start(guarding(GuardHosts.RELAY, GuardMode.OBSERVE), route(relay("")));

        assertThat(send("direct:in").getException()).isNull();
        assertThat(send("direct:in").getException()).isNull();

        assertThat(internet().mx("relay.example").mails()).hasSize(2).noneMatch(ReceivedMail::encrypted);
        until(() -> component().getGuardedEndpoints().contains("mails: 2, stopped or to be stopped: 2"));
        assertThat(component().getGuardedEndpoints()).contains("mode=observe", "relay.example", "certificate");
    }

    @Test
    void ofWhatWouldGoOutNothingIsCounted() {
        start(guarding(GuardHosts.DIRECT, GuardMode.OBSERVE), route(relay("")));

        assertThat(send("direct:in").getException()).isNull();

        until(() -> internet().dns().queries("_mta-sts.enforcing.example").size() > 0
                && internet().mx("mx.enforcing.example").sessions().stream()
                        .anyMatch(session -> session.commands().contains("STARTTLS")));
        assertThat(internet().mx("mx.enforcing.example").mails()).isEmpty();
        assertThat(component().getGuardedEndpoints()).contains("mails: 1, stopped or to be stopped: 0");
        assertThat(internet().mx("relay.example").mails()).hasSize(1);
    }

    @Test
    void whatCannotBeGuardedIsSentAndReportedWhileObserved() {
        start(guarding(GuardHosts.RELAY, GuardMode.OBSERVE), route(relay("&mail.smtp.ssl.trust=*")));

        assertThat(send("direct:in").getException()).isNull();

        assertThat(internet().mx("relay.example").mails()).hasSize(1);
        assertThat(component().getGuardedEndpoints())
                .contains("mails: 1, stopped or to be stopped: 1", "cannot be guarded");
    }

    @Test
    void theOperatorSwitchesWhileTheApplicationRuns() {
        internet().mx("relay.example").behave(mxHost("relay.example").withoutStartTls());
        start(guarding(GuardHosts.RELAY, GuardMode.OBSERVE), route(relay("")));
        assertThat(send("direct:in").getException()).isNull();

        component().setModeOfGuard("enforce");

        assertThat(send("direct:in").getException()).isInstanceOf(TemporaryDeliveryException.class);
        component().setModeOfGuard("observe");
        assertThat(send("direct:in").getException()).isNull();
    }

    @Test
    void aSwitchInTheMiddleOfAMailSendsToNobodyTwice() {
        internet()
                .mx("relay.example")
                .behave(mxHost("relay.example").refusing("bob@enforcing.example", "451 4.2.0 later"));
        start(guarding(GuardHosts.RELAY, GuardMode.ENFORCE), new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(1)
                        .redeliveryDelay(0)
                        .onRedelivery(again -> component().setModeOfGuard("observe")));
                from("direct:in").to(relay(""));
            }
        });

        send("direct:in");

        assertThat(internet().mx("relay.example").mails())
                .singleElement()
                .extracting(ReceivedMail::recipients)
                .isEqualTo(List.of("ann@enforcing.example"));
    }

    @Test
    void aHeaderThatWouldBeRefusedIsCountedWhileObserved() {
        start(
                guarding(GuardHosts.RELAY, GuardMode.OBSERVE),
                route(relay("&useJavaMailSessionPropertiesFromHeaders=true")));

        Exchange sent = context.createProducerTemplate()
                .request(
                        "direct:in",
                        exchange -> exchange.getMessage()
                                .setHeaders(new HashMap<>(
                                        Map.of("To", "ann@enforcing.example", "mail.smtp.sendpartial", "true"))));

        assertThat(sent.getException()).isNull();
        assertThat(component().getGuardedEndpoints()).contains("stopped or to be stopped: 1", "mail.smtp.sendpartial");
    }

    @Test
    void beforeAndAfterTheBlockTheEndpointSendsAsEver() {
        context.getRegistry().bind("mtasts", new MtaStsEndpointPolicy());
        start(component -> {}, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to(relay(""))
                        .policy("mtasts")
                        .to(relay(""))
                        .end()
                        .to(relay(""));
            }
        });

        assertThat(send("direct:in").getException()).isNull();

        assertThat(internet().mx("relay.example").mails())
                .extracting(ReceivedMail::encrypted)
                .containsExactly(false, true, false);
    }

    /** Camel copies the properties of an exchange within a process; a broker's message has none. */
    @Test
    void theTermsGoAlongWithinTheProcessAndNotOverABroker(@TempDir Path journal) throws Exception {
        TestBroker broker = new TestBroker(journal);
        context.addComponent("jms", broker.component());
        context.getRegistry().bind("mtasts", new MtaStsEndpointPolicy());
        start(component -> {}, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .policy("mtasts")
                        .to("seda:aside")
                        .wireTap("direct:tapped")
                        .convertBodyTo(String.class)
                        .to("jms:queue:aside")
                        .end();
                from("seda:aside").to(relay("&cc=seda@simple.example")).to("mock:done");
                from("direct:tapped").to(relay("&cc=tap@simple.example")).to("mock:done");
                from("jms:queue:aside")
                        .to(relay("").replace("useHeaderRecipients=true", "to=jms@simple.example"))
                        .to("mock:done");
            }
        });
        MockEndpoint done = context.getEndpoint("mock:done", MockEndpoint.class);
        done.expectedMessageCount(3);

        assertThat(send("direct:in").getException()).isNull();

        done.assertIsSatisfied();
        context.stop();
        broker.stop();
        assertThat(internet().mx("relay.example").mails())
                .filteredOn(mail -> !mail.encrypted())
                .singleElement()
                .extracting(ReceivedMail::recipients)
                .isEqualTo(List.of("jms@simple.example"));
    }
}
