package io.github.camelmtasts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelmtasts.metrics.MtaStsMetrics;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Micrometer's meters of the component, and the pages and the dashboard that rest on their names. */
@Timeout(60)
class MetricsTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = ChannelBench.internet();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @AutoClose
    private final ChannelBench bench;

    private final MtaStsComponent component;

    MetricsTest(LoopbackInternet internet) throws Exception {
        this.bench = new ChannelBench(internet);
        this.component = bench.sender().context().getComponent("mtasts", MtaStsComponent.class);
        new MtaStsMetrics(component.watch()).bindTo(registry);
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private long timed(String name, String... tags) {
        return registry.get(name).tags(tags).timer().count();
    }

    @Test
    void countsDeliveriesByOutcomeReasonAndMode() {
        bench.send(ChannelBench.ALL);

        assertThat(counter("mtasts.deliveries", "outcome", "delivered", "reason", "none", "mode", "enforce"))
                .isEqualTo(1);
        assertThat(counter("mtasts.deliveries", "outcome", "deferred", "reason", "starttls_not_offered"))
                .isEqualTo(1);
        assertThat(counter("mtasts.deliveries", "outcome", "failed", "reason", "server_refused", "mode", "none"))
                .isEqualTo(1);
        assertThat(counter("mtasts.handed.over", "channel", "retry")).isEqualTo(1);
        assertThat(counter("mtasts.handed.over", "channel", "dead_letter")).isEqualTo(1);
        assertThat(gauge("mtasts.domains.waiting")).isEqualTo(2);
    }

    @Test
    void beginsAtNoughtSoThatTheFirstOfItsKindIsAnIncrease() {
        assertThat(counter("mtasts.handed.over", "channel", "dead_letter")).isZero();
        assertThat(counter("mtasts.connections", "use", "exhausted")).isZero();
        assertThat(timed("mtasts.policy.lookups", "source", "failed")).isZero();
    }

    @Test
    void timesLookUpsBySourceAndFetchesByResult() {
        bench.send("you@good.example");
        bench.send("you@good.example");
        bench.send("me@busy.example");

        assertThat(timed("mtasts.policy.lookups", "source", "fetch")).isEqualTo(1);
        assertThat(timed("mtasts.policy.lookups", "source", "cache")).isEqualTo(1);
        assertThat(timed("mtasts.policy.lookups", "source", "none")).isEqualTo(1);
        assertThat(timed("mtasts.policy.fetches", "result", "fetched")).isEqualTo(1);
        bench.net().policyHost().withdraw("strict.example");
        bench.send("her@strict.example");
        assertThat(timed("mtasts.policy.fetches", "result", "not_found")).isEqualTo(1);
        assertThat(registry.get("mtasts.policy.lookups")
                        .tag("source", "fetch")
                        .timer()
                        .totalTime(TimeUnit.NANOSECONDS))
                .isPositive();
    }

    @Test
    void countsConnections() {
        bench.send("you@good.example");
        bench.send("you@good.example");

        assertThat(counter("mtasts.connections", "use", "opened")).isEqualTo(1);
        assertThat(counter("mtasts.connections", "use", "reused")).isEqualTo(1);
        assertThat(gauge("mtasts.connections.open")).isEqualTo(1);
        assertThat(gauge("mtasts.connections.in.use")).isZero();
        assertThat(gauge("mtasts.connections.max")).isEqualTo(500);
    }

    @Test
    void tellsOfOverridesAndObserving() {
        component.overridePolicy("partner.example", "skip until 2099-12-31: agreed");
        component.overridePolicy("former.example", "skip until 2001-12-31: agreed");
        component.setEnforcement(Enforcement.OBSERVE);

        assertThat(gauge("mtasts.overrides")).isEqualTo(1);
        assertThat(gauge("mtasts.observing")).isEqualTo(1);
    }

    @Test
    void countsWhatObservingLetsThroughByItsReason() {
        component.setEnforcement(Enforcement.OBSERVE);
        bench.send("her@strict.example");

        assertThat(counter(
                        "mtasts.deliveries",
                        "outcome",
                        "delivered",
                        "reason",
                        "starttls_not_offered",
                        "mode",
                        "testing"))
                .isEqualTo(1);
        assertThat(component.watch().health().orElseThrow().items())
                .anyMatch(item -> item.detail().contains("to 1 recipients in the last hour"));
    }

    @Test
    void gaugesOfAStoppedComponentShowNothing() {
        component.stop();

        assertThat(gauge("mtasts.connections.open")).isNaN();
    }

    @Test
    void noTagHoldsWhatStrangersChoose() {
        bench.send(ChannelBench.ALL);

        assertThat(registry.getMeters())
                .flatExtracting(meter -> meter.getId().getTags())
                .extracting(tag -> tag.getValue())
                .allMatch(value -> value.matches("[a-z_]+"));
    }

    /** The names under which Prometheus keeps a meter. */
    private static Stream<String> prometheusNames(Meter meter) {
        String name = meter.getId().getName().replace('.', '_');
        return switch (meter.getId().getType()) {
            case COUNTER -> Stream.of(name + "_total");
            case TIMER -> Stream.of(name + "_seconds_count", name + "_seconds_sum", name + "_seconds_max");
            default -> "seconds".equals(meter.getId().getBaseUnit()) ? Stream.of(name + "_seconds") : Stream.of(name);
        };
    }

    private static Set<String> namesIn(String file, String pattern) throws IOException {
        String text = Files.readString(Path.of("..", "docs").resolve(file));
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theDashboardAsksForMetersThatThereAre() throws IOException {
        bench.send(ChannelBench.ALL);
        Set<String> known = registry.getMeters().stream()
                .flatMap(MetricsTest::prometheusNames)
                .collect(Collectors.toSet());

        Set<String> asked = namesIn("grafana/mtasts.json", "\\b(mtasts_[a-z_]+)");
        assertThat(asked).isNotEmpty();
        assertThat(known).containsAll(asked);
    }

    @Test
    void theDocumentationNamesEachMeterWithItsTypeAndTags() throws IOException {
        bench.send(ChannelBench.ALL);
        Map<String, String> meters = registry.getMeters().stream()
                .collect(Collectors.toMap(
                        meter -> meter.getId().getName(),
                        meter -> meter.getId().getType().name().toLowerCase(Locale.ROOT) + " | "
                                + meter.getId().getTags().stream()
                                        .map(tag -> "`" + tag.getKey() + "`")
                                        .collect(Collectors.joining(", ")),
                        (one, same) -> one));
        String page = Files.readString(Path.of("..", "docs", "operations.md"));

        assertThat(page).contains("new MtaStsMetrics(component.watch()).bindTo(registry);"); // as above
        meters.forEach((name, kind) -> assertThat(page).contains(("| `" + name + "` | " + kind).strip()));
        assertThat(namesIn("operations.md", "(?m)^\\| `(mtasts\\.[a-z.]+)` \\| (?:counter|timer|gauge)"))
                .containsExactlyInAnyOrderElementsOf(meters.keySet());
    }
}
