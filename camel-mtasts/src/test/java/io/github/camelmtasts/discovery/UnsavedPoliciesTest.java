package io.github.camelmtasts.discovery;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.store.StoredPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UnsavedPoliciesTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final UnsavedPolicies unsaved = new UnsavedPolicies();
    private final Refusing store = new Refusing();

    private static StoredPolicy policy(String domain, Dialect dialect, Instant fetchedAt) {
        return new StoredPolicy(DomainName.of(domain), dialect, "1", "", fetchedAt);
    }

    private static StoredPolicy policy(String domain, Instant fetchedAt) {
        return policy(domain, Dialect.RFC8461, fetchedAt);
    }

    private static StoredPolicy policy(int number) {
        return policy("d" + number + ".example", NOON);
    }

    /** Refuses what is written for some domains. */
    private static final class Refusing extends StoreOfNothing {

        private final Set<DomainName> refused = new HashSet<>();
        private final List<StoredPolicy> saved = new ArrayList<>();
        private Runnable beforeAnswer = () -> {};

        @Override
        public void save(StoredPolicy policy) {
            beforeAnswer.run();
            if (refused.contains(policy.domain())) {
                throw new StoreUnavailableException("the policy store cannot be written", new SQLException("no"));
            }
            saved.add(policy);
        }
    }

    @Test
    void ofOneDomainAndDialectTheLatestFetchWaits() {
        StoredPolicy later = policy("a.example", NOON.plusSeconds(1));
        StoredPolicy draft = policy("a.example", Dialect.DRAFT06, NOON);
        unsaved.add(policy("a.example", NOON.minusSeconds(1)));
        unsaved.add(later);
        unsaved.add(policy("a.example", NOON));
        unsaved.add(draft);

        assertThat(unsaved.find(later.key())).contains(later);
        unsaved.saveIn(store);
        assertThat(store.saved).containsExactly(later, draft);
        assertThat(unsaved.find(later.key())).as("saved").isEmpty();
    }

    @Test
    void whatWasFetchedMeanwhileWaitsOn() {
        StoredPolicy saved = policy("a.example", NOON);
        StoredPolicy later = policy("a.example", NOON.plusSeconds(1));
        unsaved.add(saved);
        unsaved.add(later);
        unsaved.remove(saved);

        assertThat(unsaved.find(later.key())).contains(later);
    }

    @Test
    void oneThatIsRefusedStandsInNobodysWay() {
        StoredPolicy bad = policy(0);
        store.refused.add(bad.domain());
        IntStream.range(0, 3).mapToObj(UnsavedPoliciesTest::policy).forEach(unsaved::add);

        assertThatThrownBy(() -> unsaved.saveIn(store)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> unsaved.saveIn(store)).isInstanceOf(StoreUnavailableException.class);
        assertThat(store.saved).containsExactly(policy(1), policy(2));
        assertThat(unsaved.find(bad.key())).contains(bad);
    }

    @Test
    void whatIsForgottenWhileItsWriteFailsDoesNotComeBack() {
        StoredPolicy purged = policy(0);
        unsaved.add(purged);
        store.refused.add(purged.domain());
        store.beforeAnswer = () -> unsaved.forget(purged.domain());

        assertThatThrownBy(() -> unsaved.saveIn(store)).isInstanceOf(StoreUnavailableException.class);
        assertThat(unsaved.find(purged.key())).isEmpty();
    }

    @Test
    void countsWhatFoundNoRoom() {
        IntStream.range(0, UnsavedPolicies.MAX_POLICIES)
                .mapToObj(UnsavedPoliciesTest::policy)
                .forEach(unsaved::add);
        StoredPolicy later = policy("d7.example", NOON.plusSeconds(1));
        unsaved.add(later);
        assertThat(unsaved.overflows()).as("it takes its former one's place").isZero();
        assertThat(unsaved.find(later.key())).contains(later);

        StoredPolicy oneTooMany = policy(UnsavedPolicies.MAX_POLICIES);
        unsaved.add(oneTooMany);
        assertThat(unsaved.overflows()).isOne();
        assertThat(unsaved.find(oneTooMany.key())).isEmpty();
    }
}
