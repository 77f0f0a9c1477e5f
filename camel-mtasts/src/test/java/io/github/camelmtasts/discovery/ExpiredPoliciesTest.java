package io.github.camelmtasts.discovery;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.JdbcPolicyStore;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.StoreSchema;
import io.github.camelmtasts.store.StoredPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ExpiredPoliciesTest {

    private static final String DAY = "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 86400\n";
    private static final String YEAR = "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 31557600\n";

    private final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
    private final MemoryPolicyStore store = new MemoryPolicyStore(clock);
    private final ExpiredPolicies expired = new ExpiredPolicies(store, clock);

    private StoredPolicy save(String domain, String text) {
        StoredPolicy policy = new StoredPolicy(DomainName.of(domain), Dialect.RFC8461, "1", text, clock.instant());
        store.save(policy);
        return policy;
    }

    private int rows() {
        return store.list(Optional.empty(), 1_000).size();
    }

    @Test
    void goThirtyDaysAfterTheirEndAndAreCountedUntilThen() {
        save("day.example", DAY);
        save("year.example", YEAR);
        expired.lookIfDue();
        assertThat(expired.count()).isZero();

        clock.advance(Duration.ofDays(1));
        expired.lookIfDue();
        assertThat(expired.count()).isEqualTo(1);

        clock.advance(Duration.ofDays(30).minusHours(6).minusMillis(1));
        expired.lookIfDue();
        assertThat(rows()).isEqualTo(2);
        clock.advance(ExpiredPolicies.BETWEEN_LOOKS.plusMillis(1));
        expired.lookIfDue();
        assertThat(rows()).isEqualTo(1);
        assertThat(expired.count()).isZero();
    }

    @Test
    void areLookedForOnceInSixHours() {
        expired.lookIfDue();
        save("day.example", DAY);
        clock.advance(ExpiredPolicies.BETWEEN_LOOKS.minusMillis(1));
        expired.lookIfDue();
        assertThat(expired.count()).isZero();
    }

    @Test
    void goAllHoweverManyPages() {
        for (int number = 0; number < 250; number++) {
            save("d" + number + ".example", number % 2 == 0 ? DAY : YEAR);
        }
        clock.advance(Duration.ofDays(31));
        expired.lookIfDue();

        assertThat(rows()).isEqualTo(125);
    }

    @Test
    void whatCannotBeReadGoesWhenNoPolicyCouldStillBeInForce() {
        save("altered.example", "altered");
        clock.advance(Duration.ofDays(31));
        expired.lookIfDue();
        assertThat(rows()).isEqualTo(1);

        clock.advance(Duration.ofDays(366));
        expired.lookIfDue();
        assertThat(rows()).isZero();
    }

    @Test
    void areKeptWhereTheClockOfTheStoreSaysThatTheyHaveNotExpired() {
        MovableClock ahead = MovableClock.at("2029-11-23T12:00:00Z");
        save("day.example", DAY);
        new ExpiredPolicies(store, ahead).lookIfDue();

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void goFromADatabaseToo(@TempDir Path directory) {
        Clock machine = Clock.systemUTC(); // which is that of the database
        Instant now = machine.instant();
        try (JdbcPolicyStore database = JdbcPolicyStore.inDirectory(directory, StoreSchema.CREATE, machine)) {
            StoredPolicy recent = dayFrom("recent.example", now.minus(Duration.ofDays(20)));
            database.save(recent);
            database.save(dayFrom("old.example", now.minus(Duration.ofDays(40))));
            ExpiredPolicies look = new ExpiredPolicies(database, machine);
            look.lookIfDue();
            assertThat(database.list(Optional.empty(), 10)).hasSize(1);
            assertThat(look.count()).isEqualTo(1);

            new ExpiredPolicies(database, Clock.offset(machine, Duration.ofDays(1_000))).lookIfDue();
            assertThat(database.list(Optional.empty(), 10))
                    .as("a node whose clock is ahead")
                    .hasSize(1);

            database.remove(recent.domain());
            database.save(recent);
            assertThat(database.list(Optional.empty(), 10)).isEmpty();
            database.forgetRemovals(Duration.ofDays(-1));
            database.save(recent);
            assertThat(database.list(Optional.empty(), 10))
                    .as("its removal is forgotten")
                    .hasSize(1);
        }
    }

    private static StoredPolicy dayFrom(String domain, Instant fetchedAt) {
        return new StoredPolicy(
                DomainName.of(domain), Dialect.RFC8461, "1", DAY, fetchedAt.truncatedTo(ChronoUnit.MICROS));
    }
}
