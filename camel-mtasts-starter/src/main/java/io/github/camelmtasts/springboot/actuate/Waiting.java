package io.github.camelmtasts.springboot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.camelmtasts.watch.Facts;
import io.github.camelmtasts.watch.WaitingDomain;

/** Sections of the page: why mail waits, and what failed for good; each with who must act. */
final class Waiting {

    private final Facts facts;

    Waiting(Facts facts) {
        this.facts = facts;
    }

    /** Nothing if no mail waits or failed. */
    Markup section() {
        return Markup.of(
                "%s%s",
                section("Why mail waits", facts.waiting()),
                section("Failed for good in the last hour", facts.failed()));
    }

    private Markup section(String heading, List<WaitingDomain> domains) {
        return domains.isEmpty()
                ? Markup.NOTHING
                : Markup.of(
                        "<section><h2>%s</h2><ul class=\"waiting\">%s</ul></section>",
                        heading, Markup.all(domains.stream().map(domain -> entry(domain, facts.at()))));
    }

    private static Markup entry(WaitingDomain waiting, Instant now) {
        return Markup.of(
                """
                <li><h3>%s</h3><p class="meta">%s failed in %s, counted for each recipient, the last %s</p><p>%s</p></li>
                """,
                waiting.domain(),
                Words.count(waiting.attempts(), "attempt"),
                Words.length(Duration.between(waiting.since(), now)),
                Words.distance(waiting.last(), now),
                Words.capital(waiting.explanation()));
    }
}
