package io.github.camelmtasts.smtp;

import java.security.cert.CertificateException;

import io.github.camelmtasts.delivery.Failure;

/** Carries a verdict through the TLS engine, which knows nothing of policies, to where the connection is given up. */
final class RefusedCertificate extends CertificateException {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    RefusedCertificate(Failure failure) {
        super(failure.detail());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
