package io.github.camelmtasts;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import io.github.camelmtasts.testkit.IssuedCertificate;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.TestAuthority;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** Signatures of mails that arrived, verified by dkimpy and by OpenSSL. */
@Timeout(120)
class RealSignaturesTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")));

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    @AutoClose
    private final RealServers servers = new RealServers();

    RealSignaturesTest() throws Exception {}

    private byte[] arrived(String mail) throws Exception {
        MimeMessage message = new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
        Exchange sent = sender.send("mtasts:send?localHostname=mail.sender.example", message, Map.of());
        assertThat(sent.getException()).isNull();
        List<ReceivedMail> mails = INTERNET.internet().mails();
        return mails.get(mails.size() - 1).raw();
    }

    private String verdict(byte[] mail, String... command) throws Exception {
        return servers.run(new String(mail, StandardCharsets.ISO_8859_1), command)
                .text();
    }

    private static byte[] altered(byte[] mail) {
        return new String(mail, StandardCharsets.ISO_8859_1)
                .replace("two dots", "one dot")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void dkimpyVerifiesASignedMail() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        String key = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        servers.write("tmp/verify.py", """
                import dkim, sys
                mail = sys.stdin.buffer.read()
                print(dkim.verify(mail, dnsfunc=lambda name, timeout=5: b'%s' if name == b'x._domainkey.sender.example.' else None))
                """.formatted(key));
        byte[] mail = arrived(SignedMailTest.Dkim.signed(
                SignedMailTest.HEADERS + "Content-Transfer-Encoding: 8bit\r\n",
                SignedMailTest.BODY,
                keys.getPrivate()));

        assertThat(verdict(mail, "python3", "/tmp/verify.py")).isEqualTo("True\n");
        assertThat(verdict(altered(mail), "python3", "/tmp/verify.py")).isEqualTo("False\n");
    }

    @Test
    void opensslVerifiesASignedMail() throws Exception {
        TestAuthority authority = INTERNET.internet().authority();
        IssuedCertificate author = authority.issue(ServerCertificate.valid(), "billing.sender.example");
        servers.write("tmp/trusted.pem", RealServers.pem(authority.root()) + RealServers.pem(authority.intermediate()));
        servers.write("tmp/author.pem", RealServers.pem(author.certificate()));
        String[] verify = {
            "openssl",
            "cms",
            "-verify",
            "-purpose",
            "any",
            "-CAfile",
            "/tmp/trusted.pem",
            "-certfile",
            "/tmp/author.pem",
            "-out",
            "/dev/null"
        };
        byte[] mail = arrived(SignedMailTest.SMime.signed(SignedMailTest.HEADERS, SignedMailTest.BODY, author));

        assertThat(verdict(mail, verify)).contains("CMS Verification successful");
        assertThat(verdict(altered(mail), verify)).contains("CMS Verification failure");
    }
}
