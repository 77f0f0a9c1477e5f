package io.github.camelmtasts.examples.quickstart;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.ReceivedMail;

/** Sends one mail to each domain of the loopback internet, and shows what became of it. */
final class Tour {

    private final PrintStream out;

    Tour(PrintStream out) {
        this.out = out;
    }

    /** Whether every outcome was the right one. */
    boolean run() throws Exception {
        try (LoopbackInternet internet = Scenarios.start();
                Mailer mailer = Mailer.inside(internet)) {
            List<RecipientReport> reports = sendToAll(mailer);
            stories(reports);
            deliveredMail(internet.mx("mx.good.example").mails().get(0));
            return verdict(reports);
        }
    }

    private List<RecipientReport> sendToAll(Mailer mailer) {
        Table table = new Table("DOMAIN", "POLICY", "MX TRIED", "TLS", "OUTCOME", "REASON");
        List<RecipientReport> reports = new ArrayList<>();
        for (Scenario scenario : Scenarios.ALL) {
            RecipientReport report = mailer.send("you@" + scenario.domain().name());
            reports.add(report);
            row(table, report);
        }
        table.print(out);
        return reports;
    }

    static void row(Table table, RecipientReport report) {
        table.add(
                report.recipient().domain().toString(),
                InWords.policy(report),
                InWords.hosts(report),
                InWords.tls(report),
                report.outcome().name(),
                InWords.reason(report));
    }

    private void stories(List<RecipientReport> reports) {
        out.println();
        out.println("Why, and who can mend it:");
        for (RecipientReport report : reports) {
            InWords.story(report)
                    .ifPresent(story -> out.println("  " + report.recipient().domain() + ": " + story));
        }
    }

    private void deliveredMail(ReceivedMail mail) {
        out.println();
        out.println("The mail that mx.good.example got:");
        mail.text().lines().takeWhile(line -> !line.isEmpty()).forEach(line -> out.println("  " + line));
    }

    private boolean verdict(List<RecipientReport> reports) {
        long wrong = 0;
        out.println();
        for (int i = 0; i < reports.size(); i++) {
            if (!Scenarios.ALL.get(i).isFulfilledBy(reports.get(i))) {
                wrong++;
                out.println("WRONG: " + reports.get(i).recipient().domain() + " should be "
                        + Scenarios.ALL.get(i).outcome());
            }
        }
        out.println(reports.size() - wrong + " of " + reports.size() + " outcomes are the right ones.");
        return wrong == 0;
    }
}
