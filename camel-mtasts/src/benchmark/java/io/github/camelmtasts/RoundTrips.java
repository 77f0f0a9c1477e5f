package io.github.camelmtasts;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.camelmtasts.testkit.LoopbackInternet;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;

/** How many round trips a mail costs over a kept connection, to one and to ten recipients, measured by a clock. */
public final class RoundTrips {

    private static final int WARM_UP = 1_000;
    private static final int MAILS = 20;

    private RoundTrips() {}

    /** Prints a line for each distance and number of recipients. */
    public static void main(String[] arguments) throws IOException {
        measured(Duration.ofMillis(1), 10, WARM_UP);
        for (Duration roundTrip : List.of(Duration.ofMillis(20), Duration.ofMillis(100))) {
            for (int recipients : List.of(1, 10)) {
                System.out.printf(
                        Locale.ROOT,
                        "round trip %3d ms, %2d recipients: a mail over a kept connection takes %.2f round trips%n",
                        roundTrip.toMillis(),
                        recipients,
                        measured(roundTrip, recipients, MAILS));
            }
        }
    }

    private static double measured(Duration roundTrip, int recipients, int mails) throws IOException {
        try (LoopbackInternet internet = LoopbackInternet.of(domain("far.example")
                                .policy(enforce("mx.far.example"))
                                .mx(10, mxHost("mx.far.example")))
                        .start();
                DelayingProxy proxy = new DelayingProxy(
                        new InetSocketAddress(internet.mx("mx.far.example").address(), internet.smtpPort()),
                        roundTrip);
                Sender sender = new Sender(
                        internet, component -> component.getConfiguration().setSmtpPort(proxy.port()))) {
            send(sender, recipients); // opens the connection
            long start = System.nanoTime();
            for (int mail = 0; mail < mails; mail++) {
                send(sender, recipients);
            }
            return (System.nanoTime() - start) / (double) mails / roundTrip.toNanos();
        }
    }

    private static void send(Sender sender, int recipients) {
        String to = IntStream.range(0, recipients)
                .mapToObj(number -> "you" + number + "@far.example")
                .collect(Collectors.joining(", "));
        if (!Sender.outcome(sender.send(to)).equals("DELIVERED")) {
            throw new IllegalStateException("the mail did not arrive");
        }
    }
}
