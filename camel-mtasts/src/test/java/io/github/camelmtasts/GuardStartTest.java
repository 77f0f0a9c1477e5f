package io.github.camelmtasts;

import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import io.github.camelmtasts.guard.MtaStsEndpointPolicy;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whether the guard is there when it is needed: at start, after a reload or restart, in YAML, without any {@code mtasts:} route. */
class GuardStartTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(mxHost("relay.example"));

    @AutoClose
    private final DefaultCamelContext context = new DefaultCamelContext();

    private static LoopbackInternet internet() {
        return INTERNET.internet();
    }

    private static String relay(String options) {
        return "smtp://relay.example:" + internet().smtpPort() + "?from=a@sender.example&to=b@simple.example" + options;
    }

    private static MtaStsComponent guarding(Consumer<MtaStsComponent> change) {
        MtaStsComponent component = Sender.component(internet());
        component.setGuardSmtpEndpoints("smtp://nobody.example*, smtp://relay.*");
        component.setGuardMode(GuardMode.ENFORCE);
        change.accept(component);
        return component;
    }

    private static RouteBuilder route(String to) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("old").to(to);
            }
        };
    }

    private static Exchange send(CamelContext context) {
        return context.createProducerTemplate()
                .request("direct:in", exchange -> exchange.getMessage().setBody("Hello"));
    }

    private static void assertGuarded(Exchange sent) {
        assertThat(sent.getException()).isNull();
        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(Sender.report(sent).recipients()).hasSize(1);
        assertThat(internet().mx("relay.example").mails()).isNotEmpty().allMatch(ReceivedMail::encrypted);
    }

    @Test
    void aReloadedRouteAndARestartedContextAreGuardedOnce() throws Exception {
        context.addComponent("mtasts", guarding(component -> {}));
        context.addRoutes(route(relay("")));
        context.start();
        assertGuarded(send(context));

        context.getRouteController().stopRoute("old");
        context.removeRoute("old");
        context.addRoutes(route(relay("")));
        assertGuarded(send(context));

        context.stop();
        context.start();
        assertGuarded(send(context));

        assertThat(internet().mx("relay.example").mails()).hasSize(3);
        assertThat(context.getComponent("mtasts", MtaStsComponent.class)
                        .guardLedger()
                        .lines())
                .singleElement()
                .asString()
                .contains("mails: 3, stopped or to be stopped: 0");
    }

    @Test
    void aBeanThatNoRouteNamesGuards() throws Exception {
        context.getRegistry().bind("mtasts-component", guarding(component -> {}));
        context.addRoutes(route(relay("")));
        context.start();

        assertGuarded(send(context));
    }

    @Test
    void propertiesOfAnApplicationInWhichNoRouteNamesMtasts() throws Exception {
        Main main = new Main();
        main.bind("trust", Sender.trust(internet()));
        Map.of(
                        "guardSmtpEndpoints", "smtp*",
                        "guardMode", "enforce",
                        "dnsServers", internet().dnsServer(),
                        "allowedAddresses", "127.0.0.0/8",
                        "sslContextParameters", "#bean:trust")
                .forEach((name, value) -> main.addProperty("camel.component.mtasts." + name, value));
        main.configure().addRoutesBuilder(route(relay("")));
        main.start();
        try {
            assertGuarded(send(main.getCamelContext()));
        } finally {
            main.stop();
        }
    }

    @Test
    void propertiesOfPlainJava() throws Exception {
        Properties properties = new Properties();
        properties.put("camel.component.mtasts.guard-smtp-endpoints", "smtp*");
        context.getPropertiesComponent().setInitialProperties(properties);
        context.init();

        assertThat(context.hasComponent("mtasts")).isNotNull();
    }

    @Test
    void aPolicyOfAYamlRoute() throws Exception {
        context.addComponent("mtasts", Sender.component(internet()));
        context.getRegistry().bind("mtasts", new MtaStsEndpointPolicy());
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("guard.yaml", """
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - policy:
                            ref: mtasts
                            steps:
                              - to: "%s"
                """.formatted(relay(""))));
        context.start();

        assertGuarded(send(context));
    }

    /** Camel calls those who replace endpoints in any order, which differs from context to context. */
    @RepeatedTest(5)
    void anInterceptedEndpointIsGuarded() throws Exception {
        context.addComponent("mtasts", guarding(component -> {}));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                interceptSendToEndpoint("smtp*").to("mock:seen");
                from("direct:in").to(relay(""));
            }
        });
        context.start();

        assertGuarded(send(context));

        assertThat(context.getEndpoint("mock:seen", MockEndpoint.class).getReceivedCounter())
                .isEqualTo(1);
    }

    @Test
    void anEndpointThatCamelDidNotMakeEndsTheStart() throws Exception {
        context.addComponent("mtasts", guarding(component -> {}));
        MailEndpoint byHand = new MailComponent(new DefaultCamelContext())
                .getCamelContext()
                .getEndpoint(relay(""), MailEndpoint.class);
        byHand.setCamelContext(context);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(byHand);
            }
        });

        assertThatThrownBy(context::start)
                .hasStackTraceContaining("guardSmtpEndpoints cannot guard smtp://relay.example:");
    }

    @Test
    void aBrokenPatternEndsTheStart() {
        context.addComponent(
                "mtasts", guarding(component -> component.setGuardSmtpEndpoints("smtp://relay[0-9]{1,2}.example.*")));

        assertThatThrownBy(context::start)
                .hasMessageContaining("guardSmtpEndpoints: 'smtp://relay[0-9]{1' is no pattern")
                .hasMessageContaining("a comma parts patterns");
    }

    @Test
    void aUserInTheUriIsNoWayRoundAPattern() throws Exception {
        context.addComponent("mtasts", guarding(component -> component.setGuardSmtpEndpoints("smtp://relay.example*")));
        context.addRoutes(route(relay("&password=secret").replace("smtp://", "smtp://ann@")));
        context.start();

        assertThat(context.getComponent("mtasts", MtaStsComponent.class).getGuardedEndpoints())
                .contains("smtp://relay.example:");
    }

    @Test
    void aBlockHasItsComponentAfterARestart() throws Exception {
        context.addComponent("mtasts", Sender.component(internet()));
        context.getRegistry().bind("mtasts", new MtaStsEndpointPolicy());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").policy("mtasts").to(relay(""));
            }
        });
        context.start();
        context.stop();
        context.getRegistry().bind("mtasts", new MtaStsEndpointPolicy()); // Camel forgets its beans, too
        context.start();

        assertGuarded(send(context));
    }

    @Test
    void aHeaderThatOurQueuesKnowChoosesNothingOnAnOldRoute() throws Exception {
        context.addComponent(
                "mtasts", guarding(component -> component.getConfiguration().setUseEnvelopeHeaders(true)));
        context.addRoutes(route(relay("")));
        context.start();

        Exchange sent = context.createProducerTemplate().request("direct:in", exchange -> {
            exchange.getMessage().setBody("Hello");
            exchange.getMessage().setHeader("MtaStsEnvelope", "{\"recipients\":[\"evil@simple.example\"]}");
        });

        assertGuarded(sent);
        assertThat(internet().mx("relay.example").mails()).singleElement().satisfies(mail -> {
            assertThat(mail.recipients()).containsExactly("b@simple.example");
            assertThat(mail.text()).doesNotContain("evil");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            smtp://192.0.2.1:25?to=b@simple.example                                 | write the name of the host
            smtp://localhost:25?to=b@simple.example&mail.smtp.socks.host=proxy.test | would lead the mail elsewhere
            smtp://relay.test:25?to=b@simple.example&sslContextParameters=#narrow   | sslContextParameters has more than
            """)
    void whatCannotBeGuardedEndsTheStart(String uri, String why) throws Exception {
        SSLContextParameters narrow = Sender.trust(internet());
        narrow.setCertAlias("client");
        context.getRegistry().bind("narrow", narrow);
        context.addComponent("mtasts", guarding(component -> component.setGuardSmtpEndpoints("smtp*")));
        context.addRoutes(route(uri));

        assertThatThrownBy(context::start).rootCause().hasMessageContaining(why);
    }

    @Test
    void aPolicyMakesTheComponentAlthoughItsBeanHasTheSameName() throws Exception {
        context.getRegistry().bind("mtasts", new MtaStsEndpointPolicy());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").policy("mtasts").to(relay(""));
            }
        });
        context.start();

        assertThat(context.getComponent("mtasts")).isInstanceOf(MtaStsComponent.class);
    }

    @Test
    void theSenderThatCamelMailInventsIsStillOne() throws Exception {
        context.addComponent("mtasts", guarding(component -> {}));
        context.addRoutes(route(relay("").replace("from=a@sender.example&", "")));
        context.start();

        assertGuarded(send(context));

        assertThat(internet().mx("relay.example").mails())
                .extracting(ReceivedMail::sender)
                .containsExactly("camel@localhost");
    }

    @Test
    void anEndpointThatWasMadeBeforeEndsTheStart() throws Exception {
        MtaStsComponent late = guarding(component -> component.setGuardSmtpEndpoints(""));
        context.addComponent("mtasts", late);
        context.getEndpoint(relay(""));
        late.setGuardSmtpEndpoints("smtp*");

        assertThatThrownBy(context::start)
                .hasMessageContaining("guardSmtpEndpoints cannot guard smtp://relay.example:");
    }

    @Test
    void aGuardThatComesToARunningApplicationIsRefusedIfThereIsAGap() throws Exception {
        context.addRoutes(route(relay("")));
        context.start();

        assertThatThrownBy(() -> context.addComponent("mtasts", guarding(component -> {})))
                .hasMessageContaining("guardSmtpEndpoints cannot guard");
    }

    @Test
    void aPolicyThatComesTooLateEndsTheStart() throws Exception {
        context.addComponent("mtasts", Sender.component(internet()));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:called").to(relay(""));
                from("direct:in").policy(new MtaStsEndpointPolicy()).to("direct:called");
            }
        });

        assertThatThrownBy(context::start)
                .rootCause()
                .hasMessageContaining("came too late to guard smtp://relay.example:")
                .hasMessageContaining("bind the policy as a bean");
    }

    @Test
    void whoDoesNotAskForItHasNoGuard() throws Exception {
        context.addComponent("mtasts", Sender.component(internet()));
        context.start();

        assertThat(context.getEndpoint(relay("")).getClass().getName())
                .isEqualTo("org.apache.camel.component.mail.MailEndpoint");
    }

    @Test
    void anEndpointWithAJavaMailSenderOfItsOwnIsLeftAloneAndReported() throws Exception {
        OwnSender own = new OwnSender();
        context.getRegistry().bind("own", own);
        context.addComponent("mtasts", guarding(component -> {}));
        context.addRoutes(route(relay("&javaMailSender=#own")));
        context.start();

        assertThat(send(context).getException()).isNull();

        assertThat(own.sent).isEqualTo(1);
        assertThat(context.getComponent("mtasts", MtaStsComponent.class).getGuardedEndpoints())
                .contains("is not guarded: it has a javaMailSender of its own");
    }

    private static final class OwnSender extends DefaultJavaMailSender {
        private int sent;

        OwnSender() {
            setSession(Session.getInstance(new Properties()));
        }

        @Override
        public void send(MimeMessage message) {
            sent++;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mail.smtp.ssl.trust=*                        | would weaken TLS
            mail.smtp.ssl.checkserveridentity=false      | would weaken TLS
            mail.smtp.starttls.enable=false              | would weaken TLS
            mail.smtp.ssl.protocols=TLSv1                | protocols that the guard cannot keep to
            mail.smtp.ssl.protocols=TLSv1.3              | protocols that the guard cannot keep to
            mail.smtp.host=elsewhere.example             | would lead the mail to another host
            mail.smtp.port=2525                          | would lead the mail to another port
            mail.smtp.proxy.host=proxy.example           | is nothing that the guard can keep
            mail.smtp.socketFactory=java.net.Fake        | is nothing that the guard can keep
            mail.smtp.dsn.notify=NEVER                   | is nothing that the guard can keep
            """)
    void settingsThatWeakenOrLeadElsewhereEndTheStart(String setting, String why) throws Exception {
        context.addComponent("mtasts", guarding(component -> {}));
        context.addRoutes(route(relay("&" + setting)));

        assertThatThrownBy(context::start)
                .rootCause()
                .hasMessageContaining("smtp://relay.example:" + internet().smtpPort() + " cannot be guarded: ")
                .hasMessageContaining(setting.substring(0, setting.indexOf('=')))
                .hasMessageContaining(why)
                .hasMessageContaining("leave the endpoint out of the guard");
    }

    @Test
    void harmlessSettingsAreKept() throws Exception {
        context.addComponent("mtasts", guarding(component -> {}));
        context.addRoutes(route(relay("&mail.smtp.starttls.required=true&mail.smtp.localhost=app.sender.example"
                + "&mail.smtp.ssl.checkserveridentity=true&mail.smtp.ssl.protocols=TLSv1.2 TLSv1.3"
                + "&mail.smtp.timeout=20000&mail.smtp.connectiontimeout=10000&mail.smtp.localaddress=127.0.0.1")));
        context.start();

        assertGuarded(send(context));

        assertThat(internet().mx("relay.example").sessions())
                .flatExtracting(session -> session.commands())
                .contains("EHLO app.sender.example");
    }

    @Test
    void aHeaderThatWouldChangeTheSessionIsRefused() throws Exception {
        context.addComponent("mtasts", guarding(component -> {}));
        context.addRoutes(route(relay("&useJavaMailSessionPropertiesFromHeaders=true")));
        context.start();

        Exchange sent = context.createProducerTemplate()
                .request("direct:in", exchange -> exchange.getMessage().setHeader("mail.smtp.ssl.trust", "*"));

        assertThat(sent.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mail.smtp.ssl.trust")
                .hasMessageContaining("is guarded");
        assertThat(internet().mx("relay.example").sessions()).isEmpty();
    }

    @Test
    void theEndpointsOwnTrustStoreCounts() throws Exception {
        context.getRegistry().bind("trust", Sender.trust(internet()));
        MtaStsComponent trustingNobodyHere = new MtaStsComponent();
        trustingNobodyHere.setDnsServers(internet().dnsServer());
        trustingNobodyHere.setGuardSmtpEndpoints("smtp*");
        trustingNobodyHere.setGuardMode(GuardMode.ENFORCE);
        context.addComponent("mtasts", trustingNobodyHere);
        context.addRoutes(route(relay("&sslContextParameters=#trust&mail.smtp.starttls.enable=true")));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:without").to(relay(""));
            }
        });
        context.start();

        assertGuarded(send(context));
        assertThat(Sender.reason(context.createProducerTemplate().request("direct:without", exchange -> {})))
                .isEqualTo("CERTIFICATE_NOT_TRUSTED");
    }
}
