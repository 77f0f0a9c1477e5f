package io.github.camelmtasts.publication;

import java.time.Duration;
import java.util.Optional;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.publication.Notice.Severity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which record DNS has, which it should have, and under which id senders keep what. */
class RollOverRecordTest extends RollOverBench {

    @Test
    @Requirement("R8461-8.1-1")
    void aRecordThatComesBeforeThePolicyGetsAnotherId() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        recordId = BOTH.recordId();

        assertThat(step(BOTH).notices())
                .anySatisfy(notice -> assertThat(notice.sentence())
                        .contains(
                                "senders may keep that one under this id", "must change no record before that stage"));
        seenText = BOTH.text();
        RollOverReport verified = step(BOTH);
        assertThat(verified.stage()).as("the early record does not count").isEqualTo(Stage.VERIFIED);
        assertThat(verified.recordId()).contains(BOTH.recordId() + "r1");
        recordId = BOTH.recordId() + "r1";
        assertThat(step(BOTH).stage()).isEqualTo(Stage.ANNOUNCED);
    }

    @Test
    void aRecordThatIsThereBeforeTheFirstLookIsEarlyToo() {
        dnsHas("old.mine.example");
        settle(OLD);
        recordId = BOTH.recordId();
        step(BOTH);
        seenText = BOTH.text();

        RollOverReport verified = step(BOTH);
        assertThat(verified.recordId()).contains(BOTH.recordId() + "r1");
        assertThat(verified.notices())
                .anySatisfy(notice -> assertThat(notice.sentence()).contains("under this id"));
    }

    @Test
    void whoGoesBackToAnEarlierTextGetsAnotherId() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text(); // under the record of OLD
        step(BOTH);

        step(OLD);
        assertThat(errors(step(OLD))).singleElement().asString().contains("serves another policy");
        seenText = OLD.text();
        RollOverReport verified = step(OLD);
        assertThat(verified.recordId()).contains(OLD.recordId() + "r1");
        assertThat(verified.recordDue()).isTrue();
        assertThat(verified.notices())
                .anySatisfy(notice -> assertThat(notice.sentence())
                        .startsWith(
                                "The record of mine.example has the id " + OLD.recordId() + " while or since another"));
        recordId = OLD.recordId() + "r1";
        assertThat(step(OLD).stage()).isEqualTo(Stage.ANNOUNCED);
        assertThat(step(OLD).until()).as("some may hold BOTH").contains(now.plus(Duration.ofDays(14)));
        step(BOTH);
        step(OLD);
        assertThat(published.orElseThrow().current().recordId()).isEqualTo(OLD.recordId() + "r2");
    }

    @Test
    void aRecordIsDueAtEachStepUntilItIsThere() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        assertThat(step(BOTH).changed()).isTrue();

        RollOverReport again = step(BOTH);
        assertThat(again.changed()).isFalse();
        assertThat(again.recordDue())
                .as("who failed to publish it has another try")
                .isTrue();
        recordId = BOTH.recordId();
        assertThat(step(BOTH).recordDue()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BROKEN  | is there 2 times      | ERROR   | must leave exactly this one: _mta-sts.mine.example. 3600 IN TXT",
                "UNKNOWN | cannot be looked up   | WARNING | nobody can say now whether it is right",
                "ABSENT  | is not there          | ERROR   | must put it back: _mta-sts.mine.example. 3600 IN TXT",
                "FOUND   |                       | ERROR   | has the id another, so that new senders do not find the policy",
            })
    void aRecordThatIsNotAsItShouldBeIsToldAtEachStage(
            RecordSight.State state, @Nullable String trouble, Severity severity, String words) {
        dnsHas("old.mine.example");
        settle(OLD);
        RecordSight record = new RecordSight(
                state, state == RecordSight.State.FOUND ? "another" : "", String.valueOf(trouble), Duration.ZERO);

        assertThat(step(new Wanted.Policy(OLD), withRecord(record), false).notices())
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.severity()).isEqualTo(severity);
                    assertThat(notice.sentence()).contains(words);
                });
    }

    @Test
    void aSecondRecordBesideTheDueOneIsNoRecord() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        step(BOTH);

        RollOverReport doubled =
                step(new Wanted.Policy(BOTH), withRecord(RecordSight.broken("is there 2 times", Duration.ZERO)), false);
        assertThat(doubled.stage()).isEqualTo(Stage.VERIFIED);
        assertThat(errors(doubled)).singleElement().asString().contains("exactly this one", BOTH.recordId());
        seenText = OLD.text();
        assertThat(errors(step(
                        new Wanted.Policy(BOTH),
                        withRecord(RecordSight.broken("is there 2 times", Duration.ZERO)),
                        false)))
                .as("until it is seen, the former one is the right one")
                .anyMatch(sentence -> sentence.contains("exactly this one") && sentence.contains(OLD.recordId()));
    }

    @Test
    void aFirstPolicyWhoseRecordIsBrokenNeedsNoneYet() {
        RollOverReport report =
                step(new Wanted.Policy(NONE), withRecord(RecordSight.broken("is broken: no id", Duration.ZERO)), false);
        assertThat(report.stage()).isEqualTo(Stage.SERVED);

        assertThat(errors(step(
                        new Wanted.Policy(NONE),
                        withRecord(RecordSight.broken("is broken: no id", Duration.ZERO)),
                        false)))
                .anyMatch(sentence -> sentence.contains("must leave none there"));
    }

    @Test
    void theLongestTtlThatWasSeenIsWaitedFor() {
        dnsHas("old.mine.example");
        recordTtl = Duration.ofHours(6);
        settle(OLD);
        recordTtl = Duration.ofHours(2);
        step(NONE);
        step(OLD);
        seenText = OLD.text();
        recordId = published.orElseThrow().current().recordId();
        step(OLD);
        recordId = published.orElseThrow().current().recordId();

        assertThat(step(OLD).until())
                .as("NONE lasts a day, and the record six hours")
                .contains(now.plus(Duration.ofDays(1)));
        assertThat(published.orElseThrow().clues().recordTtl()).isEqualTo(Duration.ofHours(6));
        recordTtl = Duration.ofDays(365);
        step(OLD);
        assertThat(published.orElseThrow().clues().recordTtl())
                .as("no resolver keeps it longer")
                .isEqualTo(Duration.ofDays(7));
        assertThat(step(OLD).until()).contains(now.plus(Duration.ofDays(7)));
    }

    @Test
    void aPolicyThatIsAnnouncedAlreadyIsNotRefused() {
        dnsHas("new.mine.example");
        recordId = OLD.recordId();
        hostTrouble = "status 404";

        RollOverReport adopted = step(OLD);
        assertThat(adopted.stage()).as("its senders would find nothing").isEqualTo(Stage.SERVED);
        assertThat(errors(adopted)).anyMatch(sentence -> sentence.contains("covers its MX host new.mine.example"));
        hostTrouble = "";
        seenText = OLD.text();
        assertThat(step(OLD).stage()).as("under the id that it has").isEqualTo(Stage.ANNOUNCED);
        published = Optional.empty();
        recordId = "another";
        assertThat(step(OLD).stage()).isEqualTo(Stage.REFUSED);
    }

    @Test
    void aFirstPolicyWaitsForDnsToSayWhetherThereIsARecord() {
        dnsHas("old.mine.example");
        Outside dark = withRecord(RecordSight.unknown("no answer"));

        RollOverReport refused = step(new Wanted.Policy(OLD), dark, false);
        assertThat(refused.stage()).isEqualTo(Stage.REFUSED);
        assertThat(errors(refused)).singleElement().asString().contains("no answer", "the next step looks again");
        assertThat(step(new Wanted.Policy(OLD), dark, true).stage()).isEqualTo(Stage.SERVED);
    }

    @Test
    void aRelapseDoesNotMakeForgetThatThePolicyWasAnnounced() {
        dnsHas("old.mine.example");
        settle(OLD);
        seenText = policy("enforce old.mine.example for 1s").text();
        step(OLD);
        seenText = OLD.text();
        now = now.plus(Duration.ofDays(1));
        RollOverReport broken =
                step(new Wanted.Policy(BOTH), withRecord(RecordSight.broken("is there 2 times", Duration.ZERO)), true);
        assertThat(broken.stage()).isEqualTo(Stage.SERVED);

        assertThat(errors(step(BOTH)))
                .as("the id that was announced, until the next one is seen")
                .noneMatch(sentence -> sentence.contains("is not there"));
        recordId = "";
        assertThat(errors(step(BOTH)))
                .anyMatch(sentence -> sentence.contains(
                        "put it back: _mta-sts.mine.example. 3600 IN TXT \"v=STSv1; id=" + OLD.recordId() + ";\""));
        assertThat(leave().stage()).isEqualTo(Stage.SERVED);
    }

    @Test
    void whatMayGoNeedNotBePutBack() {
        dnsHas("old.mine.example");
        settle(OLD);
        settle(NONE);

        recordId = "";
        RollOverReport report = step(NONE);
        assertThat(report.stage()).isEqualTo(Stage.REMOVABLE);
        assertThat(report.recordDue()).isFalse();
        assertThat(report.recordId()).isEmpty();
        assertThat(errors(report)).isEmpty();
        assertThat(report.toDo()).singleElement().asString().startsWith("Remove the record");
    }

    @Test
    void theRecordOfADroppedPolicyIsNotDue() {
        dnsHas("old.mine.example");
        settle(OLD);

        RollOverReport dropped = leave();
        assertThat(dropped.recordDue()).isFalse();
        assertThat(errors(dropped)).isEmpty();
        assertThat(dropped.suggestion()).contains(NONE.text());
    }

    @Test
    void anIdThatWasHandedOutIsGivenUpWhenAnAddressRelapses() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        assertThat(step(BOTH).recordId())
                .contains(BOTH.recordId()); // published now, but our resolver does not know it yet
        seenText = OLD.text();
        step(BOTH);
        seenText = BOTH.text();

        assertThat(step(BOTH).recordId()).contains(BOTH.recordId() + "r1");
    }

    @Test
    void whatIsSettledStaysSoWhateverTtlTheRecordGets() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        step(BOTH);
        recordId = BOTH.recordId();
        step(BOTH);
        now = now.plus(Duration.ofDays(14));
        assertThat(step(BOTH).stage()).isEqualTo(Stage.SETTLED);

        recordTtl = Duration.ofDays(365);
        now = now.minus(Duration.ofDays(10)); // so that the announcement is younger than the longest TTL
        published = published.map(known -> known.at(Stage.SETTLED));
        now = now.plus(Duration.ofDays(10));
        assertThat(step(BOTH).stage()).isEqualTo(Stage.SETTLED);
        assertThat(published.orElseThrow().clues().recordTtl()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void noRecordIsDueWhileDnsCannotSay() {
        dnsHas("old.mine.example");
        settle(OLD);

        RollOverReport report = step(new Wanted.Policy(OLD), withRecord(RecordSight.unknown("SERVFAIL")), false);
        assertThat(report.recordDue()).isFalse();
        assertThat(report.toDo()).isEmpty();
    }

    @Test
    void theRecordOfNoneNeedNotComeBackForANewPolicy() {
        dnsHas("old.mine.example");
        settle(OLD);
        settle(NONE);
        recordId = "";
        step(BOTH);
        hostTrouble = "nothing answers";

        assertThat(errors(step(BOTH))).noneMatch(sentence -> sentence.contains("put it back"));
    }

    @Test
    void whoFindsAnIdThatItGaveGoesOnFromThere() {
        dnsHas("old.mine.example");
        recordId = OLD.recordId() + "r1";
        seenText = OLD.text();
        step(OLD);
        assertThat(published.orElseThrow().current().recordId()).isEqualTo(OLD.recordId() + "r1");
        seenText = BOTH.text();
        step(OLD);
        seenText = OLD.text();
        assertThat(step(OLD).recordId()).contains(OLD.recordId() + "r2");
    }

    @Test
    void theIdOfAStrangerSaysNothingOfThisPolicy() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        recordId = "20260101";

        assertThat(step(BOTH).notices()).noneMatch(notice -> notice.sentence().contains("under this id"));
    }
}
