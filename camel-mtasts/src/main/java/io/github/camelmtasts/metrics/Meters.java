package io.github.camelmtasts.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.github.camelmtasts.discovery.PolicySource;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.watch.Attempted;
import io.github.camelmtasts.watch.ConnectionUse;
import io.github.camelmtasts.watch.HandedTo;
import io.github.camelmtasts.watch.WatchListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Counts what the watch tells, in one registry. A meter is there from the first happening of its kind on. */
final class Meters implements WatchListener {

    private final MeterRegistry registry;
    private final Map<Attempted, Counter> deliveries = new ConcurrentHashMap<>();
    private final Map<PolicySource, Timer> lookups = new ConcurrentHashMap<>();
    private final Map<Optional<FetchFailure>, Timer> fetches = new ConcurrentHashMap<>();
    private final Map<ConnectionUse, Counter> connections = new ConcurrentHashMap<>();
    private final Map<HandedTo, Counter> channels = new ConcurrentHashMap<>();

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void attempted(Attempted kind) {
        deliveries
                .computeIfAbsent(
                        kind,
                        first -> counter(
                                Metric.DELIVERIES,
                                "outcome",
                                word(kind.outcome()),
                                "reason",
                                kind.reason().map(Meters::word).orElse("none"),
                                "mode",
                                kind.mode()))
                .increment();
    }

    @Override
    public void lookedUp(PolicySource source, Duration took) {
        lookups.computeIfAbsent(source, first -> timer(Metric.LOOKUPS, "source", wordOf(source)))
                .record(took);
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
        fetches.computeIfAbsent(
                        failure,
                        first -> timer(
                                Metric.FETCHES,
                                "result",
                                failure.map(Meters::word).orElse("fetched")))
                .record(took);
    }

    @Override
    public void connected(ConnectionUse use) {
        connections
                .computeIfAbsent(use, first -> counter(Metric.CONNECTIONS, "use", word(use)))
                .increment();
    }

    @Override
    public void handedOver(HandedTo channel) {
        channels.computeIfAbsent(channel, first -> counter(Metric.HANDED_OVER, "channel", word(channel)))
                .increment();
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
