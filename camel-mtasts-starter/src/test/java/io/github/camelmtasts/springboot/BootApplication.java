package io.github.camelmtasts.springboot;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.camelmtasts.MtaStsComponent;
import io.github.camelmtasts.testkit.LoopbackInternet;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** A Spring Boot application as a user starts it, with properties by the command line, and mail on a loopback internet. */
public final class BootApplication implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private BootApplication(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** The properties that lead mail to that internet, the authorities aside. */
    public static List<String> properties(LoopbackInternet internet) {
        return List.of(
                "camel.component.mtasts.dns-servers=" + internet.dnsServer(),
                "camel.component.mtasts.smtp-port=" + internet.smtpPort(),
                "camel.component.mtasts.policy-port=" + internet.policyPort(),
                "camel.component.mtasts.allowed-addresses=127.0.0.0/8",
                "camel.component.mtasts.local-hostname=mail.sender.example");
    }

    /** The authority of that internet as an SSL bundle {@code practice}, and the property that names it. */
    public static List<String> trust(LoopbackInternet internet) {
        return List.of(
                "spring.ssl.bundle.jks.practice.truststore.location=file:" + internet.trustStoreFile(),
                "spring.ssl.bundle.jks.practice.truststore.password=" + internet.trustStorePassword(),
                "spring.ssl.bundle.jks.practice.truststore.type=PKCS12",
                "camel.component.mtasts.ssl-bundle=practice");
    }

    /** Starts an application that sends its mail to that internet and trusts its authority. */
    public static BootApplication on(LoopbackInternet internet, Class<?> application, String... properties) {
        List<String> all = new ArrayList<>(properties(internet));
        all.addAll(trust(internet));
        all.addAll(List.of(properties));
        return start(WebApplicationType.NONE, application, all.toArray(String[]::new));
    }

    /** The same with a web server, at a free port of the loopback address. */
    public static BootApplication withWebServerOn(
            LoopbackInternet internet, Class<?> application, String... properties) {
        List<String> all = new ArrayList<>(properties(internet));
        all.addAll(trust(internet));
        all.addAll(List.of("server.port=0", "server.address=127.0.0.1"));
        all.addAll(List.of(properties));
        return start(WebApplicationType.SERVLET, application, all.toArray(String[]::new));
    }

    /** Starts an application. */
    public static BootApplication start(WebApplicationType type, Class<?> application, String... properties) {
        SpringApplication spring = new SpringApplication(application);
        spring.setWebApplicationType(type);
        spring.setRegisterShutdownHook(false);
        String[] arguments =
                List.of(properties).stream().map(property -> "--" + property).toArray(String[]::new);
        return new BootApplication(spring.run(arguments));
    }

    /** Where its web server is: {@code http://127.0.0.1:40001}. */
    public URI address() {
        return URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    /** Sends a mail by {@code direct:invoices}. */
    public Exchange send(String recipient) {
        return send(Map.of("To", recipient, "Subject", "Your invoice"));
    }

    public Exchange send(Map<String, Object> headers) {
        return context.getBean(ProducerTemplate.class).request("direct:invoices", exchange -> {
            exchange.getMessage().setBody("Dear customer");
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    public MtaStsComponent component() {
        return context.getBean(CamelContext.class).getComponent("mtasts", MtaStsComponent.class);
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
    }
}
