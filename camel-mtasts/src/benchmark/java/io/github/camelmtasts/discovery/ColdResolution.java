package io.github.camelmtasts.discovery;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsMemory;
import io.github.camelmtasts.dns.DnsServers;
import io.github.camelmtasts.fetch.FetchSettings;
import io.github.camelmtasts.fetch.HttpsPolicyFetcher;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.MailDomain;
import io.github.camelmtasts.testkit.Participant;
import io.github.camelmtasts.testkit.PolicyFile;

/**
 * How many domains a second are resolved of which nothing is known: TXT, address, HTTPS fetch, parse, store. Beside it, in
 * turns, a bare GET of the same files by the same HTTP library with a client for each, the address given. Servers and
 * clients share one machine, so that the ratio tells more than either rate.
 */
public final class ColdResolution {

    private static final int DOMAINS = 400;
    private static final int THREADS = 4;
    private static final int ROUNDS = 7;

    private static final DiscoveryRules RULES = new DiscoveryRules(DialectChoice.RFC8461, OnDnsFailure.DEFER);

    private final LoopbackInternet internet;
    private final List<DomainName> domains;
    private final ExecutorService callers = Executors.newFixedThreadPool(THREADS);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private ColdResolution(LoopbackInternet internet, List<DomainName> domains) {
        this.internet = internet;
        this.domains = domains;
    }

    /** Runs the rounds, after two to warm up, and prints each. */
    public static void main(String[] arguments) throws Exception {
        List<DomainName> domains =
                IntStream.range(0, DOMAINS).mapToObj(Texts::domain).toList();
        Participant[] published = domains.stream().map(ColdResolution::publish).toArray(Participant[]::new);
        try (LoopbackInternet internet = LoopbackInternet.of(published).start()) {
            new ColdResolution(internet, domains).run();
        }
    }

    private static MailDomain publish(DomainName domain) {
        return MailDomain.domain(domain.toString()).policy(PolicyFile.text(Texts.policyOf(domain)));
    }

    private void run() throws Exception {
        System.out.printf(
                "Cold resolutions (TXT, address, HTTPS, parse, store) beside bare HTTPS GETs (no DNS), %d domains, %d threads%n",
                DOMAINS, THREADS);
        try {
            round(true); // makes the servers' certificates, and warms up both sides
            round(false);
            List<Double> ratios = new ArrayList<>();
            for (int number = 0; number < ROUNDS; number++) {
                Rates rates = round(number % 2 == 0);
                System.out.println(rates);
                ratios.add(rates.ratio());
            }
            System.out.printf(
                    Locale.ROOT,
                    "median ratio %.2f (goal 0.70 or more)%n",
                    ratios.stream().sorted().toList().get(ROUNDS / 2));
        } finally {
            List.of(callers, timer).forEach(ExecutorService::shutdownNow);
        }
    }

    /** Both per second. */
    private record Rates(double resolutions, double gets) {

        double ratio() {
            return resolutions / gets;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%6.0f resolutions/s %6.0f GETs/s, ratio %.2f", resolutions, gets, ratio());
        }
    }

    /** Each side has the first turn in every other round, so that a machine that tires favours neither. */
    private Rates round(boolean getsFirst) throws Exception {
        if (getsFirst) {
            double gets = gets();
            return new Rates(resolutions(), gets);
        }
        double resolutions = resolutions();
        return new Rates(resolutions, gets());
    }

    private double gets() throws Exception {
        return perSecond(new BareGet(internet.clientSslContext(), internet.policyPort())::body);
    }

    private double resolutions() throws Exception {
        PolicyDiscovery discovery = newDiscovery();
        return perSecond(domain -> discovery
                .decide(domain, RULES)
                .decision()
                .inForce()
                .orElseThrow()
                .recordId());
    }

    /** With an empty memory, store and DNS cache. */
    private PolicyDiscovery newDiscovery() {
        Clock clock = new SteadyClock(Clock.systemUTC(), System::nanoTime);
        FetchSettings settings = new FetchSettings(internet.policyPort(), false, Optional.empty());
        return new PolicyDiscovery(
                new Doors(
                        new DnsMemory(DnsServers.parse(internet.dnsServer()), clock),
                        new HttpsPolicyFetcher(internet.clientSslContext(), settings, timer),
                        new MemoryPolicyStore(),
                        AddressFilter.allowing("127.0.0.0/8")),
                new PolicyOverrides(clock),
                trouble -> {},
                Runnable::run,
                clock);
    }

    /** What is done with each domain; what it returns is not empty. */
    private interface Work {
        String doFor(DomainName domain) throws IOException;
    }

    private double perSecond(Work work) throws InterruptedException, ExecutionException {
        internet.policyHost().clearRequests();
        List<Callable<String>> tasks = domains.stream()
                .<Callable<String>>map(domain -> () -> work.doFor(domain))
                .toList();
        long start = System.nanoTime();
        for (Future<String> result : callers.invokeAll(tasks)) {
            if (result.get().isEmpty()) {
                throw new IllegalStateException("nothing came of it");
            }
        }
        return tasks.size() / ((System.nanoTime() - start) / 1e9);
    }
}
