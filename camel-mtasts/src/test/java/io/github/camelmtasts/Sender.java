package io.github.camelmtasts;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.testkit.LoopbackInternet;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** A Camel context whose mtasts component lives in a loopback internet. */
final class Sender implements AutoCloseable {

    static final String ENDPOINT = "mtasts:send?from=billing@sender.example&useHeaderRecipients=true"
            + "&useHeaderSubject=true&localHostname=mail.sender.example";

    private final DefaultCamelContext context = new DefaultCamelContext();

    Sender(LoopbackInternet internet) {
        context.addComponent("mtasts", component(internet));
        context.start();
    }

    static MtaStsComponent component(LoopbackInternet internet) {
        MtaStsComponent component = new MtaStsComponent();
        component.setDnsServers(internet.dnsServer());
        component.setPolicyPort(internet.policyPort());
        component.setAllowedAddresses("127.0.0.0/8");
        component.setSslContextParameters(trust(internet));
        component.setSmtpPort(internet.smtpPort());
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

    Exchange send(String endpoint, Object body, Map<String, Object> headers) {
        return context.createProducerTemplate().request(endpoint, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    static DeliveryReport report(Exchange sent) {
        return Objects.requireNonNull(sent.getMessage().getHeader(MtaStsConstants.REPORT, DeliveryReport.class));
    }

    @Override
    public void close() {
        context.stop();
    }
}
