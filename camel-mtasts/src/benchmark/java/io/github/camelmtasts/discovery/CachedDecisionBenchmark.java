package io.github.camelmtasts.discovery;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.QuickDns;
import io.github.camelmtasts.fetch.FetchResult;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.MemoryPolicyStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** A decision by a policy in memory: a thousand busy domains among a hundred thousand, their records in the memory of DNS answers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CachedDecisionBenchmark {

    private static final int DOMAINS = 100_000;
    private static final int BUSY_DOMAINS = 1_000;

    private static final DiscoveryRules RULES = new DiscoveryRules(DialectChoice.RFC8461, OnDnsFailure.DEFER);

    private final Clock clock = new SteadyClock(Clock.systemUTC(), System::nanoTime);

    private final PolicyDiscovery discovery = new PolicyDiscovery(
            new Doors(
                    QuickDns.remembered(clock),
                    request -> new FetchResult.Fetched(Texts.policyOf(request.domain())),
                    new MemoryPolicyStore(),
                    AddressFilter.allowing("127.0.0.0/8")),
            new PolicyOverrides(clock),
            trouble -> {},
            Runnable::run,
            clock);

    private final List<DomainName> busy =
            IntStream.range(0, BUSY_DOMAINS).mapToObj(Texts::domain).toList();

    /** Whose turn it is; each thread goes round for itself. */
    @State(Scope.Thread)
    public static class Turn {

        private int next;

        DomainName of(List<DomainName> domains) {
            next = (next + 1) % domains.size();
            return domains.get(next);
        }
    }

    /** Fetches the policies of all domains, the busy ones last. */
    @Setup(Level.Trial)
    public void fill() {
        for (int number = DOMAINS - 1; number >= 0; number--) {
            discovery.decide(Texts.domain(number), RULES);
        }
    }

    /** Alone. */
    @Benchmark
    @Threads(1)
    public Discovered oneThread(Turn turn) {
        return discovery.decide(turn.of(busy), RULES);
    }

    /** Beside another. */
    @Benchmark
    @Threads(2)
    public Discovered twoThreads(Turn turn) {
        return discovery.decide(turn.of(busy), RULES);
    }
}
