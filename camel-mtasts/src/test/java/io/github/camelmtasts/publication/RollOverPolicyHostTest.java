package io.github.camelmtasts.publication;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.publication.Notice.Severity;
import io.github.camelmtasts.publication.PolicyHostSight.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the addresses of the policy host serve, and what nobody can see of them. */
class RollOverPolicyHostTest extends RollOverBench {

    @Test
    void theFormerPolicyCountsUntilTheNewOneIsSeenEverywhere() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        now = now.plus(Duration.ofDays(3)); // one address served the old one for so long
        seenText = BOTH.text();
        step(BOTH);
        recordId = BOTH.recordId();

        assertThat(step(BOTH).until()).contains(now.plus(Duration.ofDays(14)));
    }

    @Test
    void whoServesTheFormerPolicyAgainStopsTheRollOver() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        assertThat(step(BOTH).stage()).isEqualTo(Stage.VERIFIED);

        seenText = OLD.text();
        RollOverReport relapsed = step(BOTH);
        assertThat(relapsed.stage()).isEqualTo(Stage.SERVED);
        assertThat(relapsed.changed()).isTrue();
        assertThat(relapsed.recordId()).isEmpty();

        seenText = BOTH.text();
        step(BOTH);
        recordId = BOTH.recordId() + "r1"; // the first one may be in the zone, where we do not see it yet
        assertThat(step(BOTH).stage()).isEqualTo(Stage.ANNOUNCED);
        now = now.plus(Duration.ofDays(30));
        seenText = OLD.text();
        RollOverReport late = step(BOTH);
        assertThat(late.stage()).as("not settled").isEqualTo(Stage.SERVED);
        assertThat(errors(late)).singleElement().asString().contains("another policy");
        seenText = BOTH.text();
        assertThat(step(BOTH).recordId())
                .as("who keeps the former policy under the id that is in DNS looks again")
                .contains(BOTH.recordId() + "r2");
        recordId = BOTH.recordId() + "r2";
        assertThat(step(BOTH).until())
                .as("somebody may have fetched the former policy just now")
                .contains(now.plus(Duration.ofDays(14)));
    }

    @Test
    void whoLeavesIsNotGoneWhileAnAddressServesTheFormerPolicy() {
        dnsHas("old.mine.example");
        settle(OLD);
        settle(NONE);
        seenText = OLD.text();

        assertThat(step(NONE).stage()).isEqualTo(Stage.SERVED);
        assertThat(step(Optional.empty(), false).stage()).isEqualTo(Stage.SERVED);
        assertThat(published).isPresent();
    }

    @Test
    void noRecordIsHandedOutForAPolicyThatIsNotSeen() {
        dnsHas("old.mine.example");
        step(OLD);
        seenText = OLD.text();
        step(OLD);

        hostTrouble = "it does not answer";
        RollOverReport unseen = step(OLD);
        assertThat(unseen.stage()).isEqualTo(Stage.SERVED);
        assertThat(unseen.recordId()).isEmpty();
    }

    @Test
    void anAddressThatDoesNotAnswerMayServeTheFormerPolicy() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        step(BOTH);
        recordId = BOTH.recordId();
        step(BOTH);
        now = now.plus(Duration.ofDays(30));

        hostTrouble = "it does not answer";
        RollOverReport unseen = step(BOTH);
        assertThat(unseen.stage()).isEqualTo(Stage.ANNOUNCED);
        assertThat(unseen.until()).isEmpty();
        assertThat(unseen.recordId()).isEmpty();
        hostTrouble = "";
        assertThat(step(BOTH).stage()).isEqualTo(Stage.SETTLED);
        hostTrouble = "it does not answer";
        assertThat(step(BOTH).stage()).as("once seen, it stays so").isEqualTo(Stage.SETTLED);
    }

    @Test
    void noneUnderAutoIsSeenWithoutAFormInTheDraft() {
        dnsHas("old.mine.example");
        settle(OLD);
        seenElsewhere =
                List.of(PolicyHostSight.without(State.FAILED, "192.0.2.1", Dialect.DRAFT06, "there is no such file"));
        assertThat(errors(step(OLD))).containsExactly("there is no such file");

        step(NONE);
        seenText = NONE.text();
        assertThat(step(NONE).stage()).isEqualTo(Stage.VERIFIED);
        recordId = NONE.recordId();
        now = now.plus(Duration.ofDays(14));
        assertThat(step(NONE).stage()).isEqualTo(Stage.ANNOUNCED);
        now = now.plus(Duration.ofHours(1));
        assertThat(step(NONE).stage()).isEqualTo(Stage.REMOVABLE);
    }

    @Test
    void aPolicyFromBeforeIsAFormerOne() {
        dnsHas("new.mine.example", "old.mine.example");
        seenText = OLD.text();
        seenElsewhere = List.of(PolicyHostSight.served("192.0.2.2", Dialect.RFC8461, "<p>It works!"));

        step(BOTH);
        seenText = BOTH.text();
        seenElsewhere = List.of();
        step(BOTH);
        recordId = BOTH.recordId();

        assertThat(step(BOTH).until()).contains(now.plus(Duration.ofDays(14)));
        assertThat(published.orElseThrow().former()).extracting(Edition::policy).containsExactly(OLD);
    }

    @Test
    void aPolicyHostThatCannotBeFoundIsNotSeen() {
        step(NEW);
        Outside nowhere = new Outside(
                List.of(),
                Optional.of("it does not exist"),
                Duration.ZERO,
                RecordSight.absent(Duration.ZERO),
                List.of(),
                Optional.empty());

        RollOverReport report = step(new Wanted.Policy(NEW), nowhere, false);

        assertThat(report.stage()).isEqualTo(Stage.SERVED);
        assertThat(errors(report)).containsExactly("it does not exist");
    }

    @Test
    void anAddressThatTheOperatorLeavesOutHoldsNothingUp() {
        dnsHas("old.mine.example");
        atASecondAddress(PolicyHostSight.without(State.LEFT_OUT, "2001:db8::1", Dialect.RFC8461, "left out"));
        step(OLD);
        seenText = OLD.text();

        RollOverReport report = step(OLD);
        assertThat(report.stage()).isEqualTo(Stage.VERIFIED);
        assertThat(report.notices()).containsExactly(Notice.warning("left out"));
    }

    @Test
    void anAddressThatCannotBeMetFromHereMayBeVouchedFor() {
        dnsHas("old.mine.example");
        atASecondAddress(PolicyHostSight.without(State.UNMET, "2001:db8::1", Dialect.RFC8461, "nothing answers."));
        step(OLD);
        seenText = OLD.text();
        RollOverReport unmet = step(OLD);
        assertThat(unmet.stage()).isEqualTo(Stage.SERVED);
        assertThat(errors(unmet)).singleElement().asString().startsWith("nothing answers. If it merely cannot be met");

        RollOverReport forced = step(Optional.of(OLD), true);
        assertThat(forced.stage()).isEqualTo(Stage.VERIFIED);
        assertThat(forced.recordDue()).isTrue();
        recordId = OLD.recordId();
        RollOverReport announced = step(OLD);
        assertThat(announced.stage()).as("the word counts on").isEqualTo(Stage.ANNOUNCED);
        assertThat(announced.notices()).extracting(Notice::severity).containsExactly(Severity.WARNING);
        assertThat(step(BOTH).stage()).isEqualTo(Stage.SERVED);
        seenText = BOTH.text();
        assertThat(step(BOTH).stage()).as("but not for another policy").isEqualTo(Stage.SERVED);
    }

    @Test
    void nobodyVouchesForWhatWasSeen() {
        dnsHas("old.mine.example");
        step(OLD);
        seenText = OLD.text();
        atASecondAddress(PolicyHostSight.without(State.FAILED, "192.0.2.2", Dialect.RFC8461, "there is no such file"));
        assertThat(step(Optional.of(OLD), true).stage()).isEqualTo(Stage.SERVED);
        atASecondAddress(PolicyHostSight.served("192.0.2.2", Dialect.RFC8461, BOTH.text()));
        assertThat(step(Optional.of(OLD), true).stage()).isEqualTo(Stage.SERVED);
        seenText = "";
        atASecondAddress(PolicyHostSight.without(State.UNMET, "192.0.2.2", Dialect.RFC8461, "nothing answers"));
        hostTrouble = "nothing answers";
        assertThat(step(Optional.of(OLD), true).stage()).as("seen nowhere").isEqualTo(Stage.SERVED);
    }

    @Test
    void aDraftPolicyOfAStrangeNodeIsHeldToo() {
        dnsHas("old.mine.example");
        settle(OLD);
        atASecondAddress(PolicyHostSight.served("192.0.2.2", Dialect.DRAFT06, """
                {"version":"STSv1","mode":"enforce","max_age":2419200,"mx":[".strange.example"]}
                """));
        assertThat(step(OLD).stage()).isEqualTo(Stage.SERVED);
        seenElsewhere = List.of();
        step(OLD);
        now = now.plus(Duration.ofHours(1)); // resolvers have forgotten that address
        step(OLD);
        recordId = OLD.recordId() + "r1";

        RollOverReport report = step(OLD);
        assertThat(report.until()).contains(now.plus(Duration.ofDays(28)));
        assertThat(errors(report)).singleElement().asString().contains("*.strange.example");
        settle(NONE);
        atASecondAddress(PolicyHostSight.served(
                "192.0.2.2", Dialect.DRAFT06, OLD.text(Dialect.DRAFT06).orElseThrow()));
        assertThat(step(NONE).stage()).as("none cannot be said in the draft").isEqualTo(Stage.SERVED);
    }

    @Test
    void whoWasVouchedForIsSeenAnewOnceMet() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        PolicyHostSight unmet = PolicyHostSight.without(State.UNMET, "192.0.2.2", Dialect.RFC8461, "nothing answers.");
        atASecondAddress(unmet);
        assertThat(step(Optional.of(BOTH), true).stage()).isEqualTo(Stage.VERIFIED);

        atASecondAddress(PolicyHostSight.served("192.0.2.2", Dialect.RFC8461, OLD.text()));
        assertThat(step(BOTH).stage()).isEqualTo(Stage.SERVED);
        atASecondAddress(unmet);
        assertThat(step(BOTH).stage())
                .as("it served another policy when it was last seen")
                .isEqualTo(Stage.SERVED);
    }

    @Test
    void whoTakesALaggardOutOfDnsWaitsUntilResolversHaveForgottenIt() {
        dnsHas("old.mine.example");
        policyHostTtl = Duration.ofHours(6);
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        atASecondAddress(PolicyHostSight.served("192.0.2.2", Dialect.RFC8461, OLD.text()));
        step(BOTH);
        now = now.plus(Duration.ofDays(2));
        atASecondAddress(PolicyHostSight.without(State.UNMET, "192.0.2.2", Dialect.RFC8461, "nothing answers."));
        assertThat(step(Optional.of(BOTH), true).stage())
                .as("nobody vouches for who served another policy when it was last met")
                .isEqualTo(Stage.SERVED);
        Outside dark = outside();
        step(
                new Wanted.Policy(BOTH),
                new Outside(
                        List.of(),
                        Optional.of("SERVFAIL"),
                        Duration.ZERO,
                        dark.record(),
                        dark.mailHosts(),
                        Optional.empty()),
                false);
        now = now.plus(Duration.ofDays(1));
        seenElsewhere = List.of();

        RollOverReport gone = step(BOTH);
        assertThat(gone.stage()).as("resolvers still name it").isEqualTo(Stage.SERVED);
        assertThat(gone.notices())
                .anySatisfy(notice -> assertThat(notice.sentence())
                        .contains("At 192.0.2.2", "resolvers may do so until " + now.plus(Duration.ofHours(6))));
        assertThat(gone.toDo()).as("it goes on by itself").isEmpty();
        now = now.plus(Duration.ofHours(6)).minusSeconds(1);
        assertThat(step(BOTH).stage()).isEqualTo(Stage.SERVED);
        now = now.plusSeconds(1);
        assertThat(step(BOTH).stage()).isEqualTo(Stage.VERIFIED);
    }

    @Test
    void aLaggardFromTheFutureIsForgottenByForce() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        atASecondAddress(PolicyHostSight.served("192.0.2.2", Dialect.RFC8461, OLD.text()));
        step(BOTH);
        seenElsewhere = List.of();
        Instant right = now;
        now = now.plus(Duration.ofDays(365));
        step(BOTH);
        now = right;
        assertThat(step(BOTH).notices())
                .anySatisfy(notice -> assertThat(notice.sentence()).contains("its clock is wrong, or was"));

        step(Optional.of(BOTH), true);
        now = now.plus(Duration.ofHours(1));
        assertThat(step(BOTH).stage()).isEqualTo(Stage.VERIFIED);
    }

    @Test
    void aLaggardThatCatchesUpHoldsNothingUp() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        atASecondAddress(PolicyHostSight.served("192.0.2.2", Dialect.RFC8461, OLD.text()));
        step(BOTH);
        assertThat(PublicationJson.read(DOMAIN, PublicationJson.of(published.orElseThrow())))
                .isEqualTo(published.orElseThrow());

        atASecondAddress(PolicyHostSight.served("192.0.2.2", Dialect.RFC8461, BOTH.text()));
        assertThat(step(BOTH).stage()).isEqualTo(Stage.VERIFIED);
    }

    @Test
    void whoSeesNobodyIsTold() {
        dnsHas("old.mine.example");
        step(OLD);
        RollOverReport blind = step(
                new Wanted.Policy(OLD),
                new Outside(
                        List.of(PolicyHostSight.without(State.LEFT_OUT, "2001:db8::1", Dialect.RFC8461, "left out")),
                        Optional.empty(),
                        Duration.ZERO,
                        RecordSight.absent(Duration.ZERO),
                        List.of(),
                        Optional.empty()),
                false);

        assertThat(blind.stage()).isEqualTo(Stage.SERVED);
        assertThat(errors(blind)).singleElement().asString().contains("can be seen at no address");
    }

    @Test
    void whatNobodyHadTimeToAskIsNotVouchedFor() {
        dnsHas("old.mine.example");
        step(OLD);
        seenText = OLD.text();
        atASecondAddress(PolicyHostSight.without(State.UNASKED, "192.0.2.2", Dialect.RFC8461, "no time"));

        assertThat(step(Optional.of(OLD), true).stage()).isEqualTo(Stage.SERVED);
    }

    @Test
    void aTextThatIsNoPolicyIsFetchedByNobody() {
        dnsHas("old.mine.example");
        settle(OLD);
        seenText = "<p>Back soon";

        RollOverReport closed = step(OLD);
        assertThat(closed.stage()).isEqualTo(Stage.SETTLED);
        assertThat(errors(closed)).singleElement().asString().contains("serves no policy");
        seenText = OLD.text();
        assertThat(step(OLD).recordId()).as("nobody has another under it").contains(OLD.recordId());
    }

    @Test
    void theFormOfAFormerPolicyInTheDraftIsThatPolicy() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        atASecondAddress(PolicyHostSight.served(
                "192.0.2.2", Dialect.DRAFT06, OLD.text(Dialect.DRAFT06).orElseThrow()));
        step(BOTH);

        assertThat(published.orElseThrow().former()).extracting(Edition::policy).containsExactly(OLD);
    }

    @Test
    void whatForceTakesIsSaid() {
        dnsHas("old.mine.example");
        step(OLD);
        seenText = OLD.text();
        atASecondAddress(PolicyHostSight.without(State.UNMET, "192.0.2.2", Dialect.RFC8461, "nothing answers."));

        assertThat(step(Optional.of(OLD), true).notices())
                .anySatisfy(notice -> assertThat(notice.sentence())
                        .startsWith("By force counts for mine.example")
                        .contains("the policy is served at 192.0.2.2"));
    }

    @Test
    void aLaggardThatHasCaughtUpMayLeave() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        atASecondAddress(PolicyHostSight.served("192.0.2.2", Dialect.RFC8461, OLD.text()));
        step(BOTH);
        atASecondAddress(PolicyHostSight.served("192.0.2.2", Dialect.RFC8461, BOTH.text()));
        step(BOTH);
        seenElsewhere = List.of();

        RollOverReport left = step(BOTH);
        assertThat(left.stage()).isEqualTo(Stage.VERIFIED);
        assertThat(errors(left)).isEmpty();
    }

    @Test
    void whoWasMetAndServedNothingIsNotVouchedForAnyMore() {
        dnsHas("old.mine.example");
        step(OLD);
        seenText = OLD.text();
        PolicyHostSight unmet = PolicyHostSight.without(State.UNMET, "192.0.2.2", Dialect.RFC8461, "nothing answers.");
        atASecondAddress(unmet);
        assertThat(step(Optional.of(OLD), true).stage()).isEqualTo(Stage.VERIFIED);
        atASecondAddress(PolicyHostSight.without(State.FAILED, "192.0.2.2", Dialect.RFC8461, "no such file"));
        step(OLD);
        atASecondAddress(unmet);

        assertThat(step(OLD).stage()).isEqualTo(Stage.SERVED);
    }

    @Test
    void whoIsVouchedForIsNamedAndNobodyElse() {
        dnsHas("old.mine.example");
        step(OLD);
        seenText = OLD.text();
        atASecondAddress(PolicyHostSight.without(State.UNMET, "192.0.2.2", Dialect.RFC8461, "nothing answers."));

        assertThat(step(Optional.of(OLD), true).notices())
                .anySatisfy(notice -> assertThat(notice.sentence()).endsWith("and the policy is served at 192.0.2.2."));
        assertThat(published.orElseThrow().clues().vouchedFor()).containsExactly("192.0.2.2");
    }
}
