package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.net.Socket;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** The client's side of TLS as a browser does it: server name sent, chain and host name checked. */
final class TlsClient {
    private TlsClient() {}

    static SSLSocket strict(Socket plain, SSLContext context, String host) throws IOException {
        return handshake(plain, context, host, "HTTPS");
    }

    /** Checks the chain, not the name. */
    static SSLSocket chainOnly(Socket plain, SSLContext context, String host) throws IOException {
        return handshake(plain, context, host, "");
    }

    private static SSLSocket handshake(Socket plain, SSLContext context, String host, String identification)
            throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setServerNames(List.<SNIServerName>of(new SNIHostName(host)));
        parameters.setEndpointIdentificationAlgorithm(identification);
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }
}
