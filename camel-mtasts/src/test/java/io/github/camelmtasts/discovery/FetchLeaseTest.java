package io.github.camelmtasts.discovery;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class FetchLeaseTest {

    private static final DomainName GOOD = DomainName.of("good.example");
    private static final Duration LONG = Duration.ofDays(1);

    private final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
    private final List<String> calls = new ArrayList<>();
    private final Queue<Supplier<Boolean>> answers = new ArrayDeque<>();

    /** Answers calls for a lease one after the other. */
    private PolicyStore store() {
        return GuardedStore.of(new MemoryPolicyStore(), new GuardedStore.Guard() {
            @Override
            public @Nullable Object instead(String call, @Nullable Object answer) {
                calls.add(call);
                return call.equals("lease") ? answers.remove().get() : answer;
            }
        });
    }

    private String run(Duration patience, Supplier<Optional<String>> theirs) {
        return new FetchLease(store(), clock, patience).unless(theirs, GOOD, () -> "ours");
    }

    private static boolean down() {
        throw new StoreUnavailableException("down", new SQLException());
    }

    @Test
    void whoHasItDoesTheWorkAndGivesItBack() {
        answers.add(() -> true);
        assertThat(run(LONG, Optional::empty)).isEqualTo("ours");
        assertThat(calls).containsExactly("lease", "release");
    }

    @Test
    void itIsGivenBackAlsoWhenTheWorkBreaks() {
        answers.add(() -> true);
        assertThatThrownBy(() -> new FetchLease(store(), clock, LONG).unless(Optional::empty, GOOD, () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(calls).containsExactly("lease", "release");
    }

    @Test
    void whoHasItNotWaitsForWhatTheOtherStores() {
        answers.add(() -> false);
        answers.add(() -> false);
        Queue<Optional<String>> stored = new ArrayDeque<>(List.of(Optional.empty(), Optional.of("theirs")));
        assertThat(run(LONG, stored::remove)).isEqualTo("theirs");
        assertThat(calls).containsExactly("lease", "lease");
    }

    @Test
    void whenTheOtherGivesItBackWithoutAnythingStoredTheWaitingIsOver() {
        answers.add(() -> false);
        answers.add(() -> true);
        assertThat(run(LONG, Optional::empty)).isEqualTo("ours");
        assertThat(calls).containsExactly("lease", "lease", "release");
    }

    @Test
    void patienceEnds() {
        answers.add(() -> false);
        assertThat(run(Duration.ZERO, Optional::empty)).isEqualTo("ours");
        assertThat(calls).as("nothing to give back").containsExactly("lease");
    }

    @Test
    void aStoreThatIsDownOrGoesDownHoldsUpNobody() {
        answers.add(FetchLeaseTest::down);
        assertThat(run(LONG, Optional::empty)).isEqualTo("ours");

        answers.add(() -> false);
        answers.add(FetchLeaseTest::down);
        assertThat(run(LONG, Optional::empty)).isEqualTo("ours");
    }

    @Test
    void whoIsToEndDoesNotWait() {
        answers.add(() -> false);
        Thread.currentThread().interrupt();
        assertThat(run(LONG, Optional::empty)).isEqualTo("ours");
        assertThat(Thread.interrupted()).as("still told to end").isTrue();
    }
}
