package io.github.camelmtasts;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

/** A careless host, for which any CR or LF ends a line, gets one mail for one mail, with the body that was sent. */
class SmugglingTest {

    private static final String SECOND_MAIL =
            "MAIL FROM:<ceo@sender.example>\r\nRCPT TO:<you@good.example>\r\nDATA\r\nSubject: fake\r\n\r\nfake\r\n.\r\n";

    /** Where buffers on the way may end: of sockets, of Jakarta Mail, of a TLS record, of the spool. */
    private static final List<Integer> EDGES = List.of(0, 4096, 8192, 16 * 1024, 256 * 1024);

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").mx(10, mxHost("mx.good.example").takingAnyLineEnd()));

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\r.\r",
                "\r\n.\r\n",
                "\r\n.\n",
                "\n.\r\n",
                "\r.\r\n",
                "\r\n.\r",
                "\n.\r",
                "\r.\n",
                "\r\r\n.\r\n",
                "\r\n.\r\r\n",
                "\n\r.\n\r"
            })
    void everyEndOfAMailInsideAMailIsAPartOfIt(String end) throws Exception {
        for (int edge : EDGES) {
            for (int shift = 0; shift < (edge == 0 ? 1 : 3); shift++) {
                String body = lines(Math.max(0, edge - 2 + shift)) + end + SECOND_MAIL;
                assertArrivesAsOneMail(body, body);
                assertArrivesAsOneMail(message(body), body);
            }
        }
    }

    private void assertArrivesAsOneMail(Object body, String text) {
        int before = INTERNET.internet().mails().size();
        Exchange sent = sender.send(Sender.ENDPOINT, body, Map.of("To", "you@good.example"));

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        List<ReceivedMail> mails = INTERNET.internet().mails();
        assertThat(mails).hasSize(before + 1);
        String arrived = mails.get(before).text();
        assertThat(arrived.substring(arrived.indexOf("\r\n\r\n") + 4)).isEqualTo(text.replaceAll("\r\n|\r|\n", "\r\n"));
    }

    /** So many bytes, in lines that need no encoding. */
    private static String lines(int bytes) {
        String line = "0123456789".repeat(7) + "01234567\r\n";
        String lines = line.repeat(bytes / line.length() + 1);
        return lines.substring(0, bytes);
    }

    private static MimeMessage message(String body) throws Exception {
        String mail = "From: billing@sender.example\r\nTo: you@good.example\r\n\r\n" + body;
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
