package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.store.StoredPolicy;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What discovery remembers beside policies, each on its own. */
class DiscoveryMemoriesTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final DomainName GOOD = DomainName.of("good.example");
    private static final DomainName OTHER = DomainName.of("other.example");
    private static final Inquiry INQUIRY = new Inquiry(GOOD, DialectChoice.RFC8461);
    private static final PolicyKey KEY = new PolicyKey(GOOD, Dialect.RFC8461);

    private static Instant after(Duration time) {
        return NOON.plus(time);
    }

    private static Instant afterMinutes(long minutes) {
        return after(Duration.ofMinutes(minutes));
    }

    @Nested
    class Refreshes {

        private final RefreshFailures failures = new RefreshFailures();

        @Test
        void areDueUntilOneFails() {
            assertThat(failures.isDue(KEY, NOON)).isTrue();
        }

        @ParameterizedTest
        @CsvSource({"1, PT1H", "2, PT2H", "3, PT4H", "4, PT8H", "5, PT16H", "6, PT24H", "7, PT24H", "40, PT24H"})
        void thatFailAreTriedAgainAfterAPauseThatDoubles(int times, Duration pause) {
            for (int i = 1; i < times; i++) {
                failures.failed(KEY, NOON.minusSeconds(1), "down");
            }
            RefreshFailures.Row row = failures.failed(KEY, NOON, "down");

            assertThat(row.count()).isEqualTo(times);
            assertThat(row.next()).isEqualTo(after(pause));
            assertThat(failures.isDue(KEY, after(pause).minusMillis(1))).isFalse();
            assertThat(failures.isDue(KEY, after(pause))).isTrue();
        }

        @Test
        void rememberTheFirstFailureAndTheLastWords() {
            failures.failed(KEY, NOON, "down");
            RefreshFailures.Row row = failures.failed(KEY, afterMinutes(60), "expired");

            assertThat(row.since()).isEqualTo(NOON);
            assertThat(row.detail()).isEqualTo("expired");
            assertThat(failures.all()).containsOnlyKeys(KEY).containsValue(row);
        }

        @Test
        void thatSucceedEndTheRow() {
            failures.failed(KEY, NOON, "down");
            failures.succeeded(KEY);

            assertThat(failures.isDue(KEY, NOON)).isTrue();
            assertThat(failures.all()).isEmpty();
            assertThat(failures.failed(KEY, NOON, "down").count()).isEqualTo(1);
        }
    }

    @Nested
    class NewIds {

        private final NewIdTurns turns = new NewIdTurns();

        @Test
        void haveThreeTurnsInFiveMinutes() {
            assertThat(turns.take(INQUIRY, NOON)).isTrue();
            assertThat(turns.take(INQUIRY, afterMinutes(1))).isTrue();
            assertThat(turns.take(INQUIRY, afterMinutes(2))).isTrue();
            assertThat(turns.take(INQUIRY, afterMinutes(3))).isFalse();
            assertThat(turns.take(INQUIRY, afterMinutes(5).minusMillis(1))).isFalse();
            assertThat(turns.take(INQUIRY, afterMinutes(5))).isTrue();
            assertThat(turns.take(INQUIRY, afterMinutes(5))).isFalse();
            assertThat(turns.take(INQUIRY, afterMinutes(6))).isTrue();
        }

        @Test
        void ofOneDomainTakeNoneFromAnother() {
            for (int i = 0; i < 4; i++) {
                turns.take(INQUIRY, NOON);
            }
            assertThat(turns.take(new Inquiry(OTHER, DialectChoice.RFC8461), NOON))
                    .isTrue();
        }
    }

    @Nested
    class BrokenZones {

        private final DnsGrace grace = new DnsGrace();

        private Instant since(DomainName domain, Instant now) {
            return grace.failed(domain, now, Duration.ofHours(1)).since();
        }

        @Test
        void areRememberedSinceTheFirstFailure() {
            assertThat(since(GOOD, NOON)).isEqualTo(NOON);
            assertThat(since(GOOD, afterMinutes(90))).isEqualTo(NOON);
            assertThat(since(OTHER, afterMinutes(90))).isEqualTo(afterMinutes(90));
        }

        @Test
        void areForgottenWithTheFirstAnswer() {
            since(GOOD, NOON);
            since(OTHER, NOON);
            grace.answered(GOOD);

            assertThat(since(GOOD, afterMinutes(1))).isEqualTo(afterMinutes(1));
            assertThat(since(OTHER, afterMinutes(1))).isEqualTo(NOON);
        }

        @Test
        void areForgottenAfterADayWithoutAFailure() {
            since(GOOD, NOON);
            Instant almost = after(Duration.ofDays(1)).minusMillis(1);
            assertThat(since(GOOD, almost)).isEqualTo(NOON);

            Instant later = almost.plus(Duration.ofDays(1));
            assertThat(since(GOOD, later)).isEqualTo(later);
        }
    }

    @Nested
    class Seconds {

        private final SecondLooks looks = new SecondLooks();

        @Test
        void areDueAfterFiveMinutesAndTakenOnce() {
            looks.plan(INQUIRY, NOON);

            assertThat(looks.takeDue(afterMinutes(5).minusMillis(1))).isEmpty();
            assertThat(looks.takeDue(afterMinutes(5))).containsExactly(INQUIRY);
            assertThat(looks.takeDue(afterMinutes(5))).isEmpty();
        }

        @Test
        void areAskedForAnewByTheNextId() {
            looks.plan(INQUIRY, NOON);
            looks.plan(INQUIRY, afterMinutes(3));

            assertThat(looks.takeDue(afterMinutes(5))).isEmpty();
            assertThat(looks.takeDue(afterMinutes(8))).containsExactly(INQUIRY);
        }
    }

    @Nested
    class Mail {

        private final MailDays days = new MailDays();
        private final PolicyStore store = new MemoryPolicyStore();

        private List<PolicyKey> withMailSince(Instant since) {
            days.tell(store);
            return store.due(after(Duration.ofDays(30)), since, Optional.empty(), 10);
        }

        private void kept() {
            store.save(new StoredPolicy(GOOD, Dialect.RFC8461, "1", "mode: none", NOON));
        }

        @Test
        void isToldToTheStoreOnceInSixHours() {
            kept();
            days.hadMail(KEY, NOON, NOON);
            assertThat(withMailSince(NOON)).containsExactly(KEY);
            days.hadMail(KEY, NOON, afterMinutes(360).minusMillis(1));
            assertThat(withMailSince(NOON.plusMillis(1))).isEmpty();
            days.hadMail(KEY, NOON, afterMinutes(360));
            assertThat(withMailSince(afterMinutes(360))).containsExactly(KEY);
        }

        @Test
        void isToldAgainAfterEachFetch() {
            List<PolicyKey> told = new ArrayList<>();
            days.hadMail(KEY, NOON, NOON);
            days.tell(new Telling(told));
            days.hadMail(KEY, afterMinutes(1), afterMinutes(1));
            days.tell(new Telling(told));

            assertThat(told).containsExactly(KEY, KEY);
        }

        @Test
        void isToldOnce() {
            List<PolicyKey> told = new ArrayList<>();
            PolicyStore counting = new Telling(told);
            days.hadMail(KEY, NOON, NOON);
            days.tell(counting);
            days.tell(counting);

            assertThat(told).containsExactly(KEY);
        }

        @Test
        void isToldLaterIfTheStoreIsDown() {
            List<PolicyKey> told = new ArrayList<>();
            days.hadMail(KEY, NOON, NOON);
            assertThatThrownBy(() -> days.tell(new Down())).isInstanceOf(StoreUnavailableException.class);
            days.tell(new Telling(told));

            assertThat(told).containsExactly(KEY);
        }
    }

    private static class Telling extends StoreOfNothing {

        private final List<PolicyKey> told;

        Telling(List<PolicyKey> told) {
            this.told = told;
        }

        @Override
        public void hadMail(PolicyKey key, Instant at) {
            told.add(key);
        }
    }

    private static class Down extends StoreOfNothing {

        @Override
        public void hadMail(PolicyKey key, Instant at) {
            throw new StoreUnavailableException("down", new IllegalStateException());
        }
    }
}
