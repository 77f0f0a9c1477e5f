package io.github.camelmtasts.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.camelmtasts.delivery.AttemptResult;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.HostVisit;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.MailContent;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.delivery.TlsDemand;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.SmtpStage;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.smtp.SenderBench.HOST;
import static org.assertj.core.api.Assertions.assertThat;

class SmtpSenderTest {

    private static final MailAddress YOU = MailAddress.of("you@good.example");
    private static final TlsDemand OPPORTUNISTIC = new TlsDemand(Optional.empty(), false, false, false);

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = SenderBench.internet();

    @AutoClose
    private final SenderBench bench = new SenderBench(INTERNET.internet());

    @Test
    void aPositiveAnswerToDataIsNoAcceptance() {
        bench.mx().behave(HOST.reply(SmtpStage.DATA, "250 2.0.0 as you like"));

        assertThat(reasonOf(visit(text("Hello\r\n")))).isEqualTo(FailureReason.CONNECTION_LOST);
    }

    @Test
    void aRefusalOfTheMailCountsAlthoughTheConnectionBreaksRightAfterIt() {
        bench.mx().behave(HOST.reply(SmtpStage.END_OF_DATA, "550 5.7.1 no").droppingAt(SmtpStage.RSET));

        assertThat(result(visit(text("Hello\r\n")))).isInstanceOf(AttemptResult.Refused.class);
    }

    @Test
    void aMailThatCannotBeReadIsOurFaultAndIsNotEndedByADot() {
        assertThat(reasonOf(visit(content(100, out -> {
                    out.write("Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    throw new IOException("/a/path/that/nobody/shall/see");
                }))))
                .isEqualTo(FailureReason.LOCAL_ERROR);
        assertThat(bench.mx().mails()).isEmpty();
    }

    @Test
    void aMailThatHasBecomeShorterIsNotSentAsTheWhole() {
        HostVisit visit = visit(content(
                1000, out -> out.write("Subject: x\r\n\r\nhalf a mail\r\n".getBytes(StandardCharsets.US_ASCII))));

        assertThat(reasonOf(visit)).isEqualTo(FailureReason.LOCAL_ERROR);
        assertThat(bench.mx().mails()).isEmpty();
    }

    @Test
    void aConnectionThatIsClosedInAnswerToStartTlsIsTriedOnceMoreInClearTextAndNotKept() {
        bench.mx().behave(HOST.droppingAt(SmtpStage.STARTTLS));

        assertThat(result(visit(text("one\r\n")))).isInstanceOf(AttemptResult.Accepted.class);
        bench.mx().behave(HOST);
        HostVisit second = visit(text("two\r\n"));

        assertThat(second.tls()).as("TLS is back, and is used").isPresent();
    }

    @Test
    void anErrorInASecondTransactionLeavesThoseOfTheFirstTheirMail() {
        List<MailAddress> many = IntStream.rangeClosed(1, 101)
                .mapToObj(each -> MailAddress.of("you" + each + "@good.example"))
                .toList();
        AtomicInteger writings = new AtomicInteger();
        byte[] mail = "Subject: x\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII);

        HostVisit visit = visit(many, content(mail.length, out -> {
            if (writings.incrementAndGet() == 2) {
                throw new OutOfMemoryError("Java heap space");
            }
            out.write(mail);
        }));

        assertThat(many.subList(0, 100))
                .allSatisfy(had -> assertThat(visit.results().get(had)).isInstanceOf(AttemptResult.Accepted.class));
        assertThat(visit.results())
                .hasEntrySatisfying(
                        many.get(100),
                        left -> assertThat(left.failure().map(Failure::reason)).contains(FailureReason.LOCAL_ERROR));
    }

    @Test
    void whatAHostSaidUnaskedUnderTlsEndsTheConnection() {
        bench.mx().behave(HOST.sayingMoreAt(SmtpStage.END_OF_DATA, "250 2.0.0 as I said"));
        visit(text("one\r\n"));
        bench.mx().behave(HOST.refusing(YOU.toString(), "550 5.1.1 unknown"));

        assertThat(reasonOf(visit(text("two\r\n")))).isEqualTo(FailureReason.SERVER_REFUSED);
    }

    private HostVisit visit(MailContent content) {
        return visit(List.of(YOU), content);
    }

    private HostVisit visit(List<MailAddress> recipients, MailContent content) {
        return bench.sender()
                .visit(
                        bench.target(),
                        OPPORTUNISTIC,
                        new SmtpSettings("mail.sender.example", Duration.ofSeconds(5), Duration.ofSeconds(5)),
                        new Envelope(Optional.empty(), recipients),
                        content);
    }

    private static AttemptResult result(HostVisit visit) {
        return visit.results().values().iterator().next();
    }

    private static FailureReason reasonOf(HostVisit visit) {
        return result(visit).failure().orElseThrow().reason();
    }

    private static MailContent text(String body) {
        byte[] mail = ("Subject: x\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
        return content(mail.length, out -> out.write(mail));
    }

    private interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    private static MailContent content(long size, Writer writer) {
        return new MailContent() {
            @Override
            public long size() {
                return size;
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
                writer.writeTo(out);
            }
        };
    }
}
