package io.github.camelmtasts;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.camelmtasts.publication.RollOverReport;
import io.github.camelmtasts.testkit.IssuedCertificate;
import io.github.camelmtasts.testkit.LoopbackInternet;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** A Camel context that publishes policies through a web server of its own. */
final class PublishingNode implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template = context.createProducerTemplate();
    private final WebServer web;

    /** On this address and port (a free one if it is 0), with a component like {@link Sender#component}, but for {@code change}. */
    PublishingNode(
            LoopbackInternet internet,
            String address,
            int port,
            IssuedCertificate certificate,
            Path directory,
            Consumer<MtaStsComponent> change)
            throws Exception {
        String servlet = "publish" + COUNT.incrementAndGet();
        MtaStsComponent component = Sender.component(internet);
        component.getConfiguration().setLocalHostname("publisher.example");
        web = new WebServer(servlet, address, port, certificate, directory);
        component.setPolicyPort(web.port());
        change.accept(component);
        context.addComponent("mtasts", component);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("servlet:/?matchOnUriPrefix=true&servletName=" + servlet).to("mtasts:publish");
            }
        });
        context.start();
    }

    int port() {
        return web.port();
    }

    MtaStsComponent component() {
        return context.getComponent("mtasts", MtaStsComponent.class);
    }

    DefaultCamelContext context() {
        return context;
    }

    RollOverReport rollOver(String domain, String options) {
        return Objects.requireNonNull(
                template.requestBody("mtasts:rollover?domain=" + domain + options, "", RollOverReport.class));
    }

    /** What an expression of the simple language says of this body. */
    String simple(String expression, Object body) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        return String.valueOf(
                context.resolveLanguage("simple").createExpression(expression).evaluate(exchange, String.class));
    }

    Exchange ask(String endpoint) {
        return template.request(endpoint, exchange -> {});
    }

    @Override
    public void close() {
        web.close();
        context.stop();
    }
}
