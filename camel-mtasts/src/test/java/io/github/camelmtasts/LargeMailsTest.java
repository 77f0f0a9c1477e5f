package io.github.camelmtasts;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedFileInputStream;

import io.github.camelmtasts.testkit.LoopbackInternet;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

/** Large mails pass through files, not through memory. */
class LargeMailsTest {

    private static final int MAIL_BYTES = 50_000_000;

    /** An attachment grows by a third and its line ends. */
    private static final int ATTACHMENT_BYTES = MAIL_BYTES / 78 * 57;

    @Test
    void fourMailsOfFiftyMegabytesAtOnceGoThroughAHeapOf256(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("log.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        FourLargeMails.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(Files.readString(log)).contains("delivered 4 mails");
        assertThat(process.exitValue()).isZero();
    }

    /** Both sides, in a process of its own. */
    static final class FourLargeMails {

        private FourLargeMails() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            Path attachment = file(directory.resolve("attachment.bin"), "", ATTACHMENT_BYTES);
            Path finished = file(
                    directory.resolve("finished.eml"),
                    "From: billing@sender.example\r\nTo: you@good.example\r\n\r\n",
                    MAIL_BYTES);
            try (LoopbackInternet internet = LoopbackInternet.of(domain("good.example")
                                    .mx(10, mxHost("mx.good.example").keepingNoMail()))
                            .start();
                    Sender sender = new Sender(internet)) {
                sendAtOnce(List.of(
                        () -> withAttachment(sender, attachment),
                        () -> withAttachment(sender, attachment),
                        () -> asItIs(sender, finished),
                        () -> asItIs(sender, finished)));
                System.out.println("delivered " + internet.mx("mx.good.example").mailCount() + " mails");
            }
            System.exit(0);
        }

        private static void sendAtOnce(List<Callable<Exchange>> mails) throws Exception {
            CyclicBarrier start = new CyclicBarrier(mails.size());
            ExecutorService workers = Executors.newFixedThreadPool(mails.size());
            List<Future<Exchange>> sent = mails.stream()
                    .map(mail -> workers.submit(() -> {
                        start.await();
                        return mail.call();
                    }))
                    .toList();
            for (Future<Exchange> each : sent) {
                assertThat(each.get().getException()).isNull();
            }
        }

        private static Exchange withAttachment(Sender sender, Path file) {
            return sender.context().createProducerTemplate().request(Sender.ENDPOINT, exchange -> {
                exchange.getMessage().setHeader("To", "you@good.example");
                exchange.getMessage().setBody("See attachment");
                Objects.requireNonNull(exchange.getMessage(AttachmentMessage.class))
                        .addAttachment("large.bin", new DataHandler(new FileDataSource(file.toFile())));
            });
        }

        private static Exchange asItIs(Sender sender, Path file) throws Exception {
            try (SharedFileInputStream in = new SharedFileInputStream(file.toFile())) {
                MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);
                return sender.context()
                        .createProducerTemplate()
                        .request(
                                Sender.ENDPOINT,
                                exchange -> exchange.getMessage().setBody(message));
            }
        }

        private static Path file(Path path, String beginning, int size) throws IOException {
            byte[] line = ("large ".repeat(12) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            try (OutputStream out = Files.newOutputStream(path)) {
                out.write(beginning.getBytes(StandardCharsets.US_ASCII));
                for (int written = 0; written < size; written += line.length) {
                    out.write(line);
                }
            }
            return path;
        }
    }
}
