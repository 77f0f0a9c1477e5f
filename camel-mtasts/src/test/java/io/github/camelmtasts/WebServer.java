package io.github.camelmtasts;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;

import io.github.camelmtasts.testkit.IssuedCertificate;
import org.apache.camel.component.servlet.CamelHttpTransportServlet;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** A Tomcat that speaks HTTPS and leads every request to the routes that begin with {@code servlet:} and name its servlet. */
final class WebServer implements AutoCloseable {

    private static final String PASSWORD = "secret";

    private final Tomcat tomcat = new Tomcat();

    /** On a free port if that is 0. */
    WebServer(String servletName, String address, int port, IssuedCertificate certificate, Path directory)
            throws Exception {
        tomcat.setSilent(true);
        tomcat.setBaseDir(directory.toString());
        tomcat.setConnector(connector(address, port, certificate));
        StandardContext everything = (StandardContext) tomcat.addContext("", null);
        everything.setClearReferencesRmiTargets(false);
        everything.setClearReferencesThreadLocals(false);
        Wrapper camel = Tomcat.addServlet(everything, servletName, new CamelHttpTransportServlet());
        camel.addMapping("/*");
        camel.setLoadOnStartup(1);
        tomcat.start();
    }

    private static Connector connector(String address, int port, IssuedCertificate certificate) throws Exception {
        Connector connector = new Connector();
        connector.setPort(port);
        connector.setProperty("address", address);
        connector.setProperty("SSLEnabled", "true");
        connector.setSecure(true);
        connector.setScheme("https");
        SSLHostConfig tls = new SSLHostConfig();
        SSLHostConfigCertificate shown = new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
        shown.setCertificateKeystore(keyStore(certificate));
        shown.setCertificateKeystorePassword(PASSWORD);
        tls.addCertificate(shown);
        connector.addSslHostConfig(tls);
        return connector;
    }

    private static KeyStore keyStore(IssuedCertificate certificate) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server",
                certificate.privateKey(),
                PASSWORD.toCharArray(),
                certificate.chain().toArray(X509Certificate[]::new));
        return store;
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException cannotStop) {
            throw new IllegalStateException(cannotStop);
        }
    }
}
