package io.github.camelmtasts.testkit;

/**
 * How an SMTP server comes to TLS.
 *
 * @param offered  whether STARTTLS is
 * @param implicit whether TLS begins with the connection, as on port 465
 * @param injected clear text written behind the reply to STARTTLS
 */
record StartTls(boolean offered, boolean implicit, TlsOffer tls, String injected) {
    static final StartTls OFFERED = new StartTls(true, false, TlsOffer.VALID, "");

    StartTls withoutOffer() {
        return new StartTls(false, implicit, tls, injected);
    }

    StartTls fromTheBeginning() {
        return new StartTls(offered, true, tls, injected);
    }

    StartTls withTls(TlsOffer other) {
        return new StartTls(offered, implicit, other, injected);
    }

    StartTls withInjection(String text) {
        return new StartTls(offered, implicit, tls, text);
    }
}
