package io.github.camelmtasts;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.Dispatcher;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.MailContent;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** One mail has half an hour, however many domains it goes to and whoever does the work. */
class TimeForOneMailTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("a.example").mx(10, mxHost("mx.a.example")),
            domain("b.example").mx(10, mxHost("mx.b.example")),
            domain("c.example").mx(10, mxHost("mx.c.example")));

    private final MovableClock clock = MovableClock.atNoonToday();
    private final List<Thread> writers = new ArrayList<>();

    /** Takes its time to be written. */
    private final class SlowMail implements MailContent {

        private static final byte[] TEXT = "Subject: x\r\n\r\nHello\r\n".getBytes(US_ASCII);

        @Override
        public long size() {
            return TEXT.length;
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
            writers.add(Thread.currentThread());
            clock.advance(Duration.ofMinutes(16));
            out.write(TEXT);
        }
    }

    @Test
    void theCallerDoesWhatNoHelperIsFreeForWithinTheSameHalfHour() {
        var internet = INTERNET.internet();
        try (Sender sender = new Sender(internet, component -> component.setClock(clock))) {
            MtaStsComponent component = sender.context().getComponent("mtasts", MtaStsComponent.class);
            Dispatcher dispatcher = new Dispatcher(
                    component.engine().courier(),
                    task -> {
                        throw new RejectedExecutionException("all are busy");
                    },
                    clock);

            DeliveryReport report = dispatcher.deliver(
                    Optional.empty(),
                    new Envelope(
                            Optional.of(MailAddress.of("me@sender.example")),
                            List.of(
                                    MailAddress.of("you@a.example"),
                                    MailAddress.of("you@b.example"),
                                    MailAddress.of("you@c.example"))),
                    new SlowMail(),
                    component.getConfiguration().rules(() -> "mail.sender.example"),
                    false);

            assertThat(report.recipients())
                    .extracting(each -> each.outcome().name())
                    .containsExactly("DELIVERED", "DELIVERED", "DEFERRED");
            assertThat(report.worst().failure().orElseThrow().reason()).isEqualTo(FailureReason.OUT_OF_TIME);
            assertThat(writers).containsExactly(Thread.currentThread(), Thread.currentThread());
            assertThat(internet.mx("mx.c.example").sessions()).isEmpty();
        }
    }
}
