package io.github.camelmtasts.springboot;

import java.util.List;

import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** An application whose routes know {@code smtp:} alone is guarded by properties. */
class GuardedApplicationTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
            domain("moved.example").policy(enforce("mx.moved.example")).mx(10, mxHost("mx.elsewhere.example")));

    @Test
    void mailOfOldRoutesGoesOutUnderThePolicies() {
        try (BootApplication application = BootApplication.on(
                INTERNET.internet(),
                OldRoutes.class,
                "camel.component.mtasts.guard-smtp-endpoints=smtp*",
                "camel.component.mtasts.guard-hosts=direct",
                "camel.component.mtasts.guard-mode=enforce")) {
            Exchange delivered = application.send("anna@good.example");
            Exchange stopped = application.send("bert@moved.example");

            assertThat(delivered.getException()).isNull();
            assertThat(stopped.getException()).isNotNull();
            assertThat(INTERNET.internet().mails()).singleElement().satisfies(mail -> {
                assertThat(mail.recipients()).isEqualTo(List.of("anna@good.example"));
                assertThat(mail.encrypted()).isTrue();
            });
        }
    }

    @Test
    void withoutTheWordNobodyMakesTheComponent() {
        try (BootApplication application = BootApplication.on(INTERNET.internet(), OldRoutes.class)) {
            assertThat(application.context().getBean(CamelContext.class).hasComponent("mtasts"))
                    .isNull();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class OldRoutes {

        @Bean
        RouteBuilder invoices() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:invoices")
                            .to("smtp://relay.sender.example?from=billing@sender.example&useHeaderRecipients=true");
                }
            };
        }
    }
}
