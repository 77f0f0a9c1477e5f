package io.github.camelmtasts.examples.durable;

import java.time.Duration;
import java.util.Map;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.ReceivedMail;
import io.github.camelmtasts.testkit.SmtpStage;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;

/** Four domains on this machine: one takes mail, one does so slowly, one is busy, one knows nobody. */
final class PracticeInternet {

    /** Before each reply of the slow host: some fifteen seconds a mail, time enough to kill the process. */
    private static final Duration SLOW = Duration.ofSeconds(2);

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private PracticeInternet() {}

    static LoopbackInternet start() {
        return LoopbackInternet.of(
                        domain("good.example")
                                .policy(enforce("mx.good.example"))
                                .mx(10, mxHost("mx.good.example")),
                        domain("slow.example")
                                .policy(enforce("mx.slow.example"))
                                .mx(10, mxHost("mx.slow.example").delay(SLOW)),
                        domain("busy.example")
                                .policy(enforce("mx.busy.example"))
                                .mx(10, mxHost("mx.busy.example").reply(SmtpStage.RCPT, "451 4.3.2 come back later")),
                        domain("gone.example")
                                .policy(enforce("mx.gone.example"))
                                .mx(10, mxHost("mx.gone.example").reply(SmtpStage.RCPT, "550 5.1.1 no such user")))
                .start();
    }

    /** What the program has to be told of such an internet: its resolver, its ports, its certificate authority. */
    static Map<String, String> settings(LoopbackInternet internet) {
        String component = "camel.component.mtasts.";
        String authority = component + "ssl-context-parameters.trust-managers.key-store.";
        return Map.of(
                component + "dns-servers", internet.dnsServer(),
                component + "policy-port", String.valueOf(internet.policyPort()),
                component + "smtp-port", String.valueOf(internet.smtpPort()),
                component + "allowed-addresses", "127.0.0.0/8",
                authority + "resource", "file:" + internet.trustStoreFile(),
                authority + "password", internet.trustStorePassword());
    }

    /** Says of each mail that it has come, in a thread that lives as long as the process. */
    static void watch(LoopbackInternet internet) {
        Thread watcher = new Thread(() -> {
            for (int count = 1; true; count++) {
                ReceivedMail mail = internet.awaitMails(count, FOR_EVER).get(count - 1);
                System.out.println(
                        mail.mxHost() + " has taken: " + mail.header("Subject").orElse("(no subject)"));
            }
        });
        watcher.setDaemon(true);
        watcher.start();
    }
}
