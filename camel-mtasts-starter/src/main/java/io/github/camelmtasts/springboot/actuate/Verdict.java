package io.github.camelmtasts.springboot.actuate;

import java.util.List;
import java.util.stream.Collectors;

import io.github.camelmtasts.watch.Facts;
import io.github.camelmtasts.watch.Health;
import io.github.camelmtasts.watch.HealthItem;
import io.github.camelmtasts.watch.HealthItem.State;

/** The first thing on the page: whether all is well, in a sentence, and what is not. */
final class Verdict {

    private final Facts facts;
    private final Health health;

    Verdict(Facts facts, Health health) {
        this.facts = facts;
        this.health = health;
    }

    Markup headline() {
        if (!health.isUp()) {
            return Markup.of("<h1 class=\"bad\">Mail does not go out as it should.</h1>");
        }
        if (!facts.waiting().isEmpty()) {
            return Markup.of(
                    "<h1 class=\"slow\">Mail to %s waits.</h1>",
                    Words.count(facts.waiting().size(), "domain"));
        }
        if (!facts.missing().isEmpty()) {
            return Markup.of(
                    "<h1 class=\"slow\">Mail to %s goes out without the policy that protects it.</h1>",
                    Words.count(facts.missing().size(), "domain"));
        }
        return troubles().isEmpty()
                ? Markup.of("<h1 class=\"good\">Mail goes out as it should.</h1>")
                : Markup.of("<h1 class=\"slow\">Mail goes out; something needs a look.</h1>");
    }

    /** What is not as it should be, the worst first; what is, in one line. */
    Markup items() {
        Markup well = Markup.of(
                "<p class=\"quiet\">Well: %s.</p>",
                health.items().stream()
                        .filter(item -> item.state() == State.UP)
                        .map(HealthItem::name)
                        .collect(Collectors.joining(", ")));
        Markup list = Markup.all(troubles().stream()
                .map(item -> Markup.of(
                        "<li class=\"%s\"><b>%s</b> %s</li>",
                        item.state() == State.DOWN ? "bad" : "slow", item.name(), item.detail())));
        return troubles().isEmpty() ? well : Markup.of("<ul class=\"items\">%s</ul>%s", list, well);
    }

    private List<HealthItem> troubles() {
        return health.items().stream()
                .filter(item -> item.state() != State.UP)
                .sorted((one, other) -> other.state().compareTo(one.state()))
                .toList();
    }
}
