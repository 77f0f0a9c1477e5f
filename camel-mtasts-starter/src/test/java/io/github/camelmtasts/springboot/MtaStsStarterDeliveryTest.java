package io.github.camelmtasts.springboot;

import io.github.camelmtasts.MtaStsConstants;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.ReceivedMail;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** A Spring Boot application with the starter and properties only: Spring Boot finds the wiring by itself. */
class MtaStsStarterDeliveryTest {

    @Test
    void aMailLeavesTheRouteOfASpringBootApplicationUnderTheEnforcedPolicy() {
        try (LoopbackInternet internet = LoopbackInternet.of(domain("good.example")
                        .policy(enforce("mx.good.example"))
                        .mx(10, mxHost("mx.good.example")))
                .start()) {
            new ApplicationContextRunner()
                    .withUserConfiguration(InvoiceApplication.class)
                    .withBean("testAuthority", SSLContextParameters.class, () -> trust(internet))
                    .withPropertyValues(
                            "camel.component.mtasts.dns-servers=" + internet.dnsServer(),
                            "camel.component.mtasts.smtp-port=" + internet.smtpPort(),
                            "camel.component.mtasts.policy-port=" + internet.policyPort(),
                            "camel.component.mtasts.allowed-addresses=127.0.0.0/8",
                            "camel.component.mtasts.local-hostname=mail.sender.example",
                            "camel.component.mtasts.ssl-context-parameters=#bean:testAuthority")
                    .run(application -> {
                        Exchange sent = send(application.getBean(ProducerTemplate.class));

                        assertThat(sent.getException()).isNull();
                        assertThat(sent.getMessage().getHeader(MtaStsConstants.OUTCOME))
                                .isEqualTo("DELIVERED");
                        assertThat(internet.mails()).hasSize(1);
                        ReceivedMail mail = internet.mails().get(0);
                        assertThat(mail.recipients()).containsExactly("anna@good.example");
                        assertThat(mail.encrypted()).isTrue();
                        assertThat(internet.policyHost().requests("good.example"))
                                .hasSize(1);
                    });
        }
    }

    private static Exchange send(ProducerTemplate producer) {
        return producer.request("direct:invoices", exchange -> {
            exchange.getMessage().setBody("Hello");
            exchange.getMessage().setHeader("To", "anna@good.example");
        });
    }

    private static SSLContextParameters trust(LoopbackInternet internet) {
        KeyStoreParameters root = new KeyStoreParameters();
        root.setResource("file:" + internet.trustStoreFile());
        root.setPassword(internet.trustStorePassword());
        TrustManagersParameters managers = new TrustManagersParameters();
        managers.setKeyStore(root);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(managers);
        return parameters;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class InvoiceApplication {

        @Bean
        RouteBuilder invoices() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:invoices").to("mtasts:send?from=billing@sender.example&useHeaderRecipients=true");
                }
            };
        }
    }
}
