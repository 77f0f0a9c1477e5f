package io.github.camelmtasts.fetch;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

import io.github.camelmtasts.policy.ChainFault;
import io.github.camelmtasts.policy.JavaWords;
import io.github.camelmtasts.policy.UntrustedChain;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.HttpStatus;

/** Says what a fetch that broke off, or never came to the policy host, broke on. */
record FetchBreakdown(Optional<FetchProxy> proxy, Duration deadline) {

    FetchResult.Failed timeout() {
        String way = proxy.map(by -> ", through the proxy " + by + ",").orElse("");
        return new FetchResult.Failed(
                FetchFailure.TIMEOUT,
                "the policy host" + way + " did not answer in full within " + deadline.toSeconds() + " s");
    }

    /** This machine failed, and not the domain: as at every stop, the thread that fetches is told so by its interrupt. */
    FetchResult.Failed stopping() {
        Thread.currentThread().interrupt();
        return new FetchResult.Failed(FetchFailure.TIMEOUT, "there was no time for it, as this machine is stopping");
    }

    /** A proxy may say as well that it does not get through itself (RFC 9110 sections 15.6.3 to 15.6.5). */
    FetchResult.Failed refusedByProxy(int status) {
        boolean further = status >= HttpStatus.SC_BAD_GATEWAY && status <= HttpStatus.SC_GATEWAY_TIMEOUT;
        return new FetchResult.Failed(
                further ? FetchFailure.UNREACHABLE : FetchFailure.PROXY,
                "the proxy " + proxy.map(FetchProxy::toString).orElse("on the way") + " answered with status "
                        + status);
    }

    FetchResult.Failed of(Exception failure) {
        String detail = JavaWords.of(String.valueOf(failure.getMessage()));
        if (isAboutCertificate(failure)) {
            return new FetchResult.Failed(
                    certificateFailure(failure),
                    "the certificate of the policy host is not valid for it: " + certificateFault(failure));
        }
        if (failure instanceof SSLException) {
            return new FetchResult.Failed(FetchFailure.TLS, "TLS with the policy host failed: " + detail);
        }
        return connectionFailure(failure, detail);
    }

    private FetchResult.Failed connectionFailure(Exception failure, String detail) {
        boolean unconnected = failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof UnknownHostException;
        if (unconnected && proxy.isPresent()) {
            return new FetchResult.Failed(
                    FetchFailure.PROXY, "the proxy " + proxy.get() + " does not answer: " + detail);
        }
        if (unconnected || failure instanceof SocketException) {
            return new FetchResult.Failed(FetchFailure.UNREACHABLE, "the policy host does not answer: " + detail);
        }
        return failure instanceof InterruptedIOException
                ? timeout()
                : new FetchResult.Failed(
                        FetchFailure.PROTOCOL, "the policy host did not speak HTTP to the end: " + detail);
    }

    private static boolean isAboutCertificate(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    /** By the chain, if it was at hand when it was refused. */
    private static String certificateFault(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UntrustedChain told) {
                return String.valueOf(told.getMessage());
            }
        }
        return JavaWords.plain(failure);
    }

    private static FetchFailure certificateFailure(Exception failure) {
        if (failure instanceof SSLPeerUnverifiedException) {
            return FetchFailure.CERTIFICATE_NAME_MISMATCH;
        }
        return switch (ChainFault.of(failure)) {
            case EXPIRED -> FetchFailure.CERTIFICATE_EXPIRED;
            case NOT_YET_VALID -> FetchFailure.CERTIFICATE_NOT_YET_VALID;
            case REVOKED -> FetchFailure.CERTIFICATE_REVOKED;
            case REVOCATION_UNKNOWN -> FetchFailure.REVOCATION_UNKNOWN;
            case NOT_TRUSTED -> FetchFailure.CERTIFICATE_NOT_TRUSTED;
        };
    }
}
