package io.github.camelmtasts.smtp;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.MxServer;

import static io.github.camelmtasts.testkit.MxHost.mxHost;

/** A sender without Camel, and the one host that it goes to. */
final class SenderBench implements AutoCloseable {

    static final MxHost HOST = mxHost("mx.good.example");

    private final LoopbackInternet internet;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final SmtpSender sender;

    /** A bench over an internet of {@link #internet()}. */
    SenderBench(LoopbackInternet internet) {
        this.internet = internet;
        this.sender = new SmtpSender(
                new TlsTrust(authorities(internet.trustStore()), Clock.systemUTC()),
                ConnectionLimits.DEFAULT,
                Clock.systemUTC(),
                timer);
    }

    static LoopbackInternetExtension internet() {
        return LoopbackInternetExtension.of(HOST);
    }

    private static X509TrustManager authorities(KeyStore trustStore) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trustStore);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException(never);
        }
    }

    SmtpSender sender() {
        return sender;
    }

    MxServer mx() {
        return internet.mx(HOST.name());
    }

    MxTarget target() {
        return new MxTarget(DomainName.of(HOST.name()), mx().address(), internet.smtpPort());
    }

    @Override
    public void close() {
        sender.close();
        timer.shutdownNow();
    }
}
