package io.github.camelmtasts.examples.publish;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

import org.apache.camel.component.servlet.CamelHttpTransportServlet;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** A Tomcat that speaks HTTPS and leads every request to the routes that begin with {@code servlet:}. */
final class WebServer implements AutoCloseable {

    private final Tomcat tomcat = new Tomcat();

    private WebServer() {}

    /** As the settings say; on a free port if that is 0. */
    static WebServer open(UnaryOperator<String> settings) throws LifecycleException {
        WebServer server = new WebServer();
        server.tomcat.setSilent(true);
        server.tomcat.setBaseDir(
                Path.of(settings.apply("{{data}}")).toAbsolutePath().toString());
        server.tomcat.setConnector(connector(settings));
        StandardContext everything = (StandardContext) server.tomcat.addContext("", null);
        everything.setClearReferencesRmiTargets(
                false); // nothing is deployed anew here, so nothing is searched for leaks
        everything.setClearReferencesThreadLocals(false);
        Wrapper camel = Tomcat.addServlet(everything, "CamelServlet", new CamelHttpTransportServlet());
        camel.addMapping("/*");
        camel.setLoadOnStartup(1);
        server.tomcat.start();
        if (server.port() < 0) {
            throw new IllegalStateException("The web server cannot open " + settings.apply("{{https.port}}")
                    + "; set https.port to another port");
        }
        return server;
    }

    private static Connector connector(UnaryOperator<String> settings) {
        Connector connector = new Connector();
        connector.setProperty("address", settings.apply("{{https.address}}"));
        connector.setPort(Integer.parseInt(settings.apply("{{https.port}}")));
        connector.setProperty("SSLEnabled", "true");
        connector.setSecure(true);
        connector.setScheme("https");
        SSLHostConfig tls = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreFile(
                Path.of(settings.apply("{{tls.key-store}}")).toAbsolutePath().toString());
        certificate.setCertificateKeystoreType("PKCS12");
        certificate.setCertificateKeystorePassword(settings.apply("{{tls.password}}"));
        tls.addCertificate(certificate);
        connector.addSslHostConfig(tls);
        return connector;
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
