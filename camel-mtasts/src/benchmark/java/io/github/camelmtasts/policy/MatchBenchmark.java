package io.github.camelmtasts.policy;

import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Whether a policy permits an MX host: a host that the last pattern covers, and one that none covers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MatchBenchmark {

    /** How many patterns the policy has. */
    @Param({"1", "100"})
    public int patterns;

    /** The form of the patterns, with {@code %d} for a number. */
    @Param({"mx%d.a.example", "*.site%d.example"})
    public String form = "";

    private @Nullable Policy policy;
    private DomainName covered = DomainName.of("example");
    private DomainName stranger = DomainName.of("example");

    /** Makes the policy and both hosts. */
    @Setup(Level.Trial)
    public void publish() throws PolicySyntaxException {
        String mx = IntStream.rangeClosed(1, patterns)
                .mapToObj(number -> "mx: " + form.formatted(number) + "\n")
                .collect(Collectors.joining());
        policy = PolicyParser.of(Dialect.RFC8461).parse("version: STSv1\nmode: enforce\nmax_age: 604800\n" + mx);
        covered = DomainName.of(form.formatted(patterns).replace("*", "mx7"));
        stranger = DomainName.of(form.formatted(patterns + 1).replace("*", "mx7"));
    }

    /** A host of the last pattern. */
    @Benchmark
    public boolean hit() {
        return policy != null && policy.permits(covered);
    }

    /** A host of no pattern. */
    @Benchmark
    public boolean miss() {
        return policy != null && policy.permits(stranger);
    }
}
