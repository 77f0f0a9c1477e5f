package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.net.Socket;
import java.util.List;

import javax.net.ssl.SSLContext;

/**
 * The server's side of TLS.
 *
 * @param protocols names as in the JDK, empty for the JDK's own choice
 */
record TlsOffer(ServerCertificate certificate, List<String> protocols) {
    static final TlsOffer VALID = new TlsOffer(ServerCertificate.valid(), List.of());

    TlsOffer withCertificate(ServerCertificate other) {
        return new TlsOffer(other, protocols);
    }

    TlsOffer withProtocols(String... others) {
        return new TlsOffer(certificate, List.of(others));
    }

    TlsHandshake handshake(Socket plain, ClientHello hello, TestAuthority authority, String host) throws IOException {
        SSLContext context = authority.issue(certificate, host).sslContext();
        return TlsHandshake.complete(plain, hello, context, protocols);
    }
}
