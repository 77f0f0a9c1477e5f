package io.github.camelmtasts.springboot.actuate;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.watch.Attempted;
import io.github.camelmtasts.watch.ConnectionUse;
import io.github.camelmtasts.watch.Facts;
import io.github.camelmtasts.watch.HandedTo;

/** Section of the page: what came of the deliveries of the last hour, counted for each recipient. */
final class Deliveries {

    /** Of the bar: thousandths are finer than any screen shows. */
    private static final long BAR_WIDTH = 1000;

    private static final long LEAST_TO_SEE = 6;

    private final Facts facts;
    private final Facts.Hour hour;

    Deliveries(Facts facts) {
        this.facts = facts;
        this.hour = facts.lastHour();
    }

    Markup section() {
        return Markup.of(
                """
                <section>
                <h2>The last hour</h2>
                <dl class="figures">%s%s%s</dl>
                %s
                %s
                <p class="quiet">%s</p>
                </section>
                """,
                figure(Outcome.DELIVERED, "good", "delivered"),
                figure(Outcome.DEFERRED, "slow", "put off"),
                figure(Outcome.FAILED, "bad", "failed for good"),
                bar(),
                reasons(),
                besides());
    }

    private Markup figure(Outcome outcome, String look, String word) {
        return Markup.of("<div class=\"%s\"><dd>%s</dd><dt>%s</dt></div>", look, Words.number(count(outcome)), word);
    }

    private long count(Outcome outcome) {
        return sum(attempt -> attempt.outcome() == outcome);
    }

    private long sum(Predicate<Attempted> which) {
        return hour.attempts().entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private Markup bar() {
        long all = sum(attempt -> true);
        if (all == 0) {
            return Markup.of("<p class=\"quiet\">No mail was sent.</p>");
        }
        long good = BAR_WIDTH - part(count(Outcome.DEFERRED) + count(Outcome.FAILED), all);
        long bad = part(count(Outcome.FAILED), all);
        return Markup.of("""
                <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="slow" width="1000" height="10"/><rect class="good" width="%s" height="10"/>
                <rect class="bad" x="%s" width="%s" height="10"/></svg>
                """, good, BAR_WIDTH - bad, bad);
    }

    /** Of the bar; what happened at all can be seen. */
    private static long part(long count, long all) {
        return count == 0 ? 0 : Math.max(LEAST_TO_SEE, BAR_WIDTH * count / all);
    }

    private Markup reasons() {
        Map<FailureReason, Long> reasons = hour.attempts().entrySet().stream()
                .filter(entry -> entry.getKey().reason().isPresent())
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey().reason().orElseThrow(), Collectors.summingLong(Map.Entry::getValue)));
        if (reasons.isEmpty()) {
            return Markup.NOTHING;
        }
        return Markup.of(
                "<table class=\"reasons\"><tbody>%s</tbody></table>",
                Markup.all(reasons.entrySet().stream()
                        .sorted(Map.Entry.<FailureReason, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                        .map(entry -> reason(entry.getKey(), entry.getValue()))));
    }

    private static Markup reason(FailureReason reason, long count) {
        return Markup.of(
                "<tr><td class=\"number\">%s</td><td><b>%s.</b> %s.</td></tr>",
                Words.number(count), Words.reason(reason), Words.capital(reason.advice()));
    }

    private String besides() {
        return "By policy mode: " + modes() + ". Handed on: "
                + Words.count(hour.count(HandedTo.RETRY), "message") + " to wait, "
                + Words.number(hour.count(HandedTo.DEAD_LETTER)) + " to the dead letters. Connections: "
                + Words.number(facts.connections().inUse()) + " of "
                + Words.number(facts.connections().most()) + " in use, "
                + Words.number(hour.count(ConnectionUse.OPENED) + hour.count(ConnectionUse.RESUMED)) + " opened, "
                + Words.number(hour.count(ConnectionUse.REUSED)) + " used again.";
    }

    private String modes() {
        Map<String, Long> modes = hour.attempts().entrySet().stream()
                .collect(Collectors.groupingBy(
                        (Function<Map.Entry<Attempted, Long>, String>)
                                entry -> entry.getKey().mode(),
                        TreeMap::new,
                        Collectors.summingLong(Map.Entry::getValue)));
        return modes.isEmpty()
                ? "none"
                : modes.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + Words.number(entry.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
