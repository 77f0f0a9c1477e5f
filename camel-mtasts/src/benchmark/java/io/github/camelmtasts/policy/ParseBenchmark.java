package io.github.camelmtasts.policy;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to read what a domain publishes: the usual record, and policies with three hosts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParseBenchmark {

    // not final: of a constant, the compiler could work out the answer beforehand
    private List<String> records = List.of("v=STSv1; id=20261123120000Z;");

    private String text =
            "version: STSv1\r\nmode: enforce\r\nmx: mx1.a.example\r\nmx: mx2.a.example\r\nmx: *.b.example\r\nmax_age: 604800\r\n";

    private String json =
            "{\"version\":\"STSv1\",\"mode\":\"enforce\",\"max_age\":604800,\"mx\":[\"mx1.a.example\",\"mx2.a.example\",\".b.example\"]}";

    /** The TXT record by RFC 8461. */
    @Benchmark
    public RecordFinding recordOfTheRfc() {
        return StsRecord.parse(records, Dialect.RFC8461);
    }

    /** The TXT record by draft-06. */
    @Benchmark
    public RecordFinding recordOfTheDraft() {
        return StsRecord.parse(records, Dialect.DRAFT06);
    }

    /** {@code mta-sts.txt}. */
    @Benchmark
    public Policy textPolicy() throws PolicySyntaxException {
        return PolicyParser.of(Dialect.RFC8461).parse(text);
    }

    /** {@code mta-sts.json}. */
    @Benchmark
    public Policy jsonPolicy() throws PolicySyntaxException {
        return PolicyParser.of(Dialect.DRAFT06).parse(json);
    }
}
