package io.github.camelmtasts;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.sun.management.OperatingSystemMXBean;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** One contender in a JVM of its own: warms up, sends, and prints mails per second and microseconds of CPU a mail. */
public final class DeliveryDriver {

    static final int THREADS = 8;

    private static final int WARM_UP = Integer.getInteger("comparison.warmup", 4000);
    private static final int MAILS = Integer.getInteger("comparison.mails", 3000);
    private static final String BODY = ("0123456789".repeat(7) + "\r\n").repeat(56);
    private static final String HEADERS = "useHeaderRecipients=true&useHeaderFrom=true&useHeaderSubject=true";

    private final ProducerTemplate template;
    private final int domains;

    private DeliveryDriver(ProducerTemplate template, int domains) {
        this.template = template;
        this.domains = domains;
    }

    /**
     * Runs it.
     *
     * @param arguments contender, DNS server, port of policy hosts, port of mail servers, number of domains
     */
    public static void main(String[] arguments) throws Exception {
        Contender contender = Contender.valueOf(arguments[0]);
        DefaultCamelContext context = new DefaultCamelContext();
        int smtpPort = Integer.parseInt(arguments[3]);
        if (contender.isOurs()) {
            MtaStsComponent component = new MtaStsComponent();
            component.setDnsServers(arguments[1]);
            component.setPolicyPort(Integer.parseInt(arguments[2]));
            component.getConfiguration().setSmtpPort(smtpPort);
            component.setAllowedAddresses("127.0.0.0/8");
            if (contender == Contender.MTASTS_WITHOUT_REUSE) {
                component.setMaxMessagesPerConnection(1);
            }
            context.addComponent("mtasts", component);
        }
        context.addRoutes(route(contender, smtpPort));
        context.start();
        DeliveryDriver driver = new DeliveryDriver(context.createProducerTemplate(), Integer.parseInt(arguments[4]));
        driver.send(WARM_UP);
        long cpu = cpuNanos();
        long start = System.nanoTime();
        driver.send(MAILS);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "%.1f %.1f", MAILS / seconds, (cpuNanos() - cpu) / 1e3 / MAILS);
        context.stop();
    }

    private static RouteBuilder route(Contender contender, int smtpPort) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                if (contender.isOurs()) {
                    from("direct:mail").to("mtasts:send?localHostname=mail.sender.example&" + HEADERS);
                } else {
                    from("direct:mail")
                            .toD("smtp://${header.mx}:" + smtpPort + "?mail.smtp.starttls.enable=true"
                                    + "&mail.smtp.starttls.required=true&mail.smtp.ssl.checkserveridentity=true&"
                                    + HEADERS);
                }
            }
        };
    }

    private void send(int mails) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int number = 0; number < mails; number++) {
            int domain = number % domains;
            tasks.add(() -> {
                template.sendBodyAndHeaders(
                        "direct:mail",
                        BODY,
                        Map.of(
                                "From",
                                "billing@sender.example",
                                "To",
                                "you@" + DeliveryComparison.domain(domain),
                                "Subject",
                                "Invoice",
                                "mx",
                                DeliveryComparison.host(domain)));
                return null;
            });
        }
        for (Future<Void> sent : threads.invokeAll(tasks)) {
            sent.get();
        }
        threads.shutdown();
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
