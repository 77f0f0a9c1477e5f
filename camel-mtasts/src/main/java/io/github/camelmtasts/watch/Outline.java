package io.github.camelmtasts.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.github.camelmtasts.discovery.OverdueRefresh;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.MxPattern;
import io.github.camelmtasts.publication.RollOverReport;
import io.github.camelmtasts.smtp.ConnectionCounts;

/**
 * What the watch knows, as maps, lists, strings, numbers and truth values that any library writes as JSON. What is not known
 * is left out, never null. docs/operations.md has the form, which is only ever added to.
 */
public final class Outline {

    private Outline() {}

    /** How things stand. */
    public static Map<String, Object> of(Facts facts) {
        Map<String, Object> outline = new LinkedHashMap<>();
        outline.put("at", facts.at().toString());
        outline.put("enforcement", facts.observing() ? "observe" : "enforce");
        outline.put("overrides", overrides(facts));
        outline.put("lastHour", lastHour(facts.lastHour()));
        outline.put("waiting", facts.waiting().stream().map(Outline::of).toList());
        outline.put("failed", facts.failed().stream().map(Outline::of).toList());
        outline.put("missing", facts.missing().stream().map(Outline::of).toList());
        outline.put("overdue", facts.overdue().stream().map(Outline::of).toList());
        outline.put("resolver", of(facts.resolver()));
        outline.put("storeReads", of(facts.storeReads()));
        outline.put("storeWrites", of(facts.storeWrites()));
        outline.put("unsaved", facts.unsaved());
        outline.put("expired", facts.expired());
        outline.put("connections", of(facts.connections()));
        outline.put("rollOvers", facts.rollOvers().stream().map(Outline::of).toList());
        return outline;
    }

    private static Map<String, Object> of(ConnectionCounts connections) {
        Map<String, Object> outline = new LinkedHashMap<>();
        outline.put("open", connections.open());
        outline.put("inUse", connections.inUse());
        outline.put("most", connections.most());
        return outline;
    }

    private static Map<String, Object> overrides(Facts facts) {
        Map<String, Object> outline = new TreeMap<>();
        facts.overrides().forEach((domain, override) -> outline.put(domain.toString(), override.toString()));
        return outline;
    }

    private static Map<String, Object> lastHour(Facts.Hour hour) {
        Map<String, Object> outline = new LinkedHashMap<>();
        outline.put(
                "attempts", hour.attempts().entrySet().stream().map(Outline::of).toList());
        outline.put("connections", inLowerCase(hour.connections()));
        outline.put("handedOver", inLowerCase(hour.handedOver()));
        return outline;
    }

    private static Map<String, Object> of(Map.Entry<Attempted, Long> attempts) {
        Attempted kind = attempts.getKey();
        Map<String, Object> outline = new LinkedHashMap<>();
        outline.put("outcome", kind.outcome().name());
        kind.reason().ifPresent(reason -> outline.put("reason", reason.name()));
        outline.put("mode", kind.mode());
        outline.put("count", attempts.getValue());
        return outline;
    }

    private static <K extends Enum<K>> Map<String, Object> inLowerCase(Map<K, Long> counts) {
        Map<String, Object> outline = new TreeMap<>();
        counts.forEach((kind, count) -> outline.put(kind.name().toLowerCase(Locale.ROOT), count));
        return outline;
    }

    private static Map<String, Object> of(WaitingDomain waiting) {
        Map<String, Object> outline = new LinkedHashMap<>();
        outline.put("domain", waiting.domain().toString());
        outline.put("since", waiting.since().toString());
        outline.put("last", waiting.last().toString());
        outline.put("attempts", waiting.attempts());
        outline.put("reason", waiting.reason().name());
        outline.put("explanation", waiting.explanation());
        return outline;
    }

    private static Map<String, Object> of(MissingPolicy missing) {
        Map<String, Object> outline = new LinkedHashMap<>();
        outline.put("domain", missing.domain().toString());
        outline.put("since", missing.since().toString());
        outline.put("last", missing.last().toString());
        outline.put("mails", missing.mails());
        outline.put("waits", missing.waits());
        outline.put("reason", missing.reason().name());
        outline.put("detail", missing.detail());
        return outline;
    }

    private static Map<String, Object> of(OverdueRefresh row) {
        Map<String, Object> outline = new LinkedHashMap<>();
        outline.put("domain", row.key().domain().toString());
        outline.put("dialect", row.key().dialect().name().toLowerCase(Locale.ROOT));
        outline.put("failures", row.failures());
        outline.put("since", row.since().toString());
        outline.put("next", row.next().toString());
        outline.put("detail", row.detail());
        return outline;
    }

    private static Map<String, Object> of(RollOverReport report) {
        Map<String, Object> outline = new LinkedHashMap<>();
        outline.put("domain", report.domain().toString());
        outline.put("stage", report.stage().name());
        outline.put("at", report.at().toString());
        put("until", report.until(), outline);
        outline.put("toDo", report.toDo());
        return outline;
    }

    private static Map<String, Object> of(Contact contact) {
        Map<String, Object> outline = new LinkedHashMap<>();
        put("answered", contact.answered(), outline);
        put("failing", contact.failing(), outline);
        put("failed", contact.failed(), outline);
        put("detail", contact.detail(), outline);
        return outline;
    }

    private static void put(String name, Optional<?> value, Map<String, Object> outline) {
        value.ifPresent(known -> outline.put(name, known.toString()));
    }

    /** How healthy it is. */
    public static Map<String, Object> of(Health health) {
        Map<String, Object> outline = new LinkedHashMap<>();
        health.items().forEach(item -> outline.put(item.name(), of(item)));
        return outline;
    }

    private static Map<String, Object> of(HealthItem item) {
        Map<String, Object> outline = new LinkedHashMap<>();
        outline.put("state", item.state().name());
        outline.put("detail", item.detail());
        return outline;
    }

    /** Which policies are in force. */
    public static List<Map<String, Object>> of(List<PolicyStanding> policies) {
        return policies.stream().map(Outline::of).toList();
    }

    private static Map<String, Object> of(PolicyStanding standing) {
        CachedPolicy policy = standing.policy();
        Map<String, Object> outline = new LinkedHashMap<>();
        outline.put("domain", policy.domain().toString());
        outline.put("mode", policy.policy().mode().name().toLowerCase(Locale.ROOT));
        outline.put("dialect", policy.policy().dialect().name().toLowerCase(Locale.ROOT));
        outline.put("id", policy.recordId());
        outline.put("fetchedAt", policy.fetchedAt().toString());
        outline.put("expiresAt", policy.expiresAt().toString());
        outline.put(
                "mx",
                policy.policy().mxPatterns().stream().map(MxPattern::toString).toList());
        standing.overdue().ifPresent(row -> outline.put("overdue", of(row)));
        return outline;
    }
}
