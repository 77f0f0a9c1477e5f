package io.github.camelmtasts.examples.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.ServerCertificate;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;

/** The hosts that the old routes name, on this machine, and the domains that their mails go to. */
final class PracticeInternet {

    private static final String SIDECAR = "sidecar.example";

    private PracticeInternet() {}

    static LoopbackInternet start() {
        return LoopbackInternet.of(
                        mxHost("relay.example"),
                        mxHost("old-relay.example").certificate(ServerCertificate.wrongName()),
                        mxHost(SIDECAR),
                        domain("customer.example")
                                .policy(enforce("mx.customer.example"))
                                .mx(10, mxHost("mx.customer.example")),
                        domain("partner.example")
                                .policy(enforce("mx.partner.example"))
                                .mx(10, mxHost("mx.partner.example")),
                        domain("moved.example") // was at mx.partner.example, too, when the routes were written
                                .policy(enforce("mx.moved.example"))
                                .mx(10, mxHost("mx.moved.example")))
                .start();
    }

    /** Tells camel-mail, which asks the Java machine's resolver, where the hosts of the old routes are. */
    static void writeHosts(LoopbackInternet internet, Path file) throws IOException {
        String hosts = Stream.of("relay.example", "old-relay.example", "mx.partner.example")
                .map(name -> address(internet, name) + " " + name + "\n")
                .collect(Collectors.joining());
        Files.writeString(file, "127.0.0.1 localhost\n" + hosts);
    }

    private static String address(LoopbackInternet internet, String host) {
        return internet.mx(host).address().getHostAddress();
    }

    /** What the old routes have to be told. */
    static Map<String, String> hosts(LoopbackInternet internet) {
        return Map.of(
                "mail.port", String.valueOf(internet.smtpPort()),
                "mail.sidecar", address(internet, SIDECAR));
    }

    /** What the guard has to be told, and would not in the real internet: resolver, ports, certificate authority. */
    static Map<String, String> surroundings(LoopbackInternet internet) {
        String component = "camel.component.mtasts.";
        String authority = component + "sslContextParameters.trustManagers.keyStore.";
        return Map.of(
                component + "dnsServers", internet.dnsServer(),
                component + "policyPort", String.valueOf(internet.policyPort()),
                component + "smtpPort", String.valueOf(internet.smtpPort()),
                component + "allowedAddresses", "127.0.0.0/8",
                component + "localHostname", "mail.sender.example",
                authority + "resource", "file:" + internet.trustStoreFile(),
                authority + "password", internet.trustStorePassword());
    }
}
