package io.github.camelmtasts.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** What every {@link PolicyStore} does. A test class implements it for one kind of store. */
interface PolicyStoreContract {

    DomainName GOOD = DomainName.of("good.example");
    Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");
    String TEXT = "version: STSv1\r\nmode: enforce\r\nmx: mx.good.example\r\nmax_age: 604800\r\n";

    /** The store under test: the same one throughout a test, empty at its start. */
    PolicyStore store();

    private static StoredPolicy policy(DomainName domain, String recordId, Instant fetchedAt) {
        return new StoredPolicy(domain, Dialect.RFC8461, recordId, TEXT, fetchedAt);
    }

    @Test
    default void findsNothingWhereNothingWasSaved() {
        assertThat(store().find(GOOD, Dialect.RFC8461)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    @Requirement("R8461-5-H1")
    default void givesBackAllThatWasSaved(Dialect dialect) {
        StoredPolicy saved = new StoredPolicy(GOOD, dialect, "A".repeat(32), TEXT, NOON);
        store().save(saved);

        assertThat(store().find(GOOD, dialect)).contains(saved);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // an empty body is for discovery to refuse
                "version: STSv1\nmode: none\r\nmax_age: 0", // mixed line ends, none at the end
                "  \t leading and trailing blanks \t\n\n",
                "note: h\u00E9llo \u4E16\u754C \uD83D\uDC8C", // one, two, three and four octets in UTF-8
                "'; DROP TABLE policy; -- \\ % _ \" ?",
                "\uFEFFversion: STSv1"
            })
    @Requirement("R8461-5-H1")
    default void keepsATextToTheLetter(String text) {
        store().save(new StoredPolicy(GOOD, Dialect.RFC8461, "1", text, NOON));

        assertThat(store().find(GOOD, Dialect.RFC8461)).map(StoredPolicy::text).contains(text);
    }

    @Test
    @Requirement("R8461-3.3-11")
    default void keepsTheLongestTextThatAFetchGives() {
        String text = "x".repeat(64 * 1024);
        store().save(new StoredPolicy(GOOD, Dialect.RFC8461, "1", text, NOON));

        assertThat(store().find(GOOD, Dialect.RFC8461)).map(StoredPolicy::text).contains(text);
    }

    @Test
    default void keepsADomainOfTheGreatestLength() {
        DomainName longest = DomainName.of("a.".repeat(122) + "a");
        store().save(policy(longest, "1", NOON));

        assertThat(store().find(longest, Dialect.RFC8461))
                .map(StoredPolicy::domain)
                .contains(longest);
    }

    @Test
    @Requirement("R8461-3.4-5")
    default void findsADomainHoweverItIsWritten() {
        store().save(policy(DomainName.of("GOOD.example."), "1", NOON));

        assertThat(store().find(DomainName.of("good.EXAMPLE"), Dialect.RFC8461)).isPresent();
    }

    @Test
    @Requirement("R8461-3.4-2")
    default void keepsDomainsApart() {
        store().save(policy(GOOD, "1", NOON));
        store().save(policy(DomainName.of("other.example"), "2", NOON));

        assertThat(store().find(GOOD, Dialect.RFC8461))
                .map(StoredPolicy::recordId)
                .contains("1");
        assertThat(store().find(DomainName.of("other.example"), Dialect.RFC8461))
                .map(StoredPolicy::recordId)
                .contains("2");
        assertThat(store().find(DomainName.of("example"), Dialect.RFC8461)).isEmpty();
        assertThat(store().find(DomainName.of("mail.good.example"), Dialect.RFC8461))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    @Requirement("R8461-3.4-5")
    default void keepsDialectsApartWhicheverWasFetchedLater(Dialect later) {
        StoredPolicy standard = policy(GOOD, "1", later == Dialect.RFC8461 ? NOON.plusSeconds(1) : NOON);
        StoredPolicy draft = new StoredPolicy(
                GOOD, Dialect.DRAFT06, "2", "{}", later == Dialect.DRAFT06 ? NOON.plusSeconds(1) : NOON);
        store().save(standard);
        assertThat(store().find(GOOD, Dialect.DRAFT06)).isEmpty();

        store().save(draft);
        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(standard);
        assertThat(store().find(GOOD, Dialect.DRAFT06)).contains(draft);
    }

    @Test
    default void givesBackAPolicyHoweverOldItIs() {
        StoredPolicy old = policy(GOOD, "1", Instant.parse("2018-09-26T00:00:00Z"));
        store().save(old);

        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(old);
    }

    @Test
    default void replacesAPolicyByOneThatWasFetchedLater() {
        store().save(policy(GOOD, "1", NOON));
        StoredPolicy later = new StoredPolicy(GOOD, Dialect.RFC8461, "2", "{}", NOON.plusMillis(1));
        store().save(later);

        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(later);
    }

    @Test
    @Requirement("R8461-3.3-16")
    default void replacesAPolicyByTheSameOneFetchedLater() {
        store().save(policy(GOOD, "1", NOON));
        store().save(policy(GOOD, "1", NOON.plus(Duration.ofDays(1))));

        assertThat(store().find(GOOD, Dialect.RFC8461))
                .map(StoredPolicy::fetchedAt)
                .contains(NOON.plus(Duration.ofDays(1)));
    }

    @Test
    default void keepsAPolicyThatWasFetchedLaterThanTheOneToSave() {
        StoredPolicy later = policy(GOOD, "2", NOON.plusMillis(1));
        store().save(later);
        store().save(policy(GOOD, "1", NOON));

        assertThat(store().find(GOOD, Dialect.RFC8461)).contains(later);
    }

    @Test
    default void replacesAPolicyThatWasFetchedAtTheSameTime() {
        store().save(policy(GOOD, "1", NOON));
        store().save(policy(GOOD, "2", NOON));

        assertThat(store().find(GOOD, Dialect.RFC8461))
                .map(StoredPolicy::recordId)
                .contains("2");
    }

    @Test
    @Requirement("R8461-10.3-1")
    default void forgetsThePolicyOfOneDomainAlone() {
        DomainName other = DomainName.of("other.example");
        store().save(policy(GOOD, "1", NOON));
        store().save(policy(other, "1", NOON));
        store().remove(GOOD);

        assertThat(store().find(GOOD, Dialect.RFC8461)).isEmpty();
        assertThat(store().find(other, Dialect.RFC8461)).isPresent();
    }

    @Test
    @Requirement("R8461-3.4-5")
    default void forgetsTheDomainsPoliciesOfAllDialects() {
        for (Dialect dialect : Dialect.values()) {
            store().save(new StoredPolicy(GOOD, dialect, "1", TEXT, NOON));
        }
        store().remove(GOOD);

        assertThat(Dialect.values())
                .allSatisfy(dialect -> assertThat(store().find(GOOD, dialect)).isEmpty());
    }

    @Test
    default void forgetsWhatItNeverKnewWithoutComplaint() {
        assertThatCode(() -> store().remove(GOOD)).doesNotThrowAnyException();
    }

    @Test
    default void takesANewPolicyAfterTheFormerOneWasForgotten() {
        store().save(policy(GOOD, "1", NOON));
        store().remove(GOOD);
        store().save(policy(GOOD, "2", NOON.plusSeconds(1)));

        assertThat(store().find(GOOD, Dialect.RFC8461))
                .map(StoredPolicy::recordId)
                .contains("2");
    }

    @Test
    default void keepsTheLatestOfManyThatAreSavedAtOnce() throws Exception {
        PolicyStore store = store();
        atOnce(IntStream.range(0, 64)
                .map(i -> i * 37 % 64) // in no order
                .mapToObj(i -> policy(GOOD, "id" + i, NOON.plusMillis(i)))
                .toList());

        assertThat(store.find(GOOD, Dialect.RFC8461)).contains(policy(GOOD, "id63", NOON.plusMillis(63)));
    }

    @Test
    default void losesNoneOfManyDomainsThatAreSavedAtOnce() throws Exception {
        List<StoredPolicy> policies = IntStream.range(0, 64)
                .mapToObj(i -> policy(DomainName.of("d" + i + ".example"), "id" + i, NOON))
                .toList();
        atOnce(policies);

        assertThat(policies)
                .allSatisfy(saved -> assertThat(store().find(saved.domain(), Dialect.RFC8461))
                        .isEqualTo(Optional.of(saved)));
    }

    private void atOnce(List<StoredPolicy> policies) throws Exception {
        PolicyStore store = store();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (var saved : threads.invokeAll(policies.stream()
                    .<Callable<Boolean>>map(policy -> () -> {
                        store.save(policy);
                        return true;
                    })
                    .toList())) {
                saved.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
