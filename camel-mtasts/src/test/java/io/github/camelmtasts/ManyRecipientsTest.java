package io.github.camelmtasts;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.Participant;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** An endpoint for each recipient, as {@code toD} makes it, costs no more than one endpoint for all. */
class ManyRecipientsTest {

    private static final int DOMAINS = 20;
    private static final int WORKERS = 4;
    private static final int WARM = 2_000;
    private static final int ALL = 10_000;

    /** What one mail may leave behind on both sides: the test's servers write down each command. */
    private static final long BYTES_FOR_A_MAIL = 2_000;

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(IntStream.range(0, DOMAINS)
            .mapToObj(i -> domain("d" + i + ".example")
                    .policy(enforce("mx.d" + i + ".example"))
                    .mx(10, mxHost("mx.d" + i + ".example").keepingNoMail()))
            .toArray(Participant[]::new));

    /** What must not grow with the number of mails. */
    private record Footprint(long heap, int threads, long ourThreads) {
        static Footprint now() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return new Footprint(
                    runtime.totalMemory() - runtime.freeMemory(),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().contains("MtaSts"))
                            .count());
        }
    }

    @Test
    void tenThousandEndpointsShareOneEngineAndAFewConnections() throws Exception {
        LoopbackInternet internet = INTERNET.internet();
        try (Sender sender = new Sender(internet)) {
            sender.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in")
                            .toD(
                                    "mtasts:send?from=billing@sender.example&localHostname=mail.sender.example&to=${body}");
                }
            });

            sendTo(sender, 0, WARM);
            Footprint warm = Footprint.now();
            sendTo(sender, WARM, ALL);
            Footprint after = Footprint.now();

            assertThat(mails(internet)).isEqualTo(ALL);
            assertThat(connections(internet)).isLessThanOrEqualTo(ALL / 1000 + DOMAINS * WORKERS);
            assertThat(internet.dns().queries()).hasSizeLessThanOrEqualTo(DOMAINS * WORKERS * 6);
            assertThat(internet.policyHost().requests()).hasSize(DOMAINS);
            assertThat(after.heap()).isLessThan(warm.heap() + (ALL - WARM) * BYTES_FOR_A_MAIL);
            assertThat(after.threads()).isLessThan(warm.threads() + 2 * DOMAINS);
            assertThat(after.ourThreads()).isEqualTo(warm.ourThreads()).isLessThan(10);
        }
    }

    private static void sendTo(Sender sender, int from, int to) throws Exception {
        ProducerTemplate template = sender.context().createProducerTemplate();
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Callable<Boolean>> slices = IntStream.range(0, WORKERS)
                    .<Callable<Boolean>>mapToObj(worker -> () -> {
                        for (int i = from + worker; i < to; i += WORKERS) {
                            template.sendBody("direct:in", "user" + i + "@d" + i % DOMAINS + ".example");
                        }
                        return true;
                    })
                    .toList();
            for (Future<Boolean> slice : workers.invokeAll(slices)) {
                assertThat(slice.get()).isTrue();
            }
        } finally {
            workers.shutdownNow();
            template.stop();
        }
    }

    private static int mails(LoopbackInternet internet) {
        return IntStream.range(0, DOMAINS)
                .map(i -> internet.mx("mx.d" + i + ".example").mailCount())
                .sum();
    }

    private static int connections(LoopbackInternet internet) {
        return IntStream.range(0, DOMAINS)
                .map(i -> internet.mx("mx.d" + i + ".example").sessions().size())
                .sum();
    }
}
