package io.github.camelmtasts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.PolicyFile;
import io.github.camelmtasts.testkit.SmtpSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * TLS 1.1 and older does not count as TLS. Every Java forbids it by itself, so that here another one is started in which it
 * is allowed, and nobody but us refuses it.
 */
@Timeout(60)
class OldTlsTest {

    @TempDir
    private Path directory;

    @Test
    @Requirement("R8461-7.2-1")
    void aHostThatSpeaksOnlyOldTlsHasNone() throws Exception {
        List<String> said = runWhereOldTlsIsAllowed();

        assertThat(said)
                .containsExactly(
                        "Java allows TLSv1.1: true",
                        "TLSv1.1 only, enforce: DEFERRED TLS_HANDSHAKE",
                        "TLSv1.1 only, no policy: DELIVERED in clear text",
                        "TLSv1.1 and TLSv1.2, enforce: DELIVERED over TLSv1.2");
    }

    private List<String> runWhereOldTlsIsAllowed() throws IOException, InterruptedException {
        Path security = Files.writeString(
                directory.resolve("java.security"),
                "jdk.tls.disabledAlgorithms=SSLv3\njdk.tls.legacyAlgorithms=NULL\n");
        Path said = directory.resolve("said");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.security.properties=" + security,
                        "-XX:TieredStopAtLevel=1", // it lives for two seconds
                        "-cp",
                        System.getProperty("java.class.path"),
                        SendsToOldHosts.class.getName())
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(java.waitFor(40, TimeUnit.SECONDS))
                    .as("it ended by itself")
                    .isTrue();
            return Files.readAllLines(said);
        } finally {
            java.destroyForcibly();
        }
    }

    /** What the other Java runs. */
    static final class SendsToOldHosts {

        private SendsToOldHosts() {}

        public static void main(String[] arguments) {
            MxHost old = mxHost("mx.old.example").tlsProtocols("TLSv1.1");
            MxHost both = mxHost("mx.both.example").tlsProtocols("TLSv1.1", "TLSv1.2");
            try (LoopbackInternet internet = LoopbackInternet.of(
                                    domain("old.example")
                                            .policy(PolicyFile.enforce("mx.old.example"))
                                            .mx(10, old),
                                    domain("plain.example").mx(10, "mx.old.example"),
                                    domain("both.example")
                                            .policy(PolicyFile.enforce("mx.both.example"))
                                            .mx(10, both))
                            .start();
                    Sender sender = new Sender(internet)) {
                List<String> allowed = Arrays.asList(
                        internet.clientSslContext().getDefaultSSLParameters().getProtocols());
                System.out.println("Java allows TLSv1.1: " + allowed.contains("TLSv1.1"));
                var refused = sender.send("you@old.example");
                System.out.println("TLSv1.1 only, enforce: " + Sender.outcome(refused) + " " + Sender.reason(refused));
                System.out.println("TLSv1.1 only, no policy: " + Sender.outcome(sender.send("you@plain.example"))
                        + (internet.mails().get(0).encrypted() ? " over TLS" : " in clear text"));
                System.out.println("TLSv1.1 and TLSv1.2, enforce: " + Sender.outcome(sender.send("you@both.example"))
                        + internet.mx("mx.both.example").sessions().stream()
                                .map(SmtpSession::tlsProtocol)
                                .reduce("", (one, other) -> one + " over " + other));
            }
        }
    }
}
