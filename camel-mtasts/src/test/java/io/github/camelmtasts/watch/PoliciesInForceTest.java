package io.github.camelmtasts.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.discovery.Doors;
import io.github.camelmtasts.discovery.OverdueRefresh;
import io.github.camelmtasts.discovery.PolicyDiscovery;
import io.github.camelmtasts.discovery.PolicyOverrides;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsMemory;
import io.github.camelmtasts.dns.DnsServers;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.StoredPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which policies are shown where there are too many; nobody outside is asked. */
class PoliciesInForceTest {

    private static final int MORE_THAN_THE_STORE_GIVES_AT_ONCE = 1_100;

    private final MovableClock clock = MovableClock.at("2026-11-24T12:00:00Z");
    private final MemoryPolicyStore store = new MemoryPolicyStore(clock);
    private final PolicyDiscovery discovery = new PolicyDiscovery(
            new Doors(
                    new DnsMemory(DnsServers.parse("127.0.0.1"), clock),
                    request -> {
                        throw new AssertionError("a fetch of " + request);
                    },
                    store,
                    AddressFilter.allowing("")),
            new PolicyOverrides(clock),
            trouble -> {},
            Runnable::run,
            clock);

    private void keep(String domain, String text, Duration age) {
        Instant fetchedAt = clock.instant().minus(age);
        store.save(new StoredPolicy(DomainName.of(domain), Dialect.RFC8461, "1", text, fetchedAt));
    }

    private void keep(String... domains) {
        for (String domain : domains) {
            keep(domain, "version: STSv1\nmode: enforce\nmx: mx.example\nmax_age: 604800\n", Duration.ZERO);
        }
    }

    private PoliciesInForce read(int most, String... overdue) {
        Instant now = clock.instant();
        List<OverdueRefresh> rows = Stream.of(overdue)
                .map(domain -> new PolicyKey(DomainName.of(domain), Dialect.RFC8461))
                .map(key -> new OverdueRefresh(key, 1, now, now, "no route to host"))
                .toList();
        return PoliciesInForce.read(discovery.operator(), rows, most);
    }

    private static Stream<String> domains(PoliciesInForce policies) {
        return policies.listed().stream()
                .map(standing ->
                        standing.policy().domain() + (standing.overdue().isPresent() ? " overdue" : ""));
    }

    @Test
    void whatExpiredOrCannotBeReadTakesNobodysPlace() {
        for (int i = 0; i < MORE_THAN_THE_STORE_GIVES_AT_ONCE; i++) {
            keep("a" + i + ".example", "version: STSv1\nmode: none\nmax_age: 60\n", Duration.ofDays(1));
        }
        keep("b.example", "altered", Duration.ZERO);
        keep("y.example", "z.example");

        assertThat(domains(read(2))).containsExactly("y.example", "z.example");
        assertThat(read(2).truncated()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "2, true", "3, false", "4, false"})
    void saysWhetherThereAreMore(int most, boolean truncated) {
        keep("a.example", "b.example", "c.example");

        assertThat(read(most).listed()).hasSize(Math.min(most, 3));
        assertThat(read(most).truncated()).isEqualTo(truncated);
    }

    @Test
    void whatCannotBeRenewedIsListedInAnyCase() {
        keep("a.example", "b.example", "c.example", "d.example");

        assertThat(domains(read(2, "d.example", "b.example", "gone.example")))
                .containsExactly("a.example", "b.example overdue", "d.example overdue");
        assertThat(domains(read(4, "d.example"))).endsWith("d.example overdue").hasSize(4);
    }
}
