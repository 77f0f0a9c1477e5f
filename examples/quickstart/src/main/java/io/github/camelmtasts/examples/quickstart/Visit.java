package io.github.camelmtasts.examples.quickstart;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

import io.github.camelmtasts.delivery.DeliveryPlan.Step;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.delivery.Resolution;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.PolicyDecision;

/** Looks at one real domain, and sends it a mail if that was asked for. */
final class Visit {

    private final PrintStream out;
    private final Map<String, String> settings;
    private final Map<String, Object> beans;

    Visit(PrintStream out, Map<String, String> settings, Map<String, Object> beans) {
        this.out = out;
        this.settings = settings;
        this.beans = beans;
    }

    /** Whether the mail was delivered, or was not to be sent. */
    boolean run(Arguments arguments) throws Exception {
        MailAddress to = MailAddress.of(arguments.to().orElseThrow());
        Map<String, String> properties = new HashMap<>(settings);
        arguments.dns().ifPresent(dns -> properties.put("camel.component.mtasts.dns-servers", dns));
        try (Mailer mailer = Mailer.outside(arguments.from().orElse("nobody@localhost"), properties, beans)) {
            show(mailer.look(to.domain().toString()));
            if (arguments.send()) {
                return send(mailer, to);
            }
            out.println("Nothing was sent. Add --send --from me@my.domain to send one mail.");
            return true;
        }
    }

    private void show(Resolution found) {
        found.undeliverable().ifPresent(failure -> out.println(found.domain() + ": " + failure.explanation()));
        found.decision().ifPresent(decision -> out.println(found.domain() + ": " + policy(decision)));
        for (Step step : found.steps()) {
            out.println("  " + step.host() + ": " + fate(step));
        }
    }

    private static String policy(PolicyDecision decision) {
        return decision.fold(
                enforced -> "policy in mode enforce, " + details(enforced.cached()),
                tested -> "policy in mode testing, " + details(tested.cached()),
                notInEffect -> "no policy in effect: " + notInEffect.detail(),
                cannotTell -> "a mail would wait: " + cannotTell.detail());
    }

    private static String details(CachedPolicy cached) {
        return "id " + cached.recordId() + ", in force until " + cached.expiresAt() + ", mx "
                + cached.policy().mxPatterns();
    }

    private static String fate(Step step) {
        if (step instanceof Step.Skip skip) {
            return "is passed over: " + skip.failure().detail();
        }
        Step.Attempt attempt = (Step.Attempt) step;
        if (attempt.demand().mustVerify()) {
            return "gets the mail if it shows a valid certificate";
        }
        return attempt.noted()
                .map(noted -> "gets the mail, although " + noted.detail())
                .orElse("gets the mail, encrypted if it can");
    }

    private boolean send(Mailer mailer, MailAddress to) {
        RecipientReport report = mailer.send(to.toString());
        Table table = new Table("DOMAIN", "POLICY", "MX TRIED", "TLS", "OUTCOME", "REASON");
        Tour.row(table, report);
        out.println();
        table.print(out);
        InWords.story(report).ifPresent(out::println);
        return report.acceptedBy().isPresent();
    }
}
