package io.github.camelmtasts;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.Resolution;
import io.github.camelmtasts.testkit.LoopbackInternet;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** A Camel context whose mtasts component lives in a loopback internet. */
final class Sender implements AutoCloseable {

    static final String ENDPOINT = "mtasts:send?from=billing@sender.example&useHeaderRecipients=true"
            + "&useHeaderSubject=true&localHostname=mail.sender.example";

    private final DefaultCamelContext context = new DefaultCamelContext();

    /** One for all: the context keeps each that it makes, and its producers, until it stops. */
    private final ProducerTemplate template = context.createProducerTemplate();

    Sender(LoopbackInternet internet) {
        this(internet, component -> {});
    }

    /** A sender whose component is like that of {@link #component}, but for what {@code change} does. */
    Sender(LoopbackInternet internet, Consumer<MtaStsComponent> change) {
        MtaStsComponent component = component(internet);
        change.accept(component);
        context.addComponent("mtasts", component);
        context.start();
    }

    static MtaStsComponent component(LoopbackInternet internet) {
        MtaStsComponent component = new MtaStsComponent();
        component.setDnsServers(internet.dnsServer());
        component.setPolicyPort(internet.policyPort());
        component.setAllowedAddresses("127.0.0.0/8");
        component.setSslContextParameters(trust(internet));
        component.getConfiguration().setSmtpPort(internet.smtpPort());
        return component;
    }

    static SSLContextParameters trust(LoopbackInternet internet) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + internet.trustStoreFile());
        store.setPassword(internet.trustStorePassword());
        TrustManagersParameters managers = new TrustManagersParameters();
        managers.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(managers);
        return parameters;
    }

    CamelContext context() {
        return context;
    }

    /** Sends a small mail to these recipients, parted by commas. */
    Exchange send(String recipients) {
        return send(ENDPOINT, "Hello", Map.of("To", recipients, "Subject", "Invoice 4711"));
    }

    /** As {@link #send(String)}, with more options on the endpoint: {@code requireTls=true&dialect=auto}. */
    Exchange sendWith(String options, String recipients) {
        return send(ENDPOINT + "&" + options, "Hello", Map.of("To", recipients, "Subject", "Invoice 4711"));
    }

    Exchange send(String endpoint, Object body, Map<String, Object> headers) {
        return template.request(endpoint, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    /** What a mail to this domain would meet; fills the policy cache as a mail would. */
    Resolution resolve(String domain) {
        return Objects.requireNonNull(template.requestBody("mtasts:resolve", domain, Resolution.class));
    }

    static DeliveryReport report(Exchange sent) {
        return Objects.requireNonNull(sent.getMessage().getHeader(MtaStsConstants.REPORT, DeliveryReport.class));
    }

    static String outcome(Exchange sent) {
        return String.valueOf(sent.getMessage().getHeader(MtaStsConstants.OUTCOME));
    }

    /** The constant of FailureReason; {@code null} in words if the mail was delivered. */
    static String reason(Exchange sent) {
        return String.valueOf(sent.getMessage().getHeader(MtaStsConstants.REASON));
    }

    static String policyMode(Exchange sent) {
        return String.valueOf(sent.getMessage().getHeader(MtaStsConstants.POLICY_MODE));
    }

    @Override
    public void close() {
        context.stop();
    }
}
