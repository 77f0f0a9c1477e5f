package io.github.camelmtasts;

import java.util.Locale;
import java.util.stream.Collectors;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import static java.util.Objects.requireNonNull;

/** Runs the JMH benchmarks whose names fit the argument, and prints a line for each. */
public final class Benchmarks {

    private static final String BYTES_PER_CALL = "gc.alloc.rate.norm";

    private Benchmarks() {}

    /** Runs them in JVMs of their own, each some ten seconds. */
    public static void main(String[] arguments) throws RunnerException {
        System.out.println("JMH benchmarks that fit '" + arguments[0] + "': time and new heap of one call");
        System.out.printf("%-58s %12s %12s %8s%n", "benchmark", "mean ns", "median ns", "bytes");
        new Runner(new OptionsBuilder()
                        .include(arguments[0])
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run()
                .forEach(Benchmarks::print);
    }

    private static void print(RunResult result) {
        System.out.printf(
                Locale.ROOT,
                "%-58s %12.1f %12s %8.0f%n",
                nameOf(result.getParams()),
                result.getPrimaryResult().getScore(),
                medianOf(result),
                requireNonNull(result.getSecondaryResults().get(BYTES_PER_CALL)).getScore());
    }

    private static String nameOf(BenchmarkParams params) {
        String[] path = params.getBenchmark().split("\\.", -1);
        String values = params.getParamsKeys().stream()
                .sorted()
                .map(params::getParam)
                .collect(Collectors.joining(", ", " (", ")"));
        return path[path.length - 2] + "." + path[path.length - 1]
                + (params.getParamsKeys().isEmpty() ? "" : values);
    }

    /** Only samples have one: else JMH sees the means of many calls alone. */
    private static String medianOf(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        return switch (result.getParams().getMode()) {
            case SampleTime ->
                String.format(Locale.ROOT, "%.1f", time.getStatistics().getPercentile(50));
            default -> "";
        };
    }
}
