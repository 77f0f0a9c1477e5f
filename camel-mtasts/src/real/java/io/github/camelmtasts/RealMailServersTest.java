package io.github.camelmtasts;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MailDomain;
import io.github.camelmtasts.testkit.ServerCertificate;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** Mail to Postfix and Exim as Debian ships them, under enforce. */
@Timeout(120)
class RealMailServersTest {

    private static final List<String> NAMES =
            List.of("right", "wrong", "expired", "clear", "screen", "two", "ten", "grey", "exim");

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            NAMES.stream().map(RealMailServersTest::mailDomain).toArray(MailDomain[]::new));

    private static RealServers servers;
    private static RealPostfix postfix;
    private static int port;

    private static MailDomain mailDomain(String name) {
        return domain(name + ".example")
                .policy(enforce("mx." + name + ".example"))
                .mx(10, "mx." + name + ".example");
    }

    private static String address(String name) {
        return "127.0.50." + (1 + NAMES.indexOf(name));
    }

    @BeforeAll
    static void start() throws Exception {
        servers = new RealServers();
        postfix = new RealPostfix(servers);
        port = RealServers.freePort(address("right"));
        certificate("right", ServerCertificate.valid());
        certificate("wrong", ServerCertificate.wrongName());
        certificate("expired", ServerCertificate.expired());
        for (String name : List.of("screen", "two", "ten", "grey", "exim")) {
            certificate(name, ServerCertificate.valid());
        }
        int policyPort = RealServers.freePort("127.0.50.30");
        servers.folder("var/lib/postgrey", "postgrey");
        servers.start(
                new InetSocketAddress("127.0.50.30", policyPort),
                "postgrey",
                "--inet=127.0.50.30:" + policyPort,
                "--delay=1",
                "--user=postgrey");
        postfix.listener(address("right"), port, "smtpd", chain("right"))
                .listener(address("wrong"), port, "smtpd", chain("wrong"))
                .listener(address("expired"), port, "smtpd", chain("expired"))
                .listener(address("clear"), port, "smtpd", "smtpd_tls_security_level=none")
                .listener(address("screen"), port, "postscreen", chain("screen"))
                .listener(address("two"), port, "smtpd", chain("two"), "smtpd_client_connection_count_limit=2")
                .listener(address("ten"), port, "smtpd", chain("ten"), "smtpd_recipient_limit=10")
                .listener(
                        address("grey"),
                        port,
                        "smtpd",
                        chain("grey"),
                        "smtpd_recipient_restrictions=check_policy_service,inet:127.0.50.30:" + policyPort)
                .start();
        startExim();
    }

    private static void certificate(String name, ServerCertificate kind) throws Exception {
        servers.writePem(
                "etc/postfix/" + name + ".pem", INTERNET.internet().authority().issue(kind, "mx." + name + ".example"));
    }

    private static String chain(String name) {
        return "smtpd_tls_chain_files=/etc/postfix/" + name + ".pem";
    }

    private static void startExim() throws Exception {
        servers.folder("var/mail/exim", "Debian-exim");
        servers.folder("var/spool/exim4", "Debian-exim");
        servers.folder("var/log/exim4", "Debian-exim");
        // GnuTLS wants the public key in the key, and Java leaves it out
        servers.run("", "openssl", "ec", "-in", "/etc/postfix/exim.pem", "-out", "/etc/exim4/key.pem");
        servers.run("", "chown", "Debian-exim", "/etc/exim4/key.pem");
        servers.write("etc/exim4/exim4.conf", """
                primary_hostname = mx.exim.example
                domainlist local = exim.example
                daemon_smtp_ports = %d
                local_interfaces = <; %s
                tls_advertise_hosts = *
                tls_certificate = /etc/postfix/exim.pem
                tls_privatekey = /etc/exim4/key.pem
                acl_smtp_rcpt = accept_local
                begin acl
                accept_local:
                  accept domains = +local
                  deny message = relay not permitted
                begin routers
                here:
                  driver = accept
                  transport = maildir
                begin transports
                maildir:
                  driver = appendfile
                  directory = /var/mail/exim
                  maildir_format
                  user = Debian-exim
                """.formatted(port, address("exim")));
        servers.start(new InetSocketAddress(address("exim"), port), "exim4", "-bdf", "-q1h");
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
        NAMES.forEach(name -> internet.dns().answer("mx." + name + ".example", "A", address(name)));
        postfix.clear();
    }

    private Sender sender() {
        return new Sender(internet, component -> component.getConfiguration().setSmtpPort(port));
    }

    @ParameterizedTest
    @CsvSource({
        "right,   DELIVERED, null",
        "wrong,   DEFERRED,  CERTIFICATE_NAME_MISMATCH",
        "expired, DEFERRED,  CERTIFICATE_EXPIRED",
        "clear,   DEFERRED,  STARTTLS_NOT_OFFERED"
    })
    void postfixGetsMailOnlyWithAValidCertificateForItsName(String name, String outcome, String reason) {
        try (Sender sender = sender()) {
            Exchange sent = sender.send("you@" + name + ".example");

            assertThat(Sender.outcome(sent)).isEqualTo(outcome);
            assertThat(Sender.reason(sent)).isEqualTo(reason);
        }
        assertThat(servers.awaitMails(RealPostfix.maildir(name), outcome.equals("DELIVERED") ? 1 : 0))
                .hasSize(outcome.equals("DELIVERED") ? 1 : 0);
    }

    @Test
    void recipientsThatPostfixRefusesFailAloneAndForGood() {
        try (Sender sender = sender()) {
            Exchange sent = sender.send("you@right.example, unknown@right.example");

            assertThat(Sender.reason(sent)).isEqualTo("SERVER_REFUSED");
            assertThat(sent.getException()).isInstanceOf(PermanentDeliveryException.class);
        }
        assertThat(servers.awaitMails(RealPostfix.maildir("right"), 1)).hasSize(1);
    }

    @Test
    void eximGetsMail() {
        try (Sender sender = sender()) {
            assertThat(Sender.outcome(sender.send("you@exim.example"))).isEqualTo("DELIVERED");
        }
        assertThat(servers.awaitMails("var/mail/exim", 1)).hasSize(1);
    }

    /** It answers 450 to the first session that passes its tests, and lets the next one in. */
    @Test
    void mailsAfterTheFirstPassPostscreensTestsAfter220() {
        try (Sender sender = sender()) {
            Exchange first = sender.send("you@screen.example");
            assertThat(Sender.outcome(first)).isEqualTo("DEFERRED");
            assertThat(first.getException()).hasMessageContaining("450 4.3.2");

            List<String> next = IntStream.range(0, 5)
                    .mapToObj(i -> Sender.outcome(sender.send("you@screen.example")))
                    .toList();
            assertThat(next).containsOnly("DELIVERED");
        }
        assertThat(servers.awaitMails(RealPostfix.maildir("screen"), 5)).hasSize(5);
    }

    @Test
    void thirtyMailsAtOnceReachAHostThatAllowsTwoConnections() {
        try (Sender sender = sender()) {
            List<CompletableFuture<String>> sending = IntStream.range(0, 30)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> Sender.outcome(sender.send("you" + i + "@two.example")),
                            task -> new Thread(task).start()))
                    .toList();
            List<String> outcomes =
                    sending.stream().map(CompletableFuture::join).toList();

            assertThat(outcomes).containsOnly("DELIVERED");
        }
        assertThat(servers.awaitMails(RealPostfix.maildir("two"), 30)).hasSize(30);
    }

    @Test
    void recipientsBeyondAHostsLimitGetTheMailToo() {
        String recipients =
                IntStream.range(0, 25).mapToObj(i -> "you" + i + "@ten.example").collect(Collectors.joining(","));
        try (Sender sender = sender()) {
            assertThat(Sender.outcome(sender.send(recipients))).isIn("DELIVERED", "DEFERRED");
        }
        // whom 452 4.5.3 refused waits for the next attempt (RFC 5321 section 4.5.3.1.10): none fails for good
        assertThat(servers.awaitMails(RealPostfix.maildir("ten"), 10)).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void greylistedMailWaitsAndIsTakenLater() {
        try (Sender sender = sender()) {
            Exchange first = sender.send("you@grey.example");
            assertThat(Sender.outcome(first)).isEqualTo("DEFERRED");
            assertThat(first.getException()).hasMessageContaining("reylisted");

            String later = "DEFERRED";
            for (int i = 0; i < 20 && later.equals("DEFERRED"); i++) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                later = Sender.outcome(sender.send("you@grey.example"));
            }
            assertThat(later).isEqualTo("DELIVERED");
        }
        assertThat(servers.awaitMails(RealPostfix.maildir("grey"), 1)).hasSize(1);
    }
}
