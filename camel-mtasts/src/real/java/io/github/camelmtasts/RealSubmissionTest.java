package io.github.camelmtasts;

import java.net.InetSocketAddress;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ServerCertificate;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A smart host made of Postfix, with the accounts of Dovecot, at the ports that providers use. */
@Timeout(120)
class RealSubmissionTest {

    private static final String ADDRESS = "127.0.51.1";

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of();

    private static RealServers servers;
    private static RealPostfix postfix;

    @BeforeAll
    static void start() throws Exception {
        servers = new RealServers();
        servers.writePem(
                "etc/postfix/relay.pem",
                INTERNET.internet().authority().issue(ServerCertificate.valid(), "relay.example"));
        startDovecot(); // before Postfix, which asks it for mechanisms when a client connects
        String[] options = {
            "smtpd_tls_chain_files=/etc/postfix/relay.pem",
            "smtpd_sasl_auth_enable=yes",
            "smtpd_sasl_type=dovecot",
            "smtpd_sasl_path=/run/dovecot/auth-postfix",
            "smtpd_tls_auth_only=yes",
            "smtpd_client_restrictions=permit_sasl_authenticated,reject",
            "smtpd_delay_reject=yes"
        };
        String[] implicit = new String[options.length + 1];
        System.arraycopy(options, 0, implicit, 0, options.length);
        implicit[options.length] = "smtpd_tls_wrappermode=yes";
        postfix = new RealPostfix(servers);
        postfix.listener(ADDRESS, 587, "smtpd", options)
                .listener(ADDRESS, 465, "smtpd", implicit)
                .start();
    }

    private static void startDovecot() throws Exception {
        int dovecotPort = RealServers.freePort(ADDRESS);
        servers.folder("var/lib/dovecot", "dovecot");
        servers.folder("run/dovecot", "root");
        servers.write("etc/dovecot/users", "ann:{PLAIN}correct-horse:910:910::/var/mail::\n");
        servers.write("etc/dovecot/dovecot.conf", """
                protocols =
                ssl = no
                log_path = /dev/stderr
                auth_mechanisms = plain login cram-md5 digest-md5
                passdb {
                  driver = passwd-file
                  args = /etc/dovecot/users
                }
                userdb {
                  driver = passwd-file
                  args = /etc/dovecot/users
                }
                service auth {
                  unix_listener auth-postfix {
                    mode = 0666
                  }
                  inet_listener {
                    address = %s
                    port = %d
                  }
                }
                """.formatted(ADDRESS, dovecotPort));
        servers.start(new InetSocketAddress(ADDRESS, dovecotPort), "dovecot", "-F");
    }

    @AfterAll
    static void stop() throws Exception {
        if (servers != null) {
            servers.close();
        }
    }

    private final LoopbackInternet internet = INTERNET.internet();

    @BeforeEach
    void publish() throws Exception {
        internet.dns().answer("relay.example", "A", ADDRESS);
        postfix.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "587, correct-horse, null,                  1",
        "465, correct-horse, null,                  1",
        "587, battery,       AUTHENTICATION_FAILED, 0"
    })
    void theSmartHostTakesMailFromThoseWhoLogIn(int port, String password, String reason, int mails) {
        String login = "&username=ann&password=" + password;
        try (Sender sender = new Sender(internet)) {
            Exchange sent = sender.sendWith("smartHost=relay.example:" + port + login, "you@anywhere.example");

            assertThat(Sender.reason(sent))
                    .as(() -> String.valueOf(sent.getException()))
                    .isEqualTo(reason);
            assertThat(sent.getException() == null || sent.getException() instanceof TemporaryDeliveryException)
                    .isTrue();
        }
        assertThat(servers.awaitMails(RealPostfix.maildir("anywhere"), mails)).hasSize(mails);
    }
}
