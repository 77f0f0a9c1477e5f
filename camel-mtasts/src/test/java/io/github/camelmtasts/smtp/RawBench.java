package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.delivery.AttemptResult;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.HostVisit;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.MailContent;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.delivery.TlsDemand;
import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A sender without Camel, and a host in clear text that says whatever a test wants. */
abstract class RawBench {

    static final String ALL = "250-PIPELINING\r\n";
    static final String MAIL = "Subject: x\r\n\r\nHello\r\n";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    SmtpSender sender;
    RawMx mx;

    @BeforeEach
    void start() throws Exception {
        TrustManagerFactory authorities = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        authorities.init((java.security.KeyStore) null);
        TlsTrust trust = new TlsTrust((X509TrustManager) authorities.getTrustManagers()[0], Clock.systemUTC());
        sender = new SmtpSender(trust, ConnectionLimits.DEFAULT, clock(), timer);
        mx = new RawMx(ALL, RawMx::agree);
    }

    @AfterEach
    void stop() throws IOException {
        sender.close();
        mx.close();
        timer.shutdownNow();
    }

    Clock clock() {
        return Clock.systemUTC();
    }

    MxTarget target() {
        return new MxTarget(DomainName.of("raw.example"), InetAddress.getLoopbackAddress(), mx.port());
    }

    SmtpSettings settings() {
        return new SmtpSettings("mail.sender.example", Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    Map<MailAddress, AttemptResult> send(String... recipients) {
        HostVisit visit = sender.visit(
                target(),
                new TlsDemand(Optional.empty(), false, false, false),
                settings(),
                new Envelope(
                        Optional.of(MailAddress.of("me@sender.example")),
                        Arrays.stream(recipients).map(MailAddress::of).toList()),
                new AsciiMail(MAIL));
        return visit.results();
    }

    private record AsciiMail(String text) implements MailContent {

        @Override
        public long size() {
            return text.length();
        }

        @Override
        public boolean hasEightBit() {
            return false;
        }

        @Override
        public boolean hasUtf8Header() {
            return false;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Of each recipient: ACCEPTED, or the reason why not. */
    static String of(Map<MailAddress, AttemptResult> results, String recipient) {
        AttemptResult result = Objects.requireNonNull(results.get(MailAddress.of(recipient)));
        return result.failure().map(failure -> failure.reason().name()).orElse("ACCEPTED");
    }

    /** A script with replies to the commands that begin so; the rest is agreed to. */
    static RawMx.Script answering(String... beginningsAndReplies) {
        return line -> {
            for (int i = 0; i < beginningsAndReplies.length; i += 2) {
                if (line.startsWith(beginningsAndReplies[i])) {
                    return beginningsAndReplies[i + 1];
                }
            }
            return RawMx.agree(line);
        };
    }
}
