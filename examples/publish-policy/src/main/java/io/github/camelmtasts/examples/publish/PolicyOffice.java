package io.github.camelmtasts.examples.publish;

import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.catalina.LifecycleException;

/** The routes, and what they run on: a web server, and Camel. Opened in this order, closed in the reverse. */
final class PolicyOffice implements AutoCloseable {

    private final WebServer web;
    private final Main camel = new Main();

    /** Settings go before those of application.properties. */
    PolicyOffice(Map<String, String> settings, Zone zone) throws Exception {
        camel.setShutdownStrategy(
                new SimpleMainShutdownStrategy()); // the usual one waits at SIGTERM for a run() that is none
        settings.forEach(camel::addOverrideProperty);
        camel.configure().addRoutesBuilder(new PolicyRoutes());
        camel.bind("zone", zone);
        camel.init();
        web = WebServer.open(camel.getCamelContext()::resolvePropertyPlaceholders);
        camel.start();
    }

    int port() {
        return web.port();
    }

    CamelContext context() {
        return camel.getCamelContext();
    }

    @Override
    public void close() throws LifecycleException {
        camel.stop();
        web.close();
    }
}
