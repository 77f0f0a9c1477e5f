package io.github.camelmtasts;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.camelmtasts.discovery.DialectChoice;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** The same route in every way in which Camel lets one write it. */
class RouteDslTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")));

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    @BeforeEach
    void start() {
        sender.context().getPropertiesComponent().addOverrideProperty("mail.sender", "billing@sender.example");
        sender.context().getPropertiesComponent().addOverrideProperty("mail.ehlo", "mail.sender.example");
    }

    private static Exchange request(CamelContext context, String route) {
        return context.createProducerTemplate().request(route, exchange -> {
            exchange.getMessage().setBody("Hello");
            exchange.getMessage().setHeader("To", "you@good.example");
            exchange.getMessage().setHeader("Subject", "Invoice 4711");
            exchange.getMessage().setHeader("X-Mine", "one");
        });
    }

    private static ReceivedMail delivered(Exchange sent) {
        assertThat(sent.getException()).isNull();
        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(Sender.policyMode(sent)).isEqualTo("enforce");
        LoopbackInternet internet = INTERNET.internet();
        ReceivedMail mail = internet.mails().get(0);
        assertThat(mail.sender()).isEqualTo("billing@sender.example");
        assertThat(mail.recipients()).containsExactly("you@good.example");
        assertThat(mail.header("Subject")).contains("Invoice 4711");
        assertThat(internet.mx("mx.good.example").sessions().get(0).heloName()).isEqualTo("mail.sender.example");
        return mail;
    }

    @Test
    void inJavaWithPropertyPlaceholders() throws Exception {
        sender.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:java")
                        .to("mtasts:send?from={{mail.sender}}&localHostname={{mail.ehlo}}"
                                + "&useHeaderRecipients=true&useHeaderSubject=true&requireTls={{mail.tls:true}}");
            }
        });

        delivered(request(sender.context(), "direct:java"));
    }

    /** A route whose options the compiler knows. */
    private static final class TypedRoutes extends EndpointRouteBuilder
            implements MtaStsEndpointBuilderFactory.MtaStsBuilders {

        @Override
        public void configure() {
            from(direct("typed"))
                    .to(mtasts("send")
                            .from("{{mail.sender}}")
                            .localHostname("{{mail.ehlo}}")
                            .useHeaderRecipients(true)
                            .useHeaderSubject(true)
                            .dialect(DialectChoice.AUTO)
                            .advanced()
                            .connectionTimeout("5s"));
        }
    }

    @Test
    void inTheEndpointDsl() throws Exception {
        sender.context().addRoutes(new TypedRoutes());

        delivered(request(sender.context(), "direct:typed"));
    }

    @Test
    void theEndpointDslKnowsEachOption() throws Exception {
        MtaStsEndpointBuilderFactory.MtaStsEndpointBuilder builder =
                new MtaStsEndpointBuilderFactory.MtaStsBuilders() {}.mtasts("send");
        Stream<String> methods = Stream.of(builder, builder.advanced())
                .flatMap(group -> Arrays.stream(group.getClass().getMethods()))
                .map(Method::getName);

        assertThat(methods).containsAll(options());
    }

    private static List<String> options() throws Exception {
        Set<String> options = new TreeSet<>(Catalog.section("META-INF/io/github/camelmtasts/mtasts.json", "properties")
                .keySet());
        options.remove("operation"); // the path
        return List.copyOf(options);
    }

    @Test
    void inYamlWithPropertyPlaceholders() throws Exception {
        String yaml = """
                - route:
                    from:
                      uri: direct:yaml
                      steps:
                        - to:
                            uri: mtasts:send
                            parameters:
                              from: "{{mail.sender}}"
                              localHostname: "{{mail.ehlo}}"
                              useHeaderRecipients: true
                              useHeaderSubject: true
                              dialect: auto
                              responseTimeout: 30s
                """;
        PluginHelper.getRoutesLoader(sender.context()).loadRoutes(ResourceHelper.fromString("mail.yaml", yaml));

        delivered(request(sender.context(), "direct:yaml"));
    }

    @Test
    void withTheRecipientInTheEndpoint() throws Exception {
        sender.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:dynamic")
                        .toD("mtasts:send?from={{mail.sender}}&localHostname={{mail.ehlo}}"
                                + "&to=${header.To}&subject=RAW(${header.Subject})");
            }
        });

        delivered(request(sender.context(), "direct:dynamic"));
    }

    @Test
    void withABeanOfTheRegistry() throws Exception {
        DefaultHeaderFilterStrategy nothingOfMine = new DefaultHeaderFilterStrategy();
        nothingOfMine.setOutFilterStartsWith("X-", "Camel");
        sender.context().getRegistry().bind("nothingOfMine", nothingOfMine);

        ReceivedMail mail =
                delivered(request(sender.context(), Sender.ENDPOINT + "&headerFilterStrategy=#nothingOfMine"));

        assertThat(mail.header("X-Mine")).isEmpty();
    }

    @Test
    void withAComponentThatIsConfiguredByProperties() throws Exception {
        LoopbackInternet internet = INTERNET.internet();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("testRoot", Sender.trust(internet));
            MtaStsComponent component = new MtaStsComponent();
            PropertyBindingSupport.build()
                    .withCamelContext(context)
                    .withTarget(component)
                    .withConfigurer(new MtaStsComponentConfigurer())
                    .withIgnoreCase(true)
                    .withMandatory(true)
                    .withProperties(new HashMap<>(Map.of(
                            "dns-servers", internet.dnsServer(),
                            "policy-port", String.valueOf(internet.policyPort()),
                            "allowed-addresses", "127.0.0.0/8",
                            "ssl-context-parameters", "#bean:testRoot",
                            "configuration.smtp-port", String.valueOf(internet.smtpPort()),
                            "configuration.local-hostname", "mail.sender.example",
                            "configuration.dialect", "auto",
                            "configuration.response-timeout", "30s")))
                    .bind();
            context.addComponent("mtasts", component);
            context.start();

            delivered(request(
                    context, "mtasts:send?from=billing@sender.example&useHeaderRecipients=true&useHeaderSubject=true"));
        }
    }
}
