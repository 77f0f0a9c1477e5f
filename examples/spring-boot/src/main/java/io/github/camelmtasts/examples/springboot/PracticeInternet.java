package io.github.camelmtasts.examples.springboot;

import java.util.List;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.SmtpStage;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;

/** Three customers on this machine: one takes mail, one knows nobody, one has a host with the certificate of another. */
final class PracticeInternet {

    private PracticeInternet() {}

    static LoopbackInternet start() {
        return LoopbackInternet.of(
                        domain("good.example")
                                .policy(enforce("mx.good.example"))
                                .mx(10, mxHost("mx.good.example")),
                        domain("gone.example")
                                .policy(enforce("mx.gone.example"))
                                .mx(10, mxHost("mx.gone.example").reply(SmtpStage.RCPT, "550 5.1.1 no such user")),
                        domain("broken.example")
                                .policy(enforce("mx.broken.example"))
                                .mx(10, mxHost("mx.broken.example").certificate(ServerCertificate.wrongName())))
                .start();
    }

    /** What the application has to be told of it, and would not of the real one: resolver, ports, certificate authority. */
    static List<String> settings(LoopbackInternet internet) {
        String component = "--camel.component.mtasts.";
        String authority = "--spring.ssl.bundle.jks.practice.truststore.";
        return List.of(
                component + "dns-servers=" + internet.dnsServer(),
                component + "policy-port=" + internet.policyPort(),
                component + "smtp-port=" + internet.smtpPort(),
                component + "allowed-addresses=127.0.0.0/8",
                component + "ssl-bundle=practice",
                authority + "location=file:" + internet.trustStoreFile(),
                authority + "password=" + internet.trustStorePassword(),
                authority + "type=PKCS12");
    }
}
