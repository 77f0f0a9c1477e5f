package io.github.camelmtasts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelmtasts.check.DomainCheck;
import io.github.camelmtasts.check.Severity;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** The route of docs/check.md. */
class MorningCheckTest {

    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").mx(10, mxHost("mx.good.example")).policy(enforce("mx.good.example")),
            domain("partner.example").mx(10, mxHost("mx.partner.example")).policy(enforce("old.partner.example")));

    static class MorningCheck extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:every-morning")
                    .to("mtasts:check")
                    .filter(exchange -> check(exchange).worst().equals(Optional.of(Severity.ERROR)))
                    .setBody(exchange -> check(exchange).toText())
                    .to("direct:tell-somebody");
        }

        private static DomainCheck check(Exchange exchange) {
            return Objects.requireNonNull(exchange.getMessage().getBody(DomainCheck.class));
        }
    }

    @Test
    void somebodyIsToldOfErrorsAlone(LoopbackInternet internet) throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (Sender sender = new Sender(internet)) {
            sender.context().addRoutes(new MorningCheck());
            sender.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:tell-somebody")
                            .process(exchange -> told.add(exchange.getMessage().getBody(String.class)));
                }
            });
            for (String domain : List.of("good.example", "partner.example")) {
                sender.context().createProducerTemplate().sendBody("direct:every-morning", domain);
            }
        }

        assertThat(told).singleElement().asString().contains("no MX host of partner.example does what the policy asks");
    }

    @Test
    void theDocsShowTheRouteThatRuns() throws IOException {
        String source = Files.readString(
                Path.of("src", "test", "java", "io", "github", "camelmtasts", "MorningCheckTest.java"));
        String shown = source.substring(source.indexOf("    static class MorningCheck"), source.indexOf("    @Test"))
                .stripTrailing()
                .stripIndent();

        assertThat(Files.readString(Path.of("..", "docs", "check.md"))).contains("```java\n" + shown + "\n```");
    }
}
