package io.github.camelmtasts.examples.durable;

import java.nio.file.Path;

import org.apache.camel.component.servlet.CamelHttpTransportServlet;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat on the loopback address that leads every request to the routes that begin with {@code servlet:}. */
final class WebServer implements AutoCloseable {

    private final Tomcat tomcat = new Tomcat();

    private WebServer() {}

    /** On a free port if that is 0. */
    static WebServer open(int port, Path directory) throws LifecycleException {
        WebServer server = new WebServer();
        server.tomcat.setSilent(true);
        server.tomcat.setBaseDir(directory.toAbsolutePath().toString());
        server.tomcat.setPort(port);
        server.tomcat.getConnector().setProperty("address", "127.0.0.1");
        StandardContext everything = (StandardContext) server.tomcat.addContext("", null);
        everything.setClearReferencesRmiTargets(
                false); // nothing is deployed anew here, so nothing is searched for leaks
        everything.setClearReferencesThreadLocals(false);
        Wrapper camel = Tomcat.addServlet(everything, "CamelServlet", new CamelHttpTransportServlet());
        camel.addMapping("/*");
        camel.setLoadOnStartup(1);
        server.tomcat.start();
        if (server.port() < 0) {
            throw new IllegalStateException("somebody else listens on port " + port + "; set http.port to another one");
        }
        return server;
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
