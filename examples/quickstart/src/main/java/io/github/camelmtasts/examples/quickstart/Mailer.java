package io.github.camelmtasts.examples.quickstart;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.github.camelmtasts.MtaStsConstants;
import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.delivery.Resolution;
import io.github.camelmtasts.testkit.LoopbackInternet;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** A Camel application with the one route, set up by properties as application.properties would do it. */
final class Mailer implements AutoCloseable {

    private final Main main = new Main();
    private final ProducerTemplate template;

    private Mailer(Map<String, String> properties, Map<String, Object> beans) throws Exception {
        properties.forEach(main::addInitialProperty);
        beans.forEach(main::bind);
        main.configure().addRoutesBuilder(new MailRoute());
        main.start();
        template = main.getCamelContext().createProducerTemplate();
    }

    /** In the real internet; properties may say otherwise in part. */
    static Mailer outside(String from, Map<String, String> properties, Map<String, Object> beans) throws Exception {
        Map<String, String> all = new HashMap<>(properties);
        all.put("mail.from", from);
        return new Mailer(all, beans);
    }

    /** In a loopback internet: its resolver, its ports, its certificate authority. */
    static Mailer inside(LoopbackInternet internet) throws Exception {
        return outside("billing@sender.example", settings(internet), beans(internet));
    }

    static Map<String, String> settings(LoopbackInternet internet) {
        return Map.of(
                "camel.component.mtasts.dns-servers",
                internet.dnsServer(),
                "camel.component.mtasts.policy-port",
                String.valueOf(internet.policyPort()),
                "camel.component.mtasts.smtp-port",
                String.valueOf(internet.smtpPort()),
                "camel.component.mtasts.allowed-addresses",
                "127.0.0.0/8",
                "camel.component.mtasts.local-hostname",
                "mail.sender.example",
                "camel.component.mtasts.ssl-context-parameters",
                "#bean:trust");
    }

    static Map<String, Object> beans(LoopbackInternet internet) {
        KeyStoreParameters authority = new KeyStoreParameters();
        authority.setResource("file:" + internet.trustStoreFile());
        authority.setPassword(internet.trustStorePassword());
        TrustManagersParameters trustManagers = new TrustManagersParameters();
        trustManagers.setKeyStore(authority);
        SSLContextParameters trust = new SSLContextParameters();
        trust.setTrustManagers(trustManagers);
        return Map.of("trust", trust);
    }

    RecipientReport send(String recipient) {
        Exchange sent = template.request("direct:mail", exchange -> {
            exchange.getMessage().setHeader("To", recipient);
            exchange.getMessage().setHeader("Subject", "Your invoice");
            exchange.getMessage().setBody("Dear customer,\r\n\r\nplease find your invoice where you expect it.\r\n");
        });
        DeliveryReport report = sent.getMessage().getHeader(MtaStsConstants.REPORT, DeliveryReport.class);
        if (report == null) {
            throw new IllegalStateException(sent.getException());
        }
        return report.worst();
    }

    Resolution look(String domain) {
        return Objects.requireNonNull(template.requestBody("direct:look", domain, Resolution.class));
    }

    @Override
    public void close() {
        template.stop();
        main.stop();
    }
}
