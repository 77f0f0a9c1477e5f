package io.github.camelmtasts.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.camelmtasts.discovery.PolicySource;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.policy.PolicyDecision.Reason;
import io.github.camelmtasts.watch.Attempted;
import io.github.camelmtasts.watch.ConnectionUse;
import io.github.camelmtasts.watch.HandedTo;
import io.github.camelmtasts.watch.WatchListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Counts what the watch tells, in one registry. Meters of which there are few begin at nought, lest the first happening of a kind
 * look like none: what Prometheus sees for the first time has not increased. Others are there from their first happening on.
 */
final class Meters implements WatchListener {

    private final MeterRegistry registry;
    private final Map<Attempted, Counter> deliveries = new ConcurrentHashMap<>();
    private final Map<Optional<FetchFailure>, Timer> fetches = new ConcurrentHashMap<>();
    private final Map<PolicySource, Timer> lookups;
    private final Map<Reason, Counter> missing;
    private final Map<ConnectionUse, Counter> connections;
    private final Map<HandedTo, Counter> channels;

    Meters(MeterRegistry registry) {
        this.registry = registry;
        this.lookups = ofEach(PolicySource.class, source -> timer(Metric.LOOKUPS, "source", wordOf(source)));
        this.missing =
                ofEach(Reason.class, Reason::isMissing, reason -> counter(Metric.MISSING, "reason", word(reason)));
        this.connections = ofEach(ConnectionUse.class, use -> counter(Metric.CONNECTIONS, "use", word(use)));
        this.channels = ofEach(HandedTo.class, channel -> counter(Metric.HANDED_OVER, "channel", word(channel)));
    }

    private static <K extends Enum<K>, M> Map<K, M> ofEach(Class<K> kinds, Function<K, M> meter) {
        return ofEach(kinds, kind -> true, meter);
    }

    private static <K extends Enum<K>, M> Map<K, M> ofEach(
            Class<K> kinds, Predicate<K> isCounted, Function<K, M> meter) {
        Map<K, M> meters = new EnumMap<>(kinds);
        EnumSet.allOf(kinds).stream().filter(isCounted).forEach(kind -> meters.put(kind, meter.apply(kind)));
        return meters;
    }

    @Override
    public void attempted(Attempted kind) {
        there(deliveries, kind, this::deliveriesOf).increment();
    }

    private Counter deliveriesOf(Attempted kind) {
        return counter(
                Metric.DELIVERIES,
                "outcome",
                word(kind.outcome()),
                "reason",
                kind.reason().map(Meters::word).orElse("none"),
                "mode",
                kind.mode());
    }

    /** Takes no lock once the meter is there, unlike {@code computeIfAbsent} alone. */
    private static <K, M> M there(Map<K, M> meters, K kind, Function<K, M> first) {
        M known = meters.get(kind);
        return known == null ? meters.computeIfAbsent(kind, first) : known;
    }

    @Override
    public void lookedUp(PolicySource source, Duration took) {
        Objects.requireNonNull(lookups.get(source)).record(took);
    }

    @Override
    public void lackedPolicy(Reason reason) {
        Objects.requireNonNull(missing.get(reason)).increment();
    }

    private static String wordOf(PolicySource source) {
        return switch (source) {
            case KEPT -> "cache";
            case FETCHED -> "fetch";
            case NONE -> "none";
            case UNKNOWN -> "failed";
            case OVERRIDE -> "override";
        };
    }

    @Override
    public void fetched(Optional<FetchFailure> failure, Duration took) {
        there(fetches, failure, this::fetchesOf).record(took);
    }

    private Timer fetchesOf(Optional<FetchFailure> failure) {
        return timer(Metric.FETCHES, "result", failure.map(Meters::word).orElse("fetched"));
    }

    @Override
    public void connected(ConnectionUse use) {
        Objects.requireNonNull(connections.get(use)).increment();
    }

    @Override
    public void handedOver(HandedTo channel) {
        Objects.requireNonNull(channels.get(channel)).increment();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private Counter counter(Metric metric, String... tags) {
        return Counter.builder(metric.id())
                .description(metric.description())
                .tags(tags)
                .register(registry);
    }

    private Timer timer(Metric metric, String... tags) {
        return Timer.builder(metric.id())
                .description(metric.description())
                .tags(tags)
                .register(registry);
    }
}
