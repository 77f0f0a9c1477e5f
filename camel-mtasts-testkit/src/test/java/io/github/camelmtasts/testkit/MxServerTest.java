package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import io.github.camelmtasts.testkit.SmtpSession.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.ServerCertificate.expired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(20)
class MxServerTest {
    private static final String MX = "mx.good.example";

    @RegisterExtension
    final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").mx(10, mxHost(MX)),
            mxHost("relay.example").requiringLogin("user", "secret"),
            mxHost("down.example").down(),
            mxHost("two.example").addresses(MxHost.DEAD_ADDRESS, "127.0.7.1", "127.0.7.2"));

    @Test
    void takesMailInsideTls() throws IOException {
        try (SmtpClient client = SmtpClient.encryptedTo(kit.internet(), MX)) {
            assertThat(client.ask("MAIL FROM:<a@client.example> SIZE=100")).startsWith("250");
            assertThat(client.ask("RCPT TO:<b@good.example>")).startsWith("250");
            assertThat(client.ask("RCPT TO:<c@good.example>")).startsWith("250");
            assertThat(client.ask("DATA")).startsWith("354");
            client.write("Subject: Hello\r\n world\r\nX: 1\r\nx: 2\r\n\r\n..dot\r\n.\r\n");
            assertThat(client.reply()).startsWith("250");
            assertThat(client.ask("QUIT")).startsWith("221");
        }
        assertThat(kit.internet().mails()).singleElement().satisfies(mail -> {
            assertThat(mail.mxHost()).isEqualTo(MX);
            assertThat(mail.sender()).isEqualTo("a@client.example");
            assertThat(mail.recipients()).containsExactly("b@good.example", "c@good.example");
            assertThat(mail.text()).isEqualTo("Subject: Hello\r\n world\r\nX: 1\r\nx: 2\r\n\r\n.dot\r\n");
            assertThat(mail.header("subject")).contains("Hello world");
            assertThat(mail.headers("X")).containsExactly("1", "2");
            assertThat(mail.header("dot")).isEmpty();
            assertThat(mail.encrypted()).isTrue();
            assertThat(mail.tlsProtocol()).isEqualTo("TLSv1.3");
            assertThat(mail.sni()).isEqualTo(MX);
        });
        assertThat(server().mails()).hasSize(1);
        assertThat(server().sessions()).singleElement().satisfies(session -> {
            assertThat(session.heloName()).isEqualTo("client.example");
            assertThat(session.serverNames()).containsExactly(MX);
            assertThat(session.tlsProtocol()).isEqualTo("TLSv1.3");
            assertThat(session.resumed()).isFalse();
            assertThat(session.commands())
                    .startsWith("EHLO client.example", "STARTTLS", "EHLO client.example")
                    .contains("MAIL FROM:<a@client.example> SIZE=100", "RCPT TO:<c@good.example>")
                    .endsWith("DATA", "QUIT");
            assertThat(session.end()).isEqualTo(End.QUIT);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n.\n", "\r.\r\n", "\r\n.\r"})
    void takesAnyEndOfAMailIfItIsCareless(String end) throws IOException {
        server().behave(mxHost(MX).takingAnyLineEnd());
        try (SmtpClient client = SmtpClient.encryptedTo(kit.internet(), MX)) {
            client.ask("MAIL FROM:<a@client.example>");
            client.ask("RCPT TO:<b@good.example>");
            client.ask("DATA");
            client.write("Subject: one" + end + "NOOP\r\n");
            assertThat(client.reply()).startsWith("250 2.0.0 taken");
            assertThat(client.reply()).startsWith("250 2.0.0 ok");
        }
        assertThat(server().mails()).hasSize(1);
    }

    @Test
    void takesMailInClearTextToo() throws IOException {
        deliver();
        assertThat(server().mails()).singleElement().satisfies(mail -> {
            assertThat(mail.encrypted()).isFalse();
            assertThat(mail.tlsProtocol()).isNull();
            assertThat(mail.sni()).isNull();
        });
    }

    @Test
    void takesABareLineFeedDotForContent() throws IOException {
        try (SmtpClient client = SmtpClient.greetedBy(kit.internet(), MX)) {
            askForData(client);
            client.write("a\n.\nb\n.\r\n.c\r\n.\r\n");
            assertThat(client.reply()).startsWith("250");
        }
        assertThat(server().mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).isEqualTo("a\n.\nb\n.\r\nc\r\n"));
    }

    @Test
    void offersStartTlsOnlyOnce() throws IOException {
        try (SmtpClient client = SmtpClient.greetedBy(kit.internet(), MX)) {
            assertThat(client.ask("EHLO c")).contains("STARTTLS", "SMTPUTF8").doesNotContain("AUTH");
            assertThat(client.ask("STARTTLS")).startsWith("220");
            client.startTls();
            assertThat(client.ask("MAIL FROM:<>")).as("EHLO must be said again").startsWith("503");
            assertThat(client.ask("EHLO c")).doesNotContain("STARTTLS");
            assertThat(client.ask("STARTTLS")).startsWith("503");
        }
    }

    @Test
    void forgetsWhatWasPipelinedBehindStartTls() throws IOException {
        try (SmtpClient client = SmtpClient.greetedBy(kit.internet(), MX)) {
            client.ask("EHLO c");
            client.write("STARTTLS\r\nMAIL FROM:<attacker@example.com>\r\n");
            assertThat(client.reply()).startsWith("220");
            client.startTls();
            assertThat(client.ask("EHLO c")).startsWith("250-" + MX);
        }
        assertThat(server().sessions().get(0).commands()).containsExactly("EHLO c", "STARTTLS", "EHLO c");
    }

    @Test
    void injectsClearTextBehindTheReplyToStartTls() throws IOException {
        behave(mxHost(MX).injecting("250-" + MX + "\r\n250 AUTH PLAIN\r\n"));
        try (SmtpClient client = SmtpClient.greetedBy(kit.internet(), MX)) {
            client.ask("EHLO c");
            assertThat(client.ask("STARTTLS")).startsWith("220");
            assertThat(client.reply()).isEqualTo("250-" + MX + "\n250 AUTH PLAIN");
            client.startTls();
            assertThat(client.ask("EHLO c")).doesNotContain("AUTH");
        }
    }

    @Test
    void hidesStartTls() throws IOException {
        behave(mxHost(MX).withoutStartTls());
        try (SmtpClient client = SmtpClient.greetedBy(kit.internet(), MX)) {
            assertThat(client.ask("EHLO c")).doesNotContain("STARTTLS");
            assertThat(client.ask("STARTTLS")).startsWith("502");
            assertThat(client.ask("NOOP")).startsWith("250");
        }
    }

    @Test
    void staysInClearTextAfterARefusedStartTls() throws IOException {
        behave(mxHost(MX)
                .reply(SmtpStage.STARTTLS, "454 4.7.0 TLS not available")
                .injecting("never sent"));
        try (SmtpClient client = SmtpClient.greetedBy(kit.internet(), MX)) {
            assertThat(client.ask("EHLO c")).contains("STARTTLS");
            assertThat(client.ask("STARTTLS")).isEqualTo("454 4.7.0 TLS not available");
            assertThat(client.ask("MAIL FROM:<a@b.example>")).startsWith("250");
        }
    }

    @Test
    void endsWhenClearTextComesInPlaceOfAHandshake() throws IOException {
        try (SmtpClient client = SmtpClient.greetedBy(kit.internet(), MX)) {
            client.ask("EHLO c");
            client.ask("STARTTLS");
            client.write("MAIL FROM:<a@b.example>\r\n");
            awaitEnd(End.TLS_FAILED);
        }
    }

    @Test
    void showsABadCertificate() throws IOException {
        behave(mxHost(MX).certificate(expired()));
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> SmtpClient.encryptedTo(kit.internet(), MX).close());
        awaitEnd(End.TLS_FAILED);
        assertThat(server().sessions().get(0).serverNames()).containsExactly(MX);
    }

    @Test
    void speaksTheTlsVersionItWasToldTo() throws IOException {
        behave(mxHost(MX).tlsProtocols("TLSv1.2"));
        try (SmtpClient client = SmtpClient.encryptedTo(kit.internet(), MX)) {
            assertThat(((SSLSocket) client.socket()).getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
        behave(mxHost(MX).tlsProtocols("TLSv1.1"));
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> SmtpClient.encryptedTo(kit.internet(), MX).close());
    }

    @Test
    void noticesResumption() throws IOException {
        for (int i = 0; i < 2; i++) {
            try (SmtpClient client = SmtpClient.encryptedTo(kit.internet(), MX)) {
                client.ask("QUIT");
            }
        }
        assertThat(server().sessions()).extracting(SmtpSession::resumed).containsExactly(false, true);
        behave(mxHost(MX).certificate(ServerCertificate.wildcard()));
        SmtpClient.encryptedTo(kit.internet(), MX).close();
        assertThat(server().sessions().get(2).resumed())
                .as("another certificate")
                .isFalse();
    }

    @Test
    void refusesOneRecipientOfTwo() throws IOException {
        behave(mxHost(MX).refusing("Nobody@good.example", "550 5.1.1 no such user"));
        try (SmtpClient client = SmtpClient.greetedBy(kit.internet(), MX)) {
            client.ask("EHLO c");
            client.ask("MAIL FROM:<a@b.example>");
            assertThat(client.ask("RCPT TO:<nobody@GOOD.example>")).isEqualTo("550 5.1.1 no such user");
            assertThat(client.ask("DATA")).as("no recipient yet").startsWith("503");
            assertThat(client.ask("RCPT TO:<b@good.example>")).startsWith("250");
            client.ask("DATA");
            client.write("\r\n.\r\n");
            client.reply();
        }
        assertThat(server().mails().get(0).recipients()).containsExactly("b@good.example");
    }

    @Test
    void repliesAsToldAtEachStage() throws IOException {
        behave(mxHost(MX)
                .reply(SmtpStage.EHLO, "502 5.5.1 not known")
                .reply(SmtpStage.MAIL, "250-two\n250 lines")
                .reply(SmtpStage.END_OF_DATA, "552 5.3.4 too big")
                .reply(SmtpStage.RSET, "421 4.3.2 going down"));
        try (SmtpClient client = SmtpClient.greetedBy(kit.internet(), MX)) {
            assertThat(client.ask("EHLO c")).startsWith("502");
            assertThat(client.ask("HELO c")).startsWith("250");
            assertThat(client.ask("MAIL FROM:<a@b.example>")).isEqualTo("250-two\n250 lines");
            client.ask("RCPT TO:<b@good.example>");
            client.ask("DATA");
            client.write("\r\n.\r\n");
            assertThat(client.reply()).startsWith("552");
            assertThat(client.ask("RSET")).startsWith("421");
            assertThat(client.reply()).as("closed").isEmpty();
        }
        assertThat(kit.internet().mails()).isEmpty();
    }

    @Test
    void waitsForQuitAfterANegativeBanner() throws IOException {
        behave(mxHost(MX).reply(SmtpStage.BANNER, "554 5.3.2 go away"));
        try (SmtpClient client = SmtpClient.to(kit.internet(), MX)) {
            assertThat(client.reply()).isEqualTo("554 5.3.2 go away");
            assertThat(client.ask("EHLO c")).startsWith("503");
            assertThat(client.ask("QUIT")).startsWith("221");
            assertThat(client.reply()).isEmpty();
        }
    }

    @Test
    void dropsAfterTheFinalDotWithTheMailTaken() throws IOException {
        behave(mxHost(MX).droppingAt(SmtpStage.END_OF_DATA));
        try (SmtpClient client = SmtpClient.greetedBy(kit.internet(), MX)) {
            askForData(client);
            client.write("x\r\n.\r\n");
            assertThat(client.reply()).isEmpty();
        }
        assertThat(server().mails()).hasSize(1);
        awaitEnd(End.DROPPED);
    }

    @Test
    void dropsBeforeTheMailIsRead() throws IOException {
        behave(mxHost(MX).droppingAt(SmtpStage.DATA));
        try (SmtpClient client = SmtpClient.greetedBy(kit.internet(), MX)) {
            client.ask("EHLO c");
            client.ask("MAIL FROM:<a@b.example>");
            client.ask("RCPT TO:<b@good.example>");
            assertThat(client.ask("DATA")).isEmpty();
        }
        assertThat(server().mailCount()).isZero();
    }

    @Test
    void hangsUntilTheClientGivesUp() throws IOException {
        behave(mxHost(MX).hangingAt(SmtpStage.BANNER));
        try (SmtpClient client = SmtpClient.to(kit.internet(), MX)) {
            client.socket().setSoTimeout(200);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::reply);
        }
        awaitEnd(End.CLIENT_GONE);
    }

    @Test
    void takesItsTimeBeforeEachReply() throws IOException {
        behave(mxHost(MX).delay(Duration.ofMillis(60)));
        long begin = System.nanoTime();
        try (SmtpClient client = SmtpClient.greetedBy(kit.internet(), MX)) {
            client.ask("EHLO c");
            client.ask("NOOP");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(180));
    }

    @Test
    void demandsALogin() throws IOException {
        try (SmtpClient client = SmtpClient.greetedBy(kit.internet(), "relay.example")) {
            assertThat(client.ask("EHLO c")).doesNotContain("AUTH");
            assertThat(client.ask("AUTH PLAIN " + base64("\0user\0secret"))).startsWith("538");
        }
        try (SmtpClient client = SmtpClient.encryptedTo(kit.internet(), "relay.example")) {
            assertThat(client.ask("EHLO c")).contains("AUTH PLAIN LOGIN");
            assertThat(client.ask("MAIL FROM:<a@b.example>")).startsWith("530");
            assertThat(client.ask("AUTH PLAIN " + base64("\0user\0wrong"))).startsWith("535");
            assertThat(client.ask("AUTH LOGIN")).startsWith("334");
            assertThat(client.ask(base64("user"))).startsWith("334");
            assertThat(client.ask(base64("secret"))).startsWith("235");
            assertThat(client.ask("MAIL FROM:<a@b.example>")).startsWith("250");
        }
        assertThat(kit.internet().mx("relay.example").sessions())
                .flatExtracting(SmtpSession::commands)
                .contains("AUTH PLAIN ***", "AUTH LOGIN")
                .noneMatch(command -> command.contains(base64("secret")));
    }

    @Test
    void refusesConnectionsWhenDownAndComesBack() throws IOException {
        MxServer down = kit.internet().mx("down.example");
        InetSocketAddress address =
                new InetSocketAddress(down.address(), kit.internet().smtpPort());
        try (Socket socket = new Socket()) {
            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> socket.connect(address));
        }
        down.behave(mxHost("down.example"));
        SmtpClient.greetedBy(kit.internet(), "down.example").close();
        down.behave(mxHost("down.example").down());
        assertThatIOException().isThrownBy(() -> SmtpClient.greetedBy(kit.internet(), "down.example"));
    }

    @Test
    void listensOnTheAddressesItWasGiven() throws IOException {
        assertThat(kit.internet().mx("two.example").address().getHostAddress()).isEqualTo("127.0.7.1");
        SmtpClient.greetedBy(kit.internet(), "two.example").close();
        try (Socket socket = new Socket()) {
            InetSocketAddress dead = new InetSocketAddress(
                    LoopbackAddresses.parse(MxHost.DEAD_ADDRESS), kit.internet().smtpPort());
            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> socket.connect(dead));
        }
    }

    @Test
    void countsMailsThatItDoesNotKeep() throws IOException {
        behave(mxHost(MX).keepingNoMail());
        deliver();
        assertThat(server().mailCount()).isEqualTo(1);
        assertThat(kit.internet().mails()).isEmpty();
    }

    @Test
    void behavesOnlyUnderItsOwnName() {
        assertThatIllegalArgumentException().isThrownBy(() -> server().behave(mxHost("other.example")));
    }

    private void deliver() throws IOException {
        try (SmtpClient client = SmtpClient.greetedBy(kit.internet(), MX)) {
            askForData(client);
            client.write("x\r\n.\r\n");
            assertThat(client.reply()).startsWith("250");
        }
    }

    private static void askForData(SmtpClient client) throws IOException {
        client.ask("EHLO c");
        client.ask("MAIL FROM:<a@b.example>");
        client.ask("RCPT TO:<b@good.example>");
        assertThat(client.ask("DATA")).startsWith("354");
    }

    private void awaitEnd(End end) {
        // the server notices a moment after the client; the timeout of the class bounds the wait
        while (server().sessions().get(0).end() == End.OPEN) {
            Thread.onSpinWait();
        }
        assertThat(server().sessions().get(0).end()).isEqualTo(end);
    }

    private void behave(MxHost host) {
        server().behave(host);
    }

    private MxServer server() {
        return kit.internet().mx(MX);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
