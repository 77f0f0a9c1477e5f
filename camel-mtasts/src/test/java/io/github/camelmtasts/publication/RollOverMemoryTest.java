package io.github.camelmtasts.publication;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.camelmtasts.policy.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What is remembered of a domain, for how long, and what a wrong clock or a loss does to it. */
class RollOverMemoryTest extends RollOverBench {

    @Test
    void aFormerPolicyOutlivesAClockThatWasAhead() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        step(BOTH);
        recordId = BOTH.recordId();
        step(BOTH);
        Instant right = now;
        now = right.plus(Duration.ofDays(30));
        assertThat(step(BOTH).stage()).isEqualTo(Stage.SETTLED);

        now = right.plus(Duration.ofDays(1));
        assertThat(step(BOTH).until()).contains(right.plus(Duration.ofDays(14)));
        now = right.plus(Duration.ofDays(14));
        assertThat(step(BOTH).stage()).isEqualTo(Stage.SETTLED);
    }

    @Test
    void whatIsKeptIsReadAgain() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        Publication kept = published.orElseThrow();

        String json = PublicationJson.of(kept);

        assertThat(PublicationJson.read(DOMAIN, json)).isEqualTo(kept);
        assertThat(kept.former())
                .singleElement()
                .satisfies(former -> assertThat(former.announcedAt()).isPresent());
        seenText = BOTH.text();
        step(BOTH);
        Publication replaced = published.orElseThrow();
        assertThat(replaced.former().get(0).replacedAt()).contains(now);
        assertThat(PublicationJson.read(DOMAIN, PublicationJson.of(replaced))).isEqualTo(replaced);
        assertThat(json).endsWith("}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''            | no JSON object",
                "{}            | version",
                "[]            | no JSON object",
                "{'version':1} | not about mine.example",
                "{'version':1,'domain':'mine.example'} | no edition",
                "{'version':1,'domain':'mine.example','editions':[{'policy':'x'}]} | cannot be read",
                "{'version':2,'domain':'mine.example'} | version is not 1",
                "{'version':1,'domain':'other.example'} | not about mine.example",
                "{'version':1,'domain' | cannot be read",
            })
    void whatIsBrokenIsNotRead(String json, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicationJson.read(DOMAIN, json.replace('\'', '"')))
                .withMessageContaining(complaint);
    }

    @Test
    void aRecordOfAPolicyThatNobodyServesIsAHoleInTheMemory() {
        dnsHas("old.mine.example");
        recordId = "lost1";
        hostTrouble = "status 404";
        RollOverReport first = step(OLD);
        assertThat(first.stage()).isEqualTo(Stage.SERVED);
        hostTrouble = "";
        seenText = OLD.text();
        assertThat(step(OLD).recordDue()).isTrue();
        recordId = OLD.recordId();
        step(OLD);
        now = now.plus(Duration.ofDays(300));

        RollOverReport announced = step(OLD);
        assertThat(announced.stage()).isEqualTo(Stage.ANNOUNCED);
        assertThat(announced.notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.sentence())
                        .contains("that could be had nowhere", "restore the publicationState", "force=true"));
        assertThat(step(Optional.of(OLD), true).stage()).as("somebody knows").isEqualTo(Stage.SETTLED);
        assertThat(step(OLD).notices()).isEmpty();
    }

    @Test
    void aHoleInTheMemoryCloses() {
        recordId = "lost1";
        hostTrouble = "status 404";
        step(NONE);
        hostTrouble = "";
        seenText = NONE.text();
        step(NONE);
        recordId = NONE.recordId();
        step(NONE);
        now = now.plus(Duration.ofDays(366));

        assertThat(step(NONE).stage()).isEqualTo(Stage.REMOVABLE);
        assertThat(step(NONE).notices()).isEmpty();
    }

    @Test
    void whatHasLastedHasLastedByEachClock() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        step(BOTH);
        recordId = BOTH.recordId();
        step(BOTH);
        Instant end = now.plus(Duration.ofDays(14));

        Moment suspended = new Moment(end.minusSeconds(1), end.plus(Duration.ofDays(10)));
        assertThat(RollOver.next(DOMAIN, new Wanted.Policy(BOTH), published, outside(), false, suspended)
                        .report()
                        .stage())
                .isEqualTo(Stage.ANNOUNCED);
    }

    @Test
    void whatHappensHappensByTheLatestClock() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        Moment apart = new Moment(now.minus(Duration.ofDays(10)), now);

        RollOver.Step step = RollOver.next(DOMAIN, new Wanted.Policy(BOTH), published, outside(), false, apart);

        assertThat(step.after().orElseThrow().former())
                .extracting(Edition::replacedAt)
                .containsExactly(Optional.of(now));
    }

    @Test
    void aClockThatFallsBackEndsNothingEarlier() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        Instant right = now;
        now = Instant.parse("1970-01-01T00:00:10Z");
        seenText = BOTH.text();
        RollOverReport verified = step(BOTH);
        assertThat(verified.notices())
                .anySatisfy(notice -> assertThat(notice.sentence())
                        .contains("its clock is wrong, or was", "force=true counts from now"));
        recordId = BOTH.recordId();
        now = right;

        step(BOTH);
        assertThat(step(BOTH).until()).contains(right.plus(Duration.ofDays(14)));
    }

    @Test
    void whoKnowsThatTheClockIsRightNowCountsFromNow() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        Instant right = now;
        now = Instant.parse("2099-01-01T00:00:00Z");
        seenText = BOTH.text();
        step(BOTH);
        recordId = BOTH.recordId();
        step(BOTH);
        now = right;
        assertThat(step(BOTH).until().orElseThrow()).isAfter(Instant.parse("2099-01-01T00:00:00Z"));

        step(Optional.of(BOTH), true);
        assertThat(step(BOTH).until()).contains(right.plus(Duration.ofDays(14)));
    }

    @Test
    void aServerThatMakesUpPoliciesFillsNoDisk() {
        dnsHas("old.mine.example");
        settle(OLD);
        for (int age = 1; age <= 2 * Publication.MOST_FORMER; age++) {
            seenText = policy("enforce old.mine.example for " + age + "h").text();
            step(OLD);
        }

        assertThat(published.orElseThrow().former())
                .as("those that are held longest")
                .hasSize(Publication.MOST_FORMER)
                .extracting(former -> former.policy().policy().maxAge().toHours())
                .contains(14 * 24L, 100L, 52L)
                .doesNotContain(51L, 1L);
    }

    @Test
    void anIdThatIsNotThatOfItsPolicyIsABrokenFile() {
        dnsHas("old.mine.example");
        settle(OLD);
        String json = PublicationJson.of(published.orElseThrow());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicationJson.read(DOMAIN, json.replace(OLD.recordId(), "20260101")))
                .withMessageContaining("the id 20260101 is not that of its policy");
    }

    @Test
    void whoWasToldOfAPolicyUnderAnyIdMayHoldIt() {
        dnsHas("old.mine.example");
        step(OLD);
        recordId = OLD.recordId(); // too early
        step(OLD);
        seenText = OLD.text();
        assertThat(step(OLD).recordId()).contains(OLD.recordId() + "r1");

        assertThat(leave().stage()).as("some sender may hold it").isEqualTo(Stage.SERVED);
    }

    @Test
    void whoFoundTheRecordOfAnotherMayHoldThisPolicy() {
        dnsHas("old.mine.example");
        recordId = "20260101";
        seenText = OLD.text();
        step(OLD);
        assertThat(step(OLD).stage()).isEqualTo(Stage.VERIFIED);

        assertThat(leave().stage()).isEqualTo(Stage.SERVED);
        assertThat(published).isPresent();
    }

    @Test
    void aHoleInTheMemoryKeepsWhatIsThere() {
        recordId = "lost1";
        hostTrouble = "status 404";
        step(NONE);

        assertThat(leave().stage()).isEqualTo(Stage.SERVED);
    }

    @Test
    void clocksThatDisagreeAreToldOf() {
        dnsHas("old.mine.example");
        settle(OLD);
        Moment apart = new Moment(now, now.plus(Duration.ofMinutes(6)));

        assertThat(RollOver.next(DOMAIN, new Wanted.Policy(OLD), published, outside(), false, apart)
                        .report()
                        .notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.sentence()).contains("This machine's clock is PT6M from"));
        Moment close = new Moment(now, now.plus(Duration.ofMinutes(5)));
        assertThat(RollOver.next(DOMAIN, new Wanted.Policy(OLD), published, outside(), false, close)
                        .report()
                        .notices())
                .isEmpty();
    }

    @Test
    void whoTakesOverADomainThatIsServedElsewhereMissesNothing() {
        dnsHas("old.mine.example");
        recordId = "20260101";
        seenText = OLD.text();
        step(OLD);
        recordId = published.orElseThrow().current().recordId();
        step(OLD);
        now = now.plus(Duration.ofHours(2));
        step(OLD);
        recordId = published.orElseThrow().current().recordId();
        step(OLD);
        now = now.plus(Duration.ofHours(1));

        RollOverReport settled = step(OLD);
        assertThat(settled.stage()).isEqualTo(Stage.SETTLED);
        assertThat(settled.notices()).isEmpty();
    }

    @Test
    void eachClueIsReadAgain() {
        dnsHas("old.mine.example");
        step(OLD);
        Publication known = published.orElseThrow();
        assertThat(PublicationJson.read(DOMAIN, PublicationJson.of(known))).isEqualTo(known);
        Clues clues = new Clues(
                Duration.ofHours(2),
                Duration.ofHours(3),
                true,
                Optional.of(now),
                Map.of("192.0.2.1", Optional.empty(), "192.0.2.2", Optional.of(now)),
                Set.of("2001:db8::1", "192.0.2.3"));
        Publication full = new Publication(known.current(), known.former(), Stage.SERVED, Stage.REFUSED, clues);

        String json = PublicationJson.of(full);
        assertThat(PublicationJson.read(DOMAIN, json)).isEqualTo(full);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PublicationJson.read(DOMAIN, json.replace("\"recordSeen\" : true", "\"recordSeen\" : \"yes\"")))
                .withMessageContaining("yes is neither true nor false");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicationJson.read(DOMAIN, json.replace("recordTtl", "ttl")))
                .withMessageContaining("it has no recordTtl");
    }

    @Test
    void ofTwoClocksNeitherIsRight() {
        Clock one = Clock.fixed(now, ZoneOffset.UTC);
        Clock other = Clock.offset(one, Duration.ofMinutes(1));

        assertThat(Moment.of(one, other)).isEqualTo(new Moment(now, now.plusSeconds(60)));
        assertThat(Moment.of(other, one)).isEqualTo(new Moment(now, now.plusSeconds(60)));
    }

    @Test
    void aZoneThatMakesUpAddressesFillsNoDisk() {
        dnsHas("old.mine.example");
        settle(OLD);
        for (int look = 0; look < 2 * Clues.MOST_LAGGARDS; look++) {
            now = now.plusSeconds(1);
            atASecondAddress(PolicyHostSight.served("2001:db8::" + look, Dialect.RFC8461, BOTH.text()));
            step(OLD);
        }

        assertThat(published.orElseThrow().clues().laggards())
                .hasSize(Clues.MOST_LAGGARDS)
                .containsKeys("2001:db8::100", "2001:db8::199")
                .doesNotContainKeys("2001:db8::0", "2001:db8::99");
    }
}
