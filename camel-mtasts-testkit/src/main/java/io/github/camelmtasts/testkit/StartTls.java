package io.github.camelmtasts.testkit;

/**
 * What an SMTP server does about STARTTLS.
 *
 * @param injected clear text written behind the reply to STARTTLS
 */
record StartTls(boolean offered, TlsOffer tls, String injected) {
    static final StartTls OFFERED = new StartTls(true, TlsOffer.VALID, "");

    StartTls withoutOffer() {
        return new StartTls(false, tls, injected);
    }

    StartTls withTls(TlsOffer other) {
        return new StartTls(offered, other, injected);
    }

    StartTls withInjection(String text) {
        return new StartTls(offered, tls, text);
    }
}
