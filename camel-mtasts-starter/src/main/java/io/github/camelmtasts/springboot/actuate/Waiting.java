package io.github.camelmtasts.springboot.actuate;

import java.time.Duration;
import java.time.Instant;

import io.github.camelmtasts.watch.Facts;
import io.github.camelmtasts.watch.WaitingDomain;

/** Section of the page: why mail waits, and who must mend it. */
final class Waiting {

    private final Facts facts;

    Waiting(Facts facts) {
        this.facts = facts;
    }

    /** Nothing if no mail waits. */
    Markup section() {
        if (facts.waiting().isEmpty()) {
            return Markup.NOTHING;
        }
        return Markup.of(
                "<section><h2>Why mail waits</h2><ul class=\"waiting\">%s</ul></section>",
                Markup.all(facts.waiting().stream().map(domain -> entry(domain, facts.at()))));
    }

    private static Markup entry(WaitingDomain waiting, Instant now) {
        return Markup.of(
                """
                <li><h3>%s</h3><p class="meta">%s tried in %s, the last %s</p><p>%s</p></li>
                """,
                waiting.domain(),
                Words.count(waiting.attempts(), "recipient"),
                Words.length(Duration.between(waiting.since(), now)),
                Words.distance(waiting.last(), now),
                Words.capital(waiting.explanation()));
    }
}
