package io.github.camelmtasts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import jakarta.mail.MessagingException;

import io.github.camelmtasts.guard.MtaStsEndpointPolicy;
import io.github.camelmtasts.message.InvalidMailException;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxServer;
import io.github.camelmtasts.testkit.ReceivedMail;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.SmtpSession;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mail.MailConstants;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** Routes with {@code smtp:} that know nothing of MTA-STS, guarded by a block's policy or for the whole application. */
class GuardedRoutesTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            mxHost("relay.example"),
            mxHost("secure.relay.example").implicitTls().requiringLogin("ann", "secret"),
            domain("enforcing.example").policy(enforce("mx.enforcing.example")).mx(10, mxHost("mx.enforcing.example")),
            domain("partner.example").policy(enforce("mx.partner.example")).mx(10, mxHost("mx.partner.example")),
            domain("simple.example").mx(10, mxHost("mx.simple.example")));

    @AutoClose
    private final DefaultCamelContext context = new DefaultCamelContext();

    private static LoopbackInternet internet() {
        return INTERNET.internet();
    }

    private static String smtp(String host) {
        return smtp(host, "");
    }

    private static String smtp(String host, String options) {
        return "smtp://" + host + ":" + internet().smtpPort() + "?from=billing@sender.example&useHeaderRecipients=true"
                + options;
    }

    private static MxServer host(String name) {
        return internet().mx(name);
    }

    private MtaStsComponent component(Consumer<MtaStsComponent> change) {
        MtaStsComponent component = Sender.component(internet());
        component.getConfiguration().setLocalHostname("mail.sender.example");
        change.accept(component);
        return component;
    }

    private void start(Consumer<MtaStsComponent> change, RouteBuilder routes) {
        try {
            context.addComponent("mtasts", component(change));
            context.addRoutes(routes);
            context.start();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private void guardAll(GuardHosts hosts, RouteBuilder routes) {
        start(
                component -> {
                    component.setGuardSmtpEndpoints("smtp*");
                    component.setGuardHosts(hosts);
                    component.setGuardMode(GuardMode.ENFORCE);
                },
                routes);
    }

    private void bindPolicy(String name, GuardHosts hosts) {
        MtaStsEndpointPolicy policy = new MtaStsEndpointPolicy();
        policy.setHosts(hosts);
        context.getRegistry().bind(name, policy);
    }

    private static RouteBuilder route(String to) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("old").to(to);
            }
        };
    }

    private static RouteBuilder block(String to) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").policy("mtasts").to(to).end();
                from("direct:outside").to(to);
            }
        };
    }

    private Exchange send(String recipients) {
        return send("direct:in", Map.of("To", recipients));
    }

    private Exchange send(String uri, Map<String, Object> headers) {
        return context.createProducerTemplate().request(uri, exchange -> {
            exchange.getMessage().setBody("Hello");
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    private static void assertSent(Exchange sent) {
        assertThat(sent.getException()).isNull();
        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
    }

    @Test
    void aRelayTakesMailForADomainWhosePolicyNamesOthers() {
        bindPolicy("mtasts", GuardHosts.RELAY);
        start(component -> {}, block(smtp("relay.example")));

        Exchange sent = send("you@enforcing.example");

        assertSent(sent);
        assertThat(sent.getMessage().getHeader(MailConstants.MAIL_MESSAGE_ID, String.class))
                .startsWith("<");
        assertThat(host("relay.example").mails()).singleElement().satisfies(mail -> {
            assertThat(mail.encrypted()).isTrue();
            assertThat(mail.sni()).isEqualTo("relay.example");
        });
        assertThat(internet().dns().queries("_mta-sts.enforcing.example")).isEmpty();
    }

    @Test
    void aRelayThatCannotProveItsNameGetsNothing() {
        host("relay.example").behave(mxHost("relay.example").certificate(ServerCertificate.selfSigned()));
        guardAll(GuardHosts.RELAY, route(smtp("relay.example")));

        Exchange sent = send("you@simple.example");

        assertThat(sent.getException())
                .isInstanceOf(TemporaryDeliveryException.class)
                .hasMessageContaining("relay.example");
        assertThat(Sender.reason(sent)).isEqualTo("CERTIFICATE_NOT_TRUSTED");
        assertThat(host("relay.example").mails()).isEmpty();
        assertThat(ledger())
                .singleElement()
                .asString()
                .contains("mails: 1, stopped or to be stopped: 1; at last: to simple.example: relay.example");
    }

    private List<String> ledger() {
        return context.getComponent("mtasts", MtaStsComponent.class)
                .guardLedger()
                .lines();
    }

    @Test
    void aMailThatCannotBeSentAsItIsFailsWithATypeOfItsOwn() {
        guardAll(GuardHosts.RELAY, route(smtp("relay.example")));

        assertThat(send("root").getException())
                .isInstanceOf(InvalidMailException.class)
                .hasMessageContaining("is no mail address");
        assertThat(send("direct:in", Map.of("To", "you@simple.example", "Odd Name", "x"))
                        .getException())
                .isInstanceOf(InvalidMailException.class)
                .hasMessageContaining("'Odd Name' is no name for a header");
    }

    @Test
    void aRelayWithoutTlsGetsNothing() {
        host("relay.example").behave(mxHost("relay.example").withoutStartTls());
        guardAll(GuardHosts.RELAY, route(smtp("relay.example")));

        assertThat(Sender.reason(send("you@simple.example"))).isEqualTo("STARTTLS_NOT_OFFERED");
    }

    @Test
    void ofAMixedMailOnlyTheRefusingDomainsRecipientsAreDeferred() {
        bindPolicy("mtasts", GuardHosts.MX);
        start(component -> {}, block(smtp("mx.partner.example")));

        Exchange sent = send("ann@partner.example, bob@enforcing.example, cy@simple.example");

        assertThat(sent.getException()).isInstanceOf(TemporaryDeliveryException.class);
        assertThat(Sender.report(sent).deferred())
                .extracting(recipient -> recipient.domain().toString())
                .containsExactly("enforcing.example");
        assertThat(Sender.reason(sent)).isEqualTo("MX_NOT_IN_POLICY");
        assertThat(sent.getException())
                .hasMessageContaining("if mx.partner.example is a relay of yours, you must set guardHosts=relay");
        assertThat(host("mx.partner.example").mails())
                .flatExtracting(ReceivedMail::recipients)
                .containsExactlyInAnyOrder("ann@partner.example", "cy@simple.example");
        assertThat(host("mx.enforcing.example").sessions()).isEmpty();
    }

    @Test
    void directPassesTheHostBy() {
        guardAll(GuardHosts.DIRECT, route(smtp("relay.example", "&username=ann&password=secret&to=x@simple.example")));

        assertSent(send("you@enforcing.example, me@partner.example"));

        assertThat(host("relay.example").sessions()).isEmpty();
        assertThat(host("mx.enforcing.example").mails()).hasSize(1);
        assertThat(host("mx.partner.example").mails()).hasSize(1);
        assertThat(internet().mails()).noneMatch(mail -> mail.text().contains("secret"));
    }

    @Test
    void implicitTlsWithALogin() {
        guardAll(
                GuardHosts.RELAY,
                route(smtp("secure.relay.example", "&username=ann&password=secret")
                        .replace("smtp:", "smtps:")));

        assertSent(send("you@enforcing.example"));

        assertThat(host("secure.relay.example").sessions())
                .flatExtracting(SmtpSession::commands)
                .noneMatch(command -> command.startsWith("STARTTLS"))
                .anyMatch(command -> command.startsWith("AUTH"));
    }

    @Test
    void connectionsAreKeptAndARedeliverySendsToNobodyTwice() {
        host("relay.example").behave(mxHost("relay.example").refusing("bob@simple.example", "451 4.2.0 later"));
        guardAll(GuardHosts.RELAY, new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(1).redeliveryDelay(0));
                from("direct:in").to(smtp("relay.example"));
            }
        });

        Exchange sent = send("ann@simple.example, bob@simple.example");

        assertThat(sent.getException()).isInstanceOf(TemporaryDeliveryException.class);
        assertThat(host("relay.example").mails())
                .singleElement()
                .extracting(ReceivedMail::recipients)
                .isEqualTo(List.of("ann@simple.example"));
        assertThat(host("relay.example").sessions())
                .singleElement()
                .satisfies(session -> assertThat(session.commands())
                        .filteredOn(command -> command.startsWith("RCPT"))
                        .hasSize(3));
    }

    @Test
    void theBlockReachesIntoWhatItCalls() {
        bindPolicy("mtasts", GuardHosts.RELAY);
        String plainPort = "1"; // nobody listens: what is not guarded fails with camel-mail's own exception
        String to = "smtp://relay.example:" + internet().smtpPort() + "?from=a@sender.example&useHeaderRecipients=true";
        start(component -> {}, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:called").to(to);
                from("direct:in")
                        .policy("mtasts")
                        .to("direct:called")
                        .toD(to + "&subject=${header.kind}")
                        .recipientList(constant(to + "&subject=list"))
                        .split(constant(List.of("one", "two")))
                        .parallelProcessing()
                        .to(to + "&subject=part")
                        .end()
                        .end();
                from("direct:mirror")
                        .to("smtp://localhost:" + plainPort + "?from=a@sender.example&to=b@simple.example");
            }
        });

        assertSent(send("direct:in", Map.of("To", "you@enforcing.example", "kind", "dynamic")));

        assertThat(host("relay.example").mails()).hasSize(5).allMatch(ReceivedMail::encrypted);
        assertThat(send("direct:mirror", Map.of()).getException())
                .isInstanceOf(MessagingException.class)
                .isNotInstanceOf(DeliveryException.class);
    }

    @Test
    void noStepOfTheBlockLosesTheMark() {
        bindPolicy("mtasts", GuardHosts.RELAY);
        String to = smtp("relay.example");
        start(component -> {}, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:called").removeProperties("*").to(to);
                from("seda:called").removeProperties("*").to(to);
                from("direct:in")
                        .policy("mtasts")
                        .removeProperties("*")
                        .to(to)
                        .removeProperty("CamelMtaStsGuardTerms")
                        .to(to)
                        .enrich("direct:called")
                        .to("seda:called?waitForTaskToComplete=Always")
                        .multicast()
                        .to("direct:called")
                        .end()
                        .doTry()
                        .throwException(new IllegalStateException("caught"))
                        .doCatch(IllegalStateException.class)
                        .to("direct:called")
                        .end()
                        .split(constant(List.of("one", "two")))
                        .parallelProcessing()
                        .removeProperties("*")
                        .to(to)
                        .end()
                        .end();
            }
        });

        assertSent(send("you@enforcing.example"));

        assertThat(host("relay.example").mails()).hasSize(8).allMatch(ReceivedMail::encrypted);
    }

    @Test
    void outsideOfTheBlockTheSameEndpointSendsAsEver() {
        bindPolicy("mtasts", GuardHosts.MX);
        String localhost = "smtp://localhost:1?from=a@sender.example&to=you@enforcing.example";
        start(component -> {}, block(localhost));

        assertThat(send("direct:in", Map.of()).getException()).isInstanceOf(TemporaryDeliveryException.class);
        assertThat(send("direct:outside", Map.of()).getException())
                .isInstanceOf(MessagingException.class)
                .isNotInstanceOf(DeliveryException.class);
    }

    @Test
    void aBlockWithinABlockHasTermsOfItsOwn() {
        bindPolicy("mtasts", GuardHosts.DIRECT);
        bindPolicy("relaying", GuardHosts.RELAY);
        start(component -> {}, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .policy("mtasts")
                        .policy("relaying")
                        .to(smtp("relay.example"))
                        .end()
                        .to(smtp("relay.example"))
                        .end();
            }
        });

        assertSent(send("you@enforcing.example"));

        assertThat(host("relay.example").mails()).hasSize(1);
        assertThat(host("mx.enforcing.example").mails()).hasSize(1);
    }

    @Test
    void whatIsLeftOfAMailGoesToTheChannels() {
        start(
                component -> {
                    component.setGuardSmtpEndpoints("smtp*");
                    component.setGuardHosts(GuardHosts.MX);
                    component.setGuardMode(GuardMode.ENFORCE);
                    component.getConfiguration().setRetryUri("mock:retry");
                },
                route(smtp("mx.partner.example")));

        Exchange sent = send("ann@partner.example, bob@enforcing.example");

        assertThat(sent.getException()).isNull();
        assertThat(context.getEndpoint("mock:retry", MockEndpoint.class).getReceivedExchanges())
                .singleElement()
                .satisfies(waiting -> assertThat(waiting.getMessage().getHeader("MtaStsReason", String.class))
                        .startsWith("MX_NOT_IN_POLICY"));
    }
}
