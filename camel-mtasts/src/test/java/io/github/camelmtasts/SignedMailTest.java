package io.github.camelmtasts;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import io.github.camelmtasts.testkit.IssuedCertificate;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxServer;
import io.github.camelmtasts.testkit.ReceivedMail;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.SmtpStage;
import io.github.camelmtasts.testkit.TestAuthority;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** Whoever has signed a mail can have the signature verified where it arrives, at the first try and at a later one. */
class SignedMailTest {

    private static final String HOST = "mx.good.example";

    /** What the world does to mails on its way: dots, blanks at line ends, long lines, bytes beyond ASCII, no last line end. */
    static final String BODY = """
            .\r
            ..two dots, and blanks at the end  \t\r
            Gr\u00FC\u00DFe\r
            %s\r
            \r
            From here on\r
            \r
            """.formatted("long ".repeat(190));

    static final String HEADERS = """
            from:  Billing <billing@sender.example>\r
            To: you@good.example\r
            Subject: =?utf-8?Q?Rechnung?=\r
             folded\r
            Date: Tue, 24 Nov 2026 10:00:00 +0000\r
            """;

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce(HOST)).mx(10, mxHost(HOST)));

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    @BeforeEach
    void start() throws Exception {
        sender.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(TemporaryDeliveryException.class)
                        .maximumRedeliveries(1)
                        .redeliveryDelay(0)
                        .onRedelivery(exchange -> behaveWell());
                from("direct:mail").to("mtasts:send?localHostname=mail.sender.example");
            }
        });
    }

    private static MxServer mx() {
        return INTERNET.internet().mx(HOST);
    }

    private static void behaveWell() {
        mx().behave(mxHost(HOST).down());
        mx().behave(mxHost(HOST));
    }

    private String arrived(String mail) throws Exception {
        MimeMessage message = new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
        Exchange sent = sender.send("direct:mail", message, Map.of());
        assertThat(sent.getException()).isNull();
        List<ReceivedMail> mails = mx().mails();
        return new String(mails.get(mails.size() - 1).raw(), StandardCharsets.UTF_8);
    }

    @Test
    void aDkimSignatureVerifiesAtTheFirstTryAndAtALaterOne() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        String mail = Dkim.signed(HEADERS + "Content-Transfer-Encoding: 8bit\r\n", BODY, keys.getPrivate());

        String atOnce = arrived(mail);
        mx().behave(mxHost(HOST).reply(SmtpStage.END_OF_DATA, "451 4.3.0 later"));
        String later = arrived(mail);

        assertThat(Dkim.verifies(atOnce, keys.getPublic())).isTrue();
        assertThat(Dkim.verifies(later, keys.getPublic())).isTrue();
        assertThat(Dkim.verifies(later.replace("two dots", "one dot"), keys.getPublic()))
                .isFalse();
        assertThat(Dkim.verifies(later.replace("Billing ", "Filling "), keys.getPublic()))
                .isFalse();
    }

    @Test
    void anSMimeSignatureVerifiesAtTheFirstTryAndAtALaterOne() throws Exception {
        IssuedCertificate author = new TestAuthority().issue(ServerCertificate.valid(), "billing.sender.example");
        String mail = SMime.signed(HEADERS, BODY, author);

        String atOnce = arrived(mail);
        mx().behave(mxHost(HOST).reply(SmtpStage.END_OF_DATA, "451 4.3.0 later"));
        String later = arrived(mail);

        assertThat(SMime.verifies(atOnce, author)).isTrue();
        assertThat(SMime.verifies(later, author)).isTrue();
        assertThat(SMime.verifies(later.replace("two dots", "one dot"), author)).isFalse();
    }

    /** RFC 6376, canonicalization simple/simple: every byte counts. */
    static final class Dkim {

        private static final Pattern FIELD = Pattern.compile("DKIM-Signature: (.*bh=([^;]*); b=)([^\r]*)\r\n");

        static String signed(String headers, String body, PrivateKey key) throws GeneralSecurityException {
            String unsigned =
                    "DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=sender.example; s=x; h=from:to:subject:date; bh="
                            + bodyHash(body) + "; b=";
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update((signedFields(headers) + unsigned).getBytes(StandardCharsets.UTF_8));
            return unsigned + Base64.getEncoder().encodeToString(signature.sign()) + "\r\n" + headers + "\r\n" + body;
        }

        static boolean verifies(String mail, PublicKey key) throws GeneralSecurityException {
            int end = mail.indexOf("\r\n\r\n") + 2;
            Matcher field = FIELD.matcher(mail.substring(0, end));
            assertThat(field.find()).as("a DKIM-Signature field").isTrue();
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            String unsigned = "DKIM-Signature: " + field.group(1);
            signature.update(
                    (signedFields(mail.substring(field.end(), end)) + unsigned).getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(field.group(3)))
                    && field.group(2).equals(bodyHash(mail.substring(end + 2)));
        }

        private static String signedFields(String headers) {
            return headers.substring(0, headers.indexOf("Date: "))
                    + headers.lines()
                            .filter(line -> line.startsWith("Date: "))
                            .findFirst()
                            .orElseThrow()
                    + "\r\n";
        }

        /** RFC 6376 section 3.4.3: but for empty lines at the end. */
        private static String bodyHash(String body) throws GeneralSecurityException {
            byte[] bytes = (body.replaceFirst("(\r\n)*$", "") + "\r\n").getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        }
    }

    /** RFC 8551 section 3.5.3: a detached signature of the first part, its header included. */
    static final class SMime {

        private static final String BOUNDARY = "--frontier";

        static String signed(String headers, String body, IssuedCertificate author) throws Exception {
            String part = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body;
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
                    .build("SHA256withECDSA", author.privateKey(), author.certificate()));
            byte[] signature = generator
                    .generate(new CMSProcessableByteArray(part.getBytes(StandardCharsets.UTF_8)), false)
                    .getEncoded();
            return headers
                    + "MIME-Version: 1.0\r\nContent-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\r\n"
                    + "\tmicalg=sha-256; boundary=frontier\r\n\r\n" + BOUNDARY + "\r\n" + part + "\r\n" + BOUNDARY
                    + "\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n"
                    + "Content-Transfer-Encoding: base64\r\n\r\n"
                    + Base64.getMimeEncoder().encodeToString(signature) + "\r\n" + BOUNDARY + "--\r\n";
        }

        static boolean verifies(String mail, IssuedCertificate author) throws Exception {
            String[] parts = mail.split("(\r\n)?--frontier(--)?\r\n", -1);
            byte[] signature = Base64.getMimeDecoder()
                    .decode(parts[2].substring(parts[2].indexOf("\r\n\r\n")).getBytes(ISO_8859_1));
            CMSSignedData data = new CMSSignedData(
                    new CMSProcessableByteArray(parts[1].getBytes(StandardCharsets.UTF_8)), signature);
            SignerInformation signer =
                    data.getSignerInfos().getSigners().iterator().next();
            try {
                return signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(author.certificate()));
            } catch (CMSException altered) {
                return false;
            }
        }
    }
}
