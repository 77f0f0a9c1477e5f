package io.github.camelmtasts.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.github.camelmtasts.discovery.OverdueRefresh;
import io.github.camelmtasts.watch.Glance;
import io.github.camelmtasts.watch.Watch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds what a component's {@link Watch} sees to a meter registry. Tags have few values: neither domains nor hosts are among
 * them. The watch counts on while the component is stopped, and gauges show nothing then.
 */
public final class MtaStsMetrics implements MeterBinder {

    private final Watch watch;

    /** Metrics of the component whose watch this is. */
    public MtaStsMetrics(Watch watch) {
        this.watch = watch;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        watch.tell(new Meters(registry));
        gauge(registry, Metric.OPEN, glance -> glance.connections().open());
        gauge(registry, Metric.IN_USE, glance -> glance.connections().inUse());
        gauge(registry, Metric.MAX, glance -> glance.connections().most());
        gauge(registry, Metric.WAITING, glance -> glance.waiting().size());
        gauge(registry, Metric.WITHOUT_POLICY, glance -> glance.missing().size());
        gauge(registry, Metric.OVERDUE, glance -> glance.overdue().size());
        gauge(registry, Metric.OVERRIDES, glance -> glance.overrides().size());
        gauge(registry, Metric.ROLL_OVERS, Glance::rollOversToDo);
        gauge(registry, Metric.OBSERVING, glance -> glance.isObserving() ? 1 : 0);
        TimeGauge.builder(
                        Metric.OVERDUE_AGE.id(),
                        watch,
                        TimeUnit.SECONDS,
                        there -> value(there, MtaStsMetrics::secondsOverdue))
                .description(Metric.OVERDUE_AGE.description())
                .register(registry);
    }

    private void gauge(MeterRegistry registry, Metric metric, ToDoubleFunction<Glance> figure) {
        Gauge.builder(metric.id(), watch, there -> value(there, figure))
                .description(metric.description())
                .register(registry);
    }

    private static double value(Watch watch, ToDoubleFunction<Glance> figure) {
        return watch.glance().stream().mapToDouble(figure).findFirst().orElse(Double.NaN);
    }

    private static double secondsOverdue(Glance glance) {
        return secondsOverdue(glance.overdue(), glance.at());
    }

    static double secondsOverdue(List<OverdueRefresh> overdue, Instant now) {
        Instant since = overdue.stream()
                .map(OverdueRefresh::since)
                .min(Comparator.naturalOrder())
                .orElse(now);
        return Duration.between(since, now).toSeconds();
    }
}
