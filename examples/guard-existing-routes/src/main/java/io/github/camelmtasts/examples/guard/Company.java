package io.github.camelmtasts.examples.guard;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.camelmtasts.GuardMode;
import io.github.camelmtasts.MtaStsComponent;
import io.github.camelmtasts.MtaStsConstants;
import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.ReceivedMail;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** The application with the old routes. */
final class Company implements AutoCloseable {

    /** A minute in all: a guard that has found nothing by then will not. */
    private static final int MAX_LOOKS = 1200;

    private static final long MILLIS_BETWEEN_LOOKS = 50;

    private static final String STOPPED = "stopped: ";

    private final LoopbackInternet internet;
    private final Main main = new Main();

    private Company(LoopbackInternet internet) {
        this.internet = internet;
        PracticeInternet.hosts(internet).forEach(main::addInitialProperty);
        main.configure().addRoutesBuilder(new OldRoutes());
    }

    /** Before it had heard of MTA-STS. */
    static Company asItWas(LoopbackInternet internet) throws Exception {
        Company company = new Company(internet);
        company.main.setDefaultPropertyPlaceholderLocation("false"); // all of application.properties is new
        company.main.start();
        return company;
    }

    static Company guarded(LoopbackInternet internet, GuardMode mode) throws Exception {
        Company company = new Company(internet);
        PracticeInternet.surroundings(internet).forEach(company.main::addInitialProperty);
        company.main.addOverrideProperty("camel.component.mtasts.guardMode", mode.name());
        company.main.configure().addRoutesBuilder(new GuardedBlocks());
        company.main.start();
        return company;
    }

    /** What became of the mail, for each of its recipients in turn. */
    List<String> send(Mail mail) {
        ProducerTemplate template = main.getCamelContext().createProducerTemplate();
        Exchange sent = template.request(entry(mail.route()), exchange -> {
            exchange.getMessage().setHeader("To", String.join(", ", mail.recipients()));
            exchange.getMessage().setHeader("Subject", "Our " + mail.route());
            exchange.getMessage().setBody("Please see below.\r\n");
        });
        return mail.recipients().stream()
                .map(recipient -> fate(recipient, sent))
                .toList();
    }

    /** A mail takes the way through a block if there is one. */
    private String entry(String route) {
        boolean hasBlock = main.getCamelContext().hasEndpoint("direct:guarded-" + route) != null;
        return "direct:" + (hasBlock ? "guarded-" : "") + route;
    }

    private String fate(String recipient, Exchange sent) {
        return internet.mails().stream()
                .filter(mail -> mail.recipients().contains(recipient))
                .findFirst()
                .map(Company::taken)
                .orElseGet(() -> STOPPED + reason(recipient, sent));
    }

    static boolean isStopped(String fate) {
        return fate.startsWith(STOPPED);
    }

    private static String taken(ReceivedMail mail) {
        return mail.mxHost() + (mail.encrypted() ? ", TLS" : ", clear text");
    }

    private static String reason(String recipient, Exchange sent) {
        return Optional.ofNullable(sent.getMessage().getHeader(MtaStsConstants.REPORT, DeliveryReport.class))
                .flatMap(report -> report.recipients().stream()
                        .filter(each -> each.recipient().toString().equals(recipient))
                        .findFirst())
                .flatMap(RecipientReport::failure)
                .map(failure -> failure.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .orElseGet(() -> String.valueOf(sent.getException()));
    }

    /** What the guard knows of each endpoint, a line each. It looks beside the mails, so this waits for that many findings. */
    List<String> findings(long expected) throws InterruptedException {
        int looks = 0;
        while (findings() < expected && looks++ < MAX_LOOKS) {
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
        return guardedEndpoints().toList();
    }

    private long findings() {
        return guardedEndpoints()
                .filter(line -> !line.contains("to be stopped: 0"))
                .count();
    }

    private Stream<String> guardedEndpoints() {
        MtaStsComponent component = main.getCamelContext().getComponent("mtasts", MtaStsComponent.class);
        return component.guardLedger().lines().stream();
    }

    @Override
    public void close() {
        main.stop();
        internet.reset(); // the next one's mails have the same recipients
    }
}
