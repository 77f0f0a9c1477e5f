package io.github.camelmtasts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.activation.DataHandler;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;

import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.attachment.DefaultAttachment;
import org.apache.camel.component.mail.ContentTypeResolver;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** What arrives at the MX host is what the route made. */
class MessageContentTest {

    private static final String TO = "you@good.example";

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
            domain("other.example").policy(enforce("mx.other.example")).mx(10, mxHost("mx.other.example")));

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    private ReceivedMail sent(Object body, Map<String, Object> headers) {
        return sent("", body, headers);
    }

    private ReceivedMail sent(String options, Object body, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(Map.of("To", TO));
        all.putAll(headers);
        assertDelivered(sender.send(Sender.ENDPOINT + options, body, all));
        return onlyMail();
    }

    private ReceivedMail sent(Consumer<Exchange> exchange) {
        assertDelivered(sender.context().createProducerTemplate().request(Sender.ENDPOINT, each -> {
            each.getMessage().setHeader("To", TO);
            exchange.accept(each);
        }));
        return onlyMail();
    }

    private static void assertDelivered(Exchange sent) {
        assertThat(sent.getException()).isNull();
        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
    }

    private static ReceivedMail onlyMail() {
        List<ReceivedMail> mails = INTERNET.internet().mails();
        assertThat(mails).hasSize(1);
        return mails.get(0);
    }

    private static MimeMessage parsed(ReceivedMail mail) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail.raw()));
    }

    private static String bodyOf(ReceivedMail mail) {
        String text = mail.text();
        return text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void bodyAndHeadersArrive() {
        ReceivedMail mail = sent("Hello", Map.of("Subject", "Invoice 4711", "X-Mine", "one", "X-Number", 7));

        assertThat(bodyOf(mail)).isEqualTo("Hello\r\n");
        assertThat(mail.header("Subject")).contains("Invoice 4711");
        assertThat(mail.header("X-Mine")).contains("one");
        assertThat(mail.header("X-Number")).contains("7");
        assertThat(mail.header("From")).contains("billing@sender.example");
        assertThat(mail.header("To")).contains(TO);
        assertThat(mail.headers("Date")).hasSize(1);
        assertThat(mail.header("Message-ID").orElseThrow()).matches("<[^@]+@sender\\.example>");
    }

    @Test
    void subjectAndBodyBeyondAsciiArrive() throws Exception {
        ReceivedMail mail = sent(
                "&contentType=text/plain;charset=UTF-8", "Grüße, 世界 🙂", Map.of("Subject", "Rechnung für Jürgen, 請求書"));

        assertThat(parsed(mail).getSubject()).isEqualTo("Rechnung für Jürgen, 請求書");
        assertThat(parsed(mail).getContent().toString().strip()).isEqualTo("Grüße, 世界 🙂");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/html", "application/json"})
    void aBodyBeyondAsciiIsUtf8WhereNoCharsetIsNamed(String type) throws Exception {
        ReceivedMail mail = sent("&contentType=" + type, "Grüße, 世界", Map.of());

        assertThat(new ContentType(parsed(mail).getContentType()).getParameter("charset"))
                .isEqualTo("UTF-8");
        assertThat(new String(parsed(mail).getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo("Grüße, 世界");
    }

    @Test
    void headersArriveInAsciiAndInLinesThatEveryReceiverTakes() throws Exception {
        String references = IntStream.range(0, 100)
                .mapToObj(i -> "<" + i + "-0123456789@sender.example>")
                .collect(Collectors.joining(" "));
        ReceivedMail mail = sent(
                "Hello", Map.of("X-Greeting", "Grüße, 世界", "X-Two", List.of("für", "two"), "References", references));

        assertThat(mail.text()).isASCII();
        assertThat(mail.text().lines()).allMatch(line -> line.length() <= 998);
        assertThat(MimeUtility.decodeText(mail.header("X-Greeting").orElseThrow()))
                .isEqualTo("Grüße, 世界");
        assertThat(mail.headers("X-Two")).containsExactly("=?UTF-8?Q?f=C3=BCr?=", "two");
        assertThat(mail.header("References")).contains(references);
    }

    @Test
    void theCharsetIsThatOfTheOption() throws Exception {
        ReceivedMail mail = sent("&contentType=text/plain;charset=ISO-8859-1", "Grüße", Map.of());

        assertThat(parsed(mail).getContentType()).containsIgnoringCase("charset=iso-8859-1");
        assertThat(parsed(mail).getContent().toString().strip()).isEqualTo("Grüße");
    }

    @Test
    void anAttachmentArrives() throws Exception {
        byte[] content = new byte[5_000];
        Arrays.fill(content, (byte) 0xE9);
        ReceivedMail mail = sent(exchange -> {
            exchange.getMessage().setBody("See attachment");
            Objects.requireNonNull(exchange.getMessage(AttachmentMessage.class))
                    .addAttachment(
                            "invoice.bin",
                            new DataHandler(new ByteArrayDataSource(content, "application/octet-stream")));
        });

        Multipart parts = (Multipart) parsed(mail).getContent();
        assertThat(parts.getBodyPart(0).getContent().toString().strip()).isEqualTo("See attachment");
        BodyPart attachment = parts.getBodyPart(1);
        assertThat(attachment.getFileName()).isEqualTo("invoice.bin");
        assertThat(attachment.getInputStream().readAllBytes()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a; b=c.pdf",
                "say \"hi\".pdf",
                "two words.pdf",
                "Rechnung für Jürgen.pdf",
                "back\\slash.pdf",
                "cidr.pdf",
                "請求書; x=\"y\".pdf"
            })
    void anAttachmentKeepsItsNameWhateverItHolds(String name) throws Exception {
        sender.context().getRegistry().bind("types", (ContentTypeResolver) file -> "application/pdf");
        assertDelivered(sender.context()
                .createProducerTemplate()
                .request(Sender.ENDPOINT + "&contentTypeResolver=#types", exchange -> {
                    exchange.getMessage().setHeader("To", TO);
                    exchange.getMessage().setBody("See attachment");
                    Objects.requireNonNull(exchange.getMessage(AttachmentMessage.class))
                            .addAttachment(
                                    name,
                                    new DataHandler(
                                            new ByteArrayDataSource(new byte[] {1}, "application/octet-stream")));
                }));

        BodyPart attachment = ((Multipart) parsed(onlyMail()).getContent()).getBodyPart(1);
        ContentType type = new ContentType(attachment.getContentType());
        assertThat(attachment.getFileName()).isEqualTo(name);
        assertThat(type.getBaseType()).isEqualTo("application/pdf");
        assertThat(type.getParameter("name")).isEqualTo(name);
        assertThat(Collections.list(type.getParameterList().getNames())).containsExactly("name");
    }

    @Test
    void attachmentsSayThemselvesWhichOfThemIsInline() throws Exception {
        ReceivedMail mail = sent(exchange -> {
            exchange.getMessage().setBody("See attachment");
            DefaultAttachment picture =
                    new DefaultAttachment(new DataHandler(new ByteArrayDataSource(new byte[] {1}, "image/png")));
            picture.setHeader("Content-Disposition", "inline");
            AttachmentMessage message = Objects.requireNonNull(exchange.getMessage(AttachmentMessage.class));
            message.addAttachmentObject("cid:logo.png", picture);
            message.addAttachment(
                    "invoice.pdf", new DataHandler(new ByteArrayDataSource(new byte[] {1}, "application/pdf")));
        });

        Multipart parts = (Multipart) parsed(mail).getContent();
        assertThat(parts.getBodyPart(1).getDisposition()).isEqualTo("inline");
        assertThat(parts.getBodyPart(1).getHeader("Content-ID")).containsExactly("<logo.png>");
        assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("logo.png");
        assertThat(parts.getBodyPart(2).getDisposition()).isEqualTo("attachment");
    }

    @Test
    void anAlternativeBodyArrives() throws Exception {
        ReceivedMail mail = sent(
                "&contentType=text/html", "<p>Hello</p>", Map.of("CamelMailAlternativeBody", "Hello in plain text"));

        Multipart parts = (Multipart) parsed(mail).getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContent().toString().strip()).isEqualTo("Hello in plain text");
        assertThat(parts.getBodyPart(1).getContent().toString().strip()).isEqualTo("<p>Hello</p>");
        assertThat(mail.text()).doesNotContain("CamelMailAlternativeBody");
    }

    @Test
    void eachDomainGetsItsRecipientsAndBccIsInNoHeader() {
        assertDelivered(sender.send(
                Sender.ENDPOINT,
                "Hello",
                Map.of(
                        "To", "Anna <a@good.example>, b@other.example",
                        "Cc", "c@good.example",
                        "Bcc", "d@good.example, e@other.example")));

        ReceivedMail good = INTERNET.internet().mx("mx.good.example").mails().get(0);
        ReceivedMail other = INTERNET.internet().mx("mx.other.example").mails().get(0);
        assertThat(INTERNET.internet().mails()).hasSize(2);
        assertThat(good.recipients()).containsExactly("a@good.example", "c@good.example", "d@good.example");
        assertThat(other.recipients()).containsExactly("b@other.example", "e@other.example");
        assertThat(good.raw()).isEqualTo(other.raw());
        assertThat(good.header("Cc")).contains("c@good.example");
        assertThat(good.headers("Bcc")).isEmpty();
        assertThat(good.text()).doesNotContain("d@good.example", "e@other.example");
    }

    @Test
    void recipientsByOptionArriveTheSame() {
        assertDelivered(sender.send(
                "mtasts:send?from=billing@sender.example&to=a@good.example&cc=b@good.example&bcc=c@good.example"
                        + "&subject=By option&replyTo=help@sender.example",
                "Hello",
                Map.of("To", "stranger@other.example", "Subject", "By stranger")));

        ReceivedMail mail = onlyMail();
        assertThat(mail.recipients()).containsExactly("a@good.example", "b@good.example", "c@good.example");
        assertThat(mail.header("Subject")).contains("By option");
        assertThat(mail.header("Reply-To")).contains("help@sender.example");
        assertThat(mail.text()).doesNotContain("c@good.example", "stranger");
    }

    @Test
    void aMessageIdThatIsGivenStays() {
        ReceivedMail mail = sent("Hello", Map.of("Message-ID", "<mine@sender.example>"));

        assertThat(mail.headers("Message-ID")).containsExactly("<mine@sender.example>");
    }

    @Test
    void aFinishedMessageArrivesByteForByteButForItsBccLines() throws Exception {
        String head = """
                Received: from here\r
                DKIM-Signature: v=1; a=rsa-sha256; d=sender.example;\r
                 \tb=folded\r
                from:   Billing  <billing@sender.example>\r
                TO: a@good.example\r
                X-Odd:no space\r
                """;
        String rest = """
                Subject: =?utf-8?Q?f=C3=BCr?=\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: 8bit\r
                \r
                Grüße \r
                .dot\r
                \r
                """;
        byte[] finished = (head + "Bcc: b@good.example\r\n" + rest).getBytes(StandardCharsets.UTF_8);
        MimeMessage message =
                new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(finished));

        ReceivedMail mail = sent(message, Map.of("X-Mine", "not in a finished message"));

        assertThat(mail.recipients()).containsExactly("a@good.example", "b@good.example");
        assertThat(mail.text()).isEqualTo(head + rest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "..",
                ".\r\n",
                "a\r\n.\r\nb",
                ".hidden\r\n..twice\r\n...thrice",
                "last\r\n.",
                "a\r\n.\r\n\r\n.\r\n"
            })
    void linesThatBeginWithADotArriveAsTheyAre(String body) {
        assertThat(bodyOf(sent(body, Map.of()))).isEqualTo(body.endsWith("\r\n") ? body : body + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one\ntwo\n", "one\r\ntwo\r\n", "one\ntwo\r\n", "one\rtwo\n"})
    void everyLineEndBecomesThatOfSmtp(String body) {
        assertThat(bodyOf(sent(body, Map.of()))).isEqualTo("one\r\ntwo\r\n");
    }

    @Test
    void aLargeMailArrivesWholeAndLeavesNoFileBehind(@TempDir Path temporary) {
        Path spool = temporary.resolve("spool");
        sender.context().getStreamCachingStrategy().setSpoolDirectory(spool.toFile());
        String body = IntStream.range(0, 20_000)
                .mapToObj(line -> "line " + line + " of a mail that does not fit into memory\r\n")
                .collect(Collectors.joining());

        ReceivedMail mail = sent(body, Map.of());

        assertThat(bodyOf(mail)).isEqualTo(body);
        assertThat(spool).as("made for the mail").isDirectory();
        assertThat(filesIn(spool)).isEmpty();
    }

    @Test
    void aLargeMailThatIsRefusedLeavesNoFileBehind(@TempDir Path temporary) {
        Path spool = temporary.resolve("spool");
        sender.context().getStreamCachingStrategy().setSpoolDirectory(spool.toFile());

        Exchange sent = sender.send(Sender.ENDPOINT, "x".repeat(1_000_000), Map.of("To", "you@no-such.example"));

        assertThat(Sender.outcome(sent)).isEqualTo("FAILED");
        assertThat(filesIn(spool)).isEmpty();
    }

    private static List<Path> filesIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MtaStsEnvelope",
                "MtaStsNotBefore",
                "mtastsreason",
                "CamelMtaStsOutcome",
                "CamelFileName",
                "camelanything",
                "JMSCorrelationID",
                "JMSXGroupID",
                "JMS_IBM_Format",
                "_AMQ_SCHED_DELIVERY",
                "kafka.TOPIC",
                "rabbitmq.ROUTING_KEY",
                "breadcrumbId",
                "traceparent",
                "tracestate",
                "baggage",
                "mail.smtp.host",
                "mail.smtp.ssl.trust",
                "mail.smtps.host"
            })
    void headersOfRoutingBrokersAndTracingStayHere(String name) {
        ReceivedMail mail = sent("Hello", Map.of(name, "inside-4711", "X-Mine", "one"));

        assertThat(mail.header("X-Mine")).contains("one");
        assertThat(mail.text()).doesNotContainIgnoringCase(name).doesNotContain("inside-4711");
    }

    @Test
    void aSecondSendTellsNothingOfTheFirst() {
        Exchange first = sender.send("you@good.example,x@no-such.example");
        assertThat(Sender.reason(first)).isEqualTo("NO_SUCH_DOMAIN");

        Exchange second =
                sender.send(Sender.ENDPOINT, "Hello", withTo(first.getMessage().getHeaders()));

        assertDelivered(second);
        assertThat(second.getMessage().getHeader(MtaStsConstants.REASON)).isNull();
        assertThat(INTERNET.internet().mails().get(1).text()).doesNotContain("MtaSts");
    }

    private static Map<String, Object> withTo(Map<String, Object> headers) {
        Map<String, Object> copy = new HashMap<>(headers);
        copy.put("To", TO);
        return copy;
    }
}
