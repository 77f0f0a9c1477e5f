package io.github.camelmtasts.examples.durable;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.catalina.LifecycleException;

/** The routes, and what they run on: the broker, Camel, the web server. Opened in this order, closed in the reverse. */
final class PostOffice implements AutoCloseable {

    private final Broker broker;
    private final Main camel = new Main();
    private final WebServer web;

    /** Settings go before those of application.properties. */
    PostOffice(Map<String, String> settings) throws Exception {
        camel.setShutdownStrategy(
                new SimpleMainShutdownStrategy()); // the usual one waits at SIGTERM for a run() that is none
        settings.forEach(camel::addOverrideProperty);
        camel.configure().addRoutesBuilder(new MailRoutes());
        camel.init();
        Path data = Path.of(camel.getCamelContext().resolvePropertyPlaceholders("{{data}}"));
        broker = Broker.open(data.resolve("queues"));
        camel.getCamelContext().getRegistry().bind("broker", broker);
        camel.start();
        web = WebServer.open(httpPort(), data);
    }

    private int httpPort() {
        return Integer.parseInt(camel.getCamelContext().resolvePropertyPlaceholders("{{http.port}}"));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + web.port() + "/");
    }

    CamelContext context() {
        return camel.getCamelContext();
    }

    @Override
    public void close() throws LifecycleException {
        web.close();
        camel.stop();
        broker.close();
    }
}
