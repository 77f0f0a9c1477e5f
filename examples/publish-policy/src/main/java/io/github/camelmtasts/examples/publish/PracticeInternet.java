package io.github.camelmtasts.examples.publish;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

import io.github.camelmtasts.testkit.IssuedCertificate;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.ServerCertificate;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;

/** Two domains of ours on this machine: the mail host of one is in order, that of the other shows an expired certificate. */
final class PracticeInternet {

    private static final String PASSWORD = "secret";

    private PracticeInternet() {}

    static LoopbackInternet start() {
        LoopbackInternet internet = LoopbackInternet.of(
                        domain("mine.example").mx(10, mxHost("mx.mine.example")),
                        domain("shop.example")
                                .mx(10, mxHost("mx.shop.example").certificate(ServerCertificate.expired())))
                .start();
        internet.dns().ttl(Duration.ZERO); // nobody wants to wait an hour here
        internet.dns().answer("mta-sts.mine.example", "A", "127.0.0.1");
        internet.dns().answer("mta-sts.shop.example", "A", "127.0.0.1");
        return internet;
    }

    /** The zone is that of this internet, and writing to it prints what was written. */
    static Zone zone(LoopbackInternet internet) {
        return report -> {
            String id = report.recordId().orElseThrow();
            internet.dns().answer("_mta-sts." + report.domain(), "TXT", "v=STSv1; id=" + id + ";");
            System.out.print("Into the zone: " + report.zoneLine().orElseThrow());
        };
    }

    /** A first policy for each domain, the certificate of the policy hosts, and the root of its authority for curl. */
    static void furnish(LoopbackInternet internet, Path data) throws IOException, GeneralSecurityException {
        Files.createDirectories(data.resolve("policies"));
        write(data.resolve("policies/mine.example.txt"), policy("testing", "mx.mine.example"));
        write(data.resolve("policies/shop.example.txt"), policy("enforce", "mx.shop.example"));
        Files.writeString(
                data.resolve("authority.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(internet.authority().root().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        IssuedCertificate certificate = internet.authority()
                .issue(ServerCertificate.named("mta-sts.mine.example", "mta-sts.shop.example"), "mta-sts.mine.example");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "policy-hosts",
                certificate.privateKey(),
                PASSWORD.toCharArray(),
                certificate.chain().toArray(X509Certificate[]::new));
        try (OutputStream file = Files.newOutputStream(data.resolve("policy-hosts.p12"))) {
            store.store(file, PASSWORD.toCharArray());
        }
    }

    /** What a person has changed stays. */
    private static void write(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            Files.writeString(file, text);
        }
    }

    private static String policy(String mode, String mx) {
        return "version: STSv1\nmode: " + mode + "\nmx: " + mx + "\nmax_age: 1209600\n";
    }

    /** What the program has to be told of such an internet: its resolver, its ports, its certificate authority. */
    static Map<String, String> settings(LoopbackInternet internet, int httpsPort) {
        String component = "camel.component.mtasts.";
        String authority = component + "ssl-context-parameters.trust-managers.key-store.";
        return Map.of(
                component + "dns-servers",
                internet.dnsServer(),
                component + "policy-port",
                String.valueOf(httpsPort),
                component + "smtp-port",
                String.valueOf(internet.smtpPort()),
                component + "allowed-addresses",
                "127.0.0.0/8",
                component + "local-hostname",
                "publisher.example",
                authority + "resource",
                "file:" + internet.trustStoreFile(),
                authority + "password",
                internet.trustStorePassword(),
                "https.port",
                String.valueOf(httpsPort));
    }
}
