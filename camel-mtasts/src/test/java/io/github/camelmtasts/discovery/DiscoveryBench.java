package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.dns.DnsMemory;
import io.github.camelmtasts.dns.DnsServers;
import io.github.camelmtasts.fetch.FetchSettings;
import io.github.camelmtasts.fetch.HttpsPolicyFetcher;
import io.github.camelmtasts.fetch.PolicyFetcher;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.testkit.LoopbackInternet;

/** Discovery on a loopback internet, with a clock to move and an empty store. */
final class DiscoveryBench {

    static final DiscoveryRules STANDARD = new DiscoveryRules(DialectChoice.RFC8461, OnDnsFailure.DEFER);
    static final DiscoveryRules DRAFT = new DiscoveryRules(DialectChoice.DRAFT06, OnDnsFailure.DEFER);
    static final DiscoveryRules AUTO = new DiscoveryRules(DialectChoice.AUTO, OnDnsFailure.DEFER);

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(daemons());

    final MovableClock clock;
    final PolicyStore store;
    final PolicyOverrides overrides;
    final List<PolicyTrouble> troubles = new CopyOnWriteArrayList<>();
    final DnsLookup dns;
    final PolicyFetcher fetcher;

    private final LoopbackInternet internet;
    private PolicyDiscovery discovery;

    DiscoveryBench(LoopbackInternet internet) {
        this(internet, MovableClock.at("2026-11-23T12:00:00Z"));
    }

    private DiscoveryBench(LoopbackInternet internet, MovableClock clock) {
        this(internet, clock, new MemoryPolicyStore(clock), UnaryOperator.identity());
    }

    /** One that keeps its policies there, and fetches by a detour. */
    DiscoveryBench(
            LoopbackInternet internet, MovableClock clock, PolicyStore store, UnaryOperator<PolicyFetcher> detour) {
        this.internet = internet;
        this.clock = clock;
        this.store = store;
        this.overrides = new PolicyOverrides(clock);
        this.dns = new DnsMemory(DnsServers.parse(internet.dnsServer()), clock);
        this.fetcher = detour.apply(new HttpsPolicyFetcher(
                internet.clientSslContext(), new FetchSettings(internet.policyPort(), false, Optional.empty()), TIMER));
        this.discovery = discoveryOver(dns, "127.0.0.0/8");
    }

    private static ThreadFactory daemons() {
        return task -> {
            Thread thread = new Thread(task, "discovery test");
            thread.setDaemon(true);
            return thread;
        };
    }

    /** A discovery that shares store and clock with this bench, and nothing else. */
    PolicyDiscovery discoveryOver(DnsLookup otherDns, String allowedAddresses) {
        return new PolicyDiscovery(
                new Doors(otherDns, fetcher, store, AddressFilter.allowing(allowedAddresses)),
                overrides,
                troubles::add,
                Runnable::run,
                clock);
    }

    /** Forgets all but the store, as a process that ends does. */
    void restart() {
        discovery = discoveryOver(dns, "127.0.0.0/8");
    }

    PolicyDiscovery discovery() {
        return discovery;
    }

    PolicyDecision decide(String domain) {
        return decide(domain, STANDARD);
    }

    PolicyDecision decide(String domain, DiscoveryRules rules) {
        return discover(domain, rules).decision();
    }

    Discovered discover(String domain) {
        return discover(domain, STANDARD);
    }

    Discovered discover(String domain, DiscoveryRules rules) {
        return discovery.decide(DomainName.of(domain), rules);
    }

    /** The policy in force for a domain, as the last decision had it. */
    CachedPolicy policyOf(PolicyDecision decision) {
        return decision.inForce().orElseThrow();
    }

    Optional<PolicyDecision> recheck(PolicyDecision failed) {
        return recheck(failed, STANDARD);
    }

    Optional<PolicyDecision> recheck(PolicyDecision failed, DiscoveryRules rules) {
        return discovery
                .recheck(new Discovered(failed, PolicySource.KEPT), rules, false)
                .map(Discovered::decision);
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    /** How many requests for a policy reached the domain's policy host. */
    int gets(String domain) {
        return internet.policyHost().requests(domain).size();
    }

    static String outcome(Discovered found) {
        return outcome(found.decision());
    }

    /** The decision in words for tables: {@code enforced}, {@code tested}, {@code NO_RECORD}, ..., {@code cannot tell}. */
    static String outcome(PolicyDecision decision) {
        return decision.fold(
                enforced -> "enforced",
                tested -> "tested",
                none -> none.reason().name(),
                unknown -> "cannot tell");
    }

    static String detail(PolicyDecision decision) {
        return decision.fold(
                enforced -> "", tested -> "", PolicyDecision.NotInEffect::detail, PolicyDecision.CannotTell::detail);
    }
}
