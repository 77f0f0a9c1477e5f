package io.github.camelmtasts.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.discovery.OverdueRefresh;
import io.github.camelmtasts.publication.RollOverReport;
import io.github.camelmtasts.watch.HealthItem.State;

/**
 * Whether all is well. What lies with one domain is never more than a warning: a partner's mistake must not take this
 * application out of service.
 *
 * @param items every item, always all of them and in the same order
 */
public record Health(List<HealthItem> items) {

    /** An answer of the resolver that is not older is proof enough that it answers. */
    static final Duration ANSWER_IS_FRESH = Duration.ofMinutes(1);

    /**
     * A store that cannot be used for so long is no hiccup: new policies are known on this node alone, a restart forgets them,
     * and mail to domains of which memory knows nothing waits.
     */
    static final Duration STORE_PATIENCE = Duration.ofMinutes(10);

    /** Domains that one item names; the console names all. */
    private static final int MAX_NAMED = 10;

    /** Whether nothing is down. */
    public boolean isUp() {
        return items.stream().noneMatch(item -> item.state() == State.DOWN);
    }

    static Health of(Facts facts) {
        return new Health(List.of(
                resolver(facts),
                store(facts),
                policies(facts),
                refresh(facts),
                connections(facts),
                channels(facts),
                enforcement(facts),
                overrides(facts),
                publishing(facts)));
    }

    private static HealthItem resolver(Facts facts) {
        Contact resolver = facts.resolver();
        return resolver.answeredWithin(ANSWER_IS_FRESH, facts.at())
                ? HealthItem.up("resolver", "answers")
                : HealthItem.down(
                        "resolver",
                        "answers nobody, not even about the root zone ("
                                + resolver.detail().orElse("not asked yet")
                                + "), so that all mail waits; you must mend it, or name another by the option dnsServers"
                                + since(resolver));
    }

    private static String since(Contact contact) {
        return contact.failing().map(since -> "; since " + since).orElse("");
    }

    /** The worse of reading and writing. That a write failed is no matter of readiness while nothing waits to be written. */
    private static HealthItem store(Facts facts) {
        Contact reads = facts.storeReads();
        Contact writes = facts.storeWrites();
        if (reads.failing().isEmpty() && writes.failing().isEmpty()) {
            return HealthItem.up("store", proven(reads, "read") + ", " + proven(writes, "written"));
        }
        HealthItem reading = contact(
                reads,
                "read",
                "mail to domains whose policy is not in memory waits",
                reads.hasFailedFor(STORE_PATIENCE, facts.at()));
        HealthItem writing = contact(
                writes,
                "written",
                "a restart forgets the policies that are not stored yet, " + facts.unsaved() + " now",
                facts.unsaved() > 0 && writes.hasFailedFor(STORE_PATIENCE, facts.at()));
        return writing.state().compareTo(reading.state()) > 0 ? writing : reading;
    }

    private static String proven(Contact store, String what) {
        return (store.answered().isPresent() ? "can be " : "not yet ") + what;
    }

    private static HealthItem contact(Contact store, String what, String consequence, boolean isDown) {
        if (store.failing().isEmpty()) {
            return HealthItem.up("store", proven(store, what));
        }
        String detail = "cannot be " + what + " (" + store.detail().orElse("") + "), so that " + consequence
                + "; you must mend the database" + since(store);
        return isDown ? HealthItem.down("store", detail) : HealthItem.warn("store", detail);
    }

    /** Mail goes on without protection, as RFC 8461 section 3.3 has it; that must not go unseen. */
    private static HealthItem policies(Facts facts) {
        List<MissingPolicy> missing = facts.missing();
        if (missing.isEmpty()) {
            return HealthItem.up("policies", "no mail lacks a policy that its domain announces");
        }
        String common = missing.size() < MissingPolicies.MANY ? "" : ". " + MissingPolicies.COMMON_CAUSES;
        return HealthItem.warn(
                "policies",
                named(
                                missing.size() == 1 ? "policy could not be had" : "policies could not be had",
                                missing,
                                row -> inWords(row))
                        + common);
    }

    private static String inWords(MissingPolicy row) {
        return row.domain() + ", whose mail " + (row.waits() ? "waits for it" : "goes out without it") + " since "
                + row.since() + ": " + row.detail();
    }

    private static HealthItem refresh(Facts facts) {
        return facts.overdue().isEmpty()
                ? HealthItem.up("refresh", "no policy is overdue" + expired(facts))
                : HealthItem.warn(
                        "refresh",
                        named("policies could not be renewed", facts.overdue(), row -> inWords(row, facts.at()))
                                + expired(facts));
    }

    private static String expired(Facts facts) {
        return facts.expired() == 0 ? "" : "; " + facts.expired() + " in the store have expired";
    }

    private static String inWords(OverdueRefresh row, Instant now) {
        return row.key().domain() + ", " + row.failures() + " times in "
                + Duration.between(row.since(), now).toHours() + " h: " + row.detail();
    }

    private static <T> String named(String what, List<T> all, Function<T, String> words) {
        String more = all.size() > MAX_NAMED ? "; and " + (all.size() - MAX_NAMED) + " more" : "";
        return all.size() + " " + what + ": "
                + all.stream().limit(MAX_NAMED).map(words).collect(Collectors.joining("; ")) + more;
    }

    private static HealthItem connections(Facts facts) {
        long inVain = facts.lastHour().count(ConnectionUse.EXHAUSTED);
        String now = facts.connections().inUse() + " of " + facts.connections().most() + " connections are in use";
        return inVain == 0
                ? HealthItem.up("connections", now)
                : HealthItem.warn(
                        "connections",
                        inVain + " mails waited in vain for one in the last hour, and are tried later; " + now
                                + "; you can allow more by the options maxConnections and maxConnectionsPerHost");
    }

    private static HealthItem channels(Facts facts) {
        return HealthItem.up(
                "channels",
                facts.lastHour().count(HandedTo.RETRY) + " messages to retryUri and "
                        + facts.lastHour().count(HandedTo.DEAD_LETTER) + " to deadLetterUri in the last hour");
    }

    private static HealthItem enforcement(Facts facts) {
        return facts.observing()
                ? HealthItem.warn(
                        "enforcement",
                        "observe: mail goes out that a policy would have stopped (to " + letThrough(facts)
                                + " recipients in the last hour); you must switch to enforce in the end")
                : HealthItem.up("enforcement", "enforce");
    }

    private static long letThrough(Facts facts) {
        return facts.lastHour().attempts().entrySet().stream()
                .filter(counted -> counted.getKey().outcome() == Outcome.DELIVERED
                        && counted.getKey().reason().isPresent())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** No warning: the operator set them, with an end. */
    private static HealthItem overrides(Facts facts) {
        return HealthItem.up(
                "overrides",
                facts.overrides().isEmpty()
                        ? "none in force"
                        : named(
                                "in force",
                                List.copyOf(facts.overrides().entrySet()),
                                entry -> entry.getKey() + " = " + entry.getValue()));
    }

    /** What a policy that we publish needs of its owner. */
    private static HealthItem publishing(Facts facts) {
        List<RollOverReport> needy = facts.rollOvers().stream()
                .filter(report -> !report.toDo().isEmpty())
                .toList();
        return needy.isEmpty()
                ? HealthItem.up(
                        "publishing", "none of " + facts.rollOvers().size() + " published policies needs anything done")
                : HealthItem.warn(
                        "publishing",
                        named(
                                "of " + facts.rollOvers().size() + " published policies need something done",
                                needy,
                                Health::inWords));
    }

    private static String inWords(RollOverReport report) {
        return report.domain() + " is " + report.stage() + ". " + String.join(" ", report.toDo());
    }
}
