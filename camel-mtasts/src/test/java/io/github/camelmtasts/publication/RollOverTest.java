package io.github.camelmtasts.publication;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.publication.Notice.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The order of a change of policy, step by step; time and the world are values here. */
class RollOverTest extends RollOverBench {

    @Test
    @Requirement("R8461-8.1-1")
    void aPolicyIsServedThenSeenThenAnnounced() {
        dnsHas("old.mine.example");
        settle(OLD);

        RollOverReport served = step(BOTH);
        assertThat(served.stage()).isEqualTo(Stage.SERVED);
        assertThat(served.changed()).isTrue();
        assertThat(served.zoneLine()).as("the record stays as it is").isEmpty();
        assertThat(published.orElseThrow().current().policy()).isEqualTo(BOTH);

        RollOverReport unseen = step(BOTH);
        assertThat(unseen.stage()).isEqualTo(Stage.SERVED);
        assertThat(unseen.changed()).isFalse();
        assertThat(errors(unseen)).singleElement().asString().contains("At 192.0.2.1", "serves another policy");

        seenText = BOTH.text();
        RollOverReport verified = step(BOTH);
        assertThat(verified.stage()).isEqualTo(Stage.VERIFIED);
        assertThat(verified.recordId()).contains(BOTH.recordId());
        assertThat(verified.zoneLine())
                .contains("_mta-sts.mine.example. 3600 IN TXT \"v=STSv1; id=" + BOTH.recordId() + ";\"\n");

        assertThat(step(BOTH).stage()).as("nobody has pasted it yet").isEqualTo(Stage.VERIFIED);
        recordId = BOTH.recordId();
        RollOverReport announced = step(BOTH);
        assertThat(announced.stage()).isEqualTo(Stage.ANNOUNCED);
        assertThat(announced.until())
                .as("who fetched the old policy last keeps it for its max_age")
                .contains(now.plus(Duration.ofDays(14)));
    }

    @Test
    @Requirement({"RD06-6.1-2", "R8461-8.1-1"})
    void whatTheFormerPolicyNeedsStaysUntilNobodyHoldsIt() {
        dnsHas("old.mine.example", "new.mine.example");
        settle(BOTH);
        dnsHas("new.mine.example");
        step(NEW);
        seenText = NEW.text();
        step(NEW);
        recordId = NEW.recordId();
        Instant verified = now;

        assertThat(step(NEW).notices())
                .containsExactly(Notice.note("Until " + verified.plus(Duration.ofDays(14))
                        + " senders may hold the former policy of mine.example (id " + BOTH.recordId()
                        + "); keep MX hosts in DNS that it covers (new.mine.example, old.mine.example), with valid"
                        + " certificates."));
        dnsHas("newer.mine.example");
        assertThat(errors(step(NEW)))
                .anySatisfy(sentence -> assertThat(sentence)
                        .contains("deliver to none of its MX hosts", "put hosts into DNS again", "old.mine.example"));

        dnsHas("new.mine.example");
        now = verified.plus(Duration.ofDays(14)).minusSeconds(1);
        assertThat(step(NEW).stage()).isEqualTo(Stage.ANNOUNCED);
        now = now.plusSeconds(1);
        RollOverReport settled = step(NEW);
        assertThat(settled.stage()).isEqualTo(Stage.SETTLED);
        assertThat(settled.changed()).isTrue();
        assertThat(settled.notices()).isEmpty();
        assertThat(published.orElseThrow().heldAt(moment())).isEmpty();
    }

    @Test
    void aChangeThatWouldLockMailOutIsRefusedAndTheUnionSuggested() {
        dnsHas("old.mine.example");
        settle(OLD);

        RollOverReport refused = step(NEW);

        assertThat(refused.stage()).isEqualTo(Stage.REFUSED);
        assertThat(published.orElseThrow().current().policy()).as("served on").isEqualTo(OLD);
        assertThat(errors(refused))
                .containsExactly("No mx line of the policy of mine.example covers its MX host old.mine.example, so that"
                        + " senders do not deliver to it (RFC 8461 section 4.1); add the host to the policy, or take it out"
                        + " of DNS and wait for the TTL of its MX record.");
        assertThat(refused.suggestion())
                .contains(policy("enforce new.mine.example,old.mine.example for 1w")
                        .text());
        assertThat(step(NEW).changed()).as("told once").isFalse();
        assertThat(step(OLD).stage()).as("taken back").isEqualTo(Stage.SETTLED);
    }

    @Test
    void hostsOfNeitherPolicyAreSuggestedByName() {
        dnsHas("third.mine.example");

        assertThat(step(NEW).suggestion())
                .contains(policy("enforce new.mine.example,third.mine.example for 1w")
                        .text());
        assertThat(published).as("nothing is served").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // what is wanted, a fault of its MX host, no MX host can be looked at, DNS cannot say, force: what comes of it
        "enforce, false, false, false, false, SERVED",
        "enforce, true,  false, false, false, REFUSED",
        "enforce, true,  false, false, true,  SERVED",
        "enforce, false, true,  false, false, SERVED", // port 25 may be closed to us alone
        "enforce, false, false, true,  false, REFUSED",
        "enforce, false, false, true,  true,  SERVED",
        "testing, true,  false, true,  false, SERVED", // all mail goes out
    })
    void onlyAPolicyThatLocksMailOutIsRefused(
            String mode, boolean fault, boolean unknown, boolean dnsFails, boolean force, Stage stage) {
        mailHosts = List.of(new MailHostSight(
                DomainName.of("new.mine.example"),
                Optional.of("its certificate has expired").filter(text -> fault),
                Optional.of("nothing answers").filter(text -> unknown)));
        mxTrouble = Optional.of("DNS does not say").filter(text -> dnsFails);

        RollOverReport report = step(Optional.of(policy(mode + " new.mine.example for 1w")), force);

        assertThat(report.stage()).isEqualTo(stage);
        assertThat(report.notices()).hasSize((fault ? 1 : 0) + (unknown ? 1 : 0) + (dnsFails ? 1 : 0));
    }

    @Test
    @Requirement("R8461-8.3-1")
    void whoLeavesServesNoneUntilNobodyHoldsAnythingElse() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(NONE);
        seenText = NONE.text();
        step(NONE);
        recordId = NONE.recordId();
        Instant seen = now;

        RollOverReport countdown = step(NONE);
        assertThat(countdown.stage()).isEqualTo(Stage.ANNOUNCED);
        assertThat(countdown.until())
                .as("the longest max_age, not that of none")
                .contains(seen.plus(Duration.ofDays(14)));

        // who removes it too early is told, and it is served on
        assertThat(step(Optional.empty(), false).stage()).isEqualTo(Stage.ANNOUNCED);
        assertThat(published).isPresent();

        now = seen.plus(Duration.ofDays(14));
        assertThat(step(NONE).stage()).isEqualTo(Stage.REMOVABLE);
        recordId = "";
        assertThat(step(Optional.empty(), false).stage()).isEqualTo(Stage.REMOVED);
        assertThat(published).isEmpty();
    }

    @Test
    @Requirement("R8461-8.3-1")
    void aPolicyThatMerelyVanishesIsServedOn() {
        dnsHas("old.mine.example");
        settle(OLD);

        RollOverReport report = step(Optional.empty(), false);

        assertThat(report.stage()).isEqualTo(Stage.SETTLED);
        assertThat(report.notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.sentence())
                        .contains("senders hold this one until " + now.plus(Duration.ofDays(14)), "section 8.3"));
        assertThat(report.suggestion()).contains(NONE.text());
        assertThat(published).isPresent();
    }

    @Test
    void whatGoesWrongLaterIsTold() {
        dnsHas("old.mine.example");
        settle(OLD);
        assertThat(step(OLD).notices()).isEmpty();

        recordId = "20260101";
        assertThat(errors(step(OLD)))
                .containsExactly(
                        "The record at _mta-sts.mine.example has the id 20260101, so that new senders do not find"
                                + " the policy; whoever runs the zone must put this one in its place: _mta-sts.mine.example. 3600 IN TXT \"v=STSv1;"
                                + " id=" + OLD.recordId() + ";\"");
        recordId = OLD.recordId();
        hostTrouble = "its certificate has expired";
        dnsHas("old.mine.example", "newcomer.mine.example");
        assertThat(errors(step(OLD))).hasSize(2);
    }

    @Test
    void aPolicyThatNobodyWantsAnyMoreIsNotAnnounced() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        assertThat(step(BOTH).recordId()).isPresent();

        RollOverReport dropped = step(Optional.empty(), false);
        assertThat(dropped.stage()).isEqualTo(Stage.SERVED);
        assertThat(dropped.recordId()).isEmpty();
        assertThat(dropped.suggestion()).contains(NONE.text());
        assertThat(published.orElseThrow().recordToHave())
                .as("nor is its record printed")
                .isEmpty();
        assertThat(step(BOTH).stage()).as("wanted again").isEqualTo(Stage.VERIFIED);
    }

    @ParameterizedTest
    @CsvSource({
        "ABSENT,  REMOVED", // nobody has ever been told of it
        "UNKNOWN, SERVED",
        "BROKEN,  SERVED",
        "FOUND,   SERVED",
    })
    void aFirstPolicyGoesAtOnceIfThereIsNoRecord(RecordSight.State state, Stage stage) {
        dnsHas("old.mine.example");
        step(OLD);
        seenText = OLD.text();
        step(OLD);

        RollOverReport report =
                step(new Wanted.Nothing(), withRecord(new RecordSight(state, "another", "", Duration.ZERO)), false);

        assertThat(report.stage()).isEqualTo(stage);
        assertThat(published.isEmpty()).isEqualTo(stage == Stage.REMOVED);
    }

    @Test
    void whatTheFormerPolicyNeedsIsToldFromTheFirstStepOn() {
        dnsHas("old.mine.example");
        settle(OLD);
        dnsHas("new.mine.example");

        assertThat(errors(step(NEW))).singleElement().asString().contains("deliver to none of its MX hosts");
        seenText = NEW.text();
        RollOverReport verified = step(NEW);
        assertThat(verified.stage()).isEqualTo(Stage.VERIFIED);
        assertThat(errors(verified)).singleElement().asString().contains("deliver to none of its MX hosts");
    }

    @Test
    void aHostThatComesInDuringARollOverGetsTheUnionSuggested() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        dnsHas("old.mine.example", "third.mine.example");

        assertThat(step(BOTH).suggestion())
                .contains(policy("enforce new.mine.example,old.mine.example,third.mine.example for 2w")
                        .text());
    }

    @Test
    void whatARefusalCannotMendGetsNoUnion() {
        mailHosts =
                List.of(new MailHostSight(DomainName.of("new.mine.example"), Optional.of("expired"), Optional.empty()));

        RollOverReport refused = step(NEW);

        assertThat(refused.stage()).isEqualTo(Stage.REFUSED);
        assertThat(refused.suggestion()).isEmpty();
    }

    @Test
    void aRefusalDoesNotHideHowTheCurrentPolicyFares() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = OLD.text();

        assertThat(errors(step(NEW)))
                .anyMatch(sentence -> sentence.contains("covers its MX host old.mine.example"))
                .anyMatch(sentence -> sentence.contains("serves another policy"));
        seenText = BOTH.text();
        assertThat(step(NEW).stage()).isEqualTo(Stage.REFUSED);
        assertThat(published.orElseThrow().current().verifiedAt()).contains(now);
    }

    @Test
    void anotherPolicyInTheSameStageIsAChange() {
        dnsHas("old.mine.example", "new.mine.example");
        settle(OLD);

        assertThat(step(BOTH).changed()).isTrue();
        assertThat(step(BOTH).changed()).isFalse();
        RollOverReport next = step(policy("enforce new.mine.example,old.mine.example for 3w"));
        assertThat(next.stage()).isEqualTo(Stage.SERVED);
        assertThat(next.changed()).isTrue();
    }

    @Test
    void aLongNoneAndAShortPolicyAreRemarkedOn() {
        assertThat(step(policy("none for 4w")).notices()).singleElement().satisfies(notice -> {
            assertThat(notice.severity()).isEqualTo(Severity.WARNING);
            assertThat(notice.sentence()).contains("small max_age");
        });
        published = Optional.empty();
        assertThat(step(policy("enforce new.mine.example for 1h")).notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.sentence()).contains("max_age is shorter than a day"));
    }

    @Test
    @Requirement("R8461-10.4-1")
    void aPatternThatLetsEachHostTakeMailIsRemarkedOn() {
        assertThat(step(policy("enforce *.mine.example for 2w")).notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.sentence()).contains("*.mine.example", "section 10.4"));
        published = Optional.empty();
        assertThat(step(policy("enforce *.mx.mine.example for 2w")).notices()).isEmpty();
    }

    @Test
    void aFormerPolicyInTestingNeedsNothing() {
        dnsHas("old.mine.example");
        settle(policy("testing old.mine.example for 2w"));
        dnsHas("new.mine.example");
        step(NEW);
        seenText = NEW.text();
        step(NEW);
        recordId = NEW.recordId();

        assertThat(step(NEW).notices()).isEmpty();
    }

    @Test
    void aFormerPolicyWhoseOnlyHostHasAFaultReachesNobody() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(policy("none for 1d"));
        seenText = NONE.text();
        step(NONE);
        recordId = NONE.recordId();
        mailHosts =
                List.of(new MailHostSight(DomainName.of("old.mine.example"), Optional.of("expired"), Optional.empty()));

        assertThat(errors(step(NONE))).singleElement().asString().contains("deliver to none of its MX hosts");
    }

    @Test
    void aHostThatAPatternCoversIsNotSuggestedByName() {
        dnsHas("a.mx.mine.example");
        settle(policy("enforce *.mx.mine.example for 2w"));
        dnsHas("a.mx.mine.example", "new.mine.example");

        assertThat(step(NEW).suggestion())
                .contains(policy("enforce new.mine.example,*.mx.mine.example for 1w")
                        .text());
    }

    @Test
    void remarksAreMadeAtEachStep() {
        step(policy("none for 4w"));
        assertThat(step(policy("none for 4w")).notices())
                .anySatisfy(notice -> assertThat(notice.sentence()).contains("small max_age"));
        published = Optional.empty();
        assertThat(step(NONE).notices()).as("a day is small").isEmpty();
    }

    @Test
    void aPolicyThatCannotBeHadChangesNothing() {
        dnsHas("old.mine.example");
        settle(OLD);

        RollOverReport report = step(new Wanted.Unusable("the disk is gone"), outside(), false);

        assertThat(report.stage()).isEqualTo(Stage.REFUSED);
        assertThat(errors(report)).containsExactly("the disk is gone");
        assertThat(published.orElseThrow().policy()).isEqualTo(OLD);
        assertThat(step(OLD).stage()).as("as before").isEqualTo(Stage.SETTLED);
    }

    @Test
    void theReportReadsWellAndAsJson() {
        dnsHas("old.mine.example");
        settle(OLD);
        RollOverReport report = step(NEW);

        assertThat(report)
                .asString()
                .startsWith("mine.example: REFUSED\n  ERROR: No mx line of the policy")
                .endsWith("""
                        \040 a policy that would help:
                            version: STSv1
                            mode: enforce
                            mx: new.mine.example
                            mx: old.mine.example
                            max_age: 604800
                        """);
        assertThat(report.toJson())
                .startsWith("{\"domain\":\"mine.example\",\"stage\":\"REFUSED\",\"changed\":true,\"recordId\":\""
                        + OLD.recordId() + "\",\"recordDue\":false,\"zoneLine\":\"")
                .contains("\"notices\":[{\"severity\":\"ERROR\",\"sentence\":\"No mx line")
                .endsWith("\"at\":\"" + now + "\"}");
    }

    @Test
    void aRefusalDoesNotHideThatARecordIsDue() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        step(BOTH);

        RollOverReport refused = step(NEW);
        assertThat(refused.stage()).isEqualTo(Stage.REFUSED);
        assertThat(refused.recordId()).contains(BOTH.recordId());
        assertThat(refused.recordDue()).isTrue();
        assertThat(refused.toDo()).anyMatch(sentence -> sentence.contains("must publish the record"));
        RollOverReport unusable = step(new Wanted.Unusable("the disk is gone"), outside(), false);
        assertThat(unusable.recordDue()).isTrue();

        recordId = BOTH.recordId();
        step(NEW);
        assertThat(published.orElseThrow().isAnnounced()).isTrue();
    }

    @Test
    void aPolicyThatIsNotAnnouncedIsServedOnForThoseBeforeIt() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);

        assertThat(step(Optional.empty(), false).notices())
                .anySatisfy(notice ->
                        assertThat(notice.sentence()).contains("some sender may hold this one, or one before it"));
    }

    @Test
    void whoLeavesIsGoneWhenTheRecordIs() {
        dnsHas("old.mine.example");
        settle(OLD);
        settle(NONE);

        RollOverReport waits = step(Optional.empty(), false);
        assertThat(waits.stage())
                .as("senders look here as long as there is a record")
                .isEqualTo(Stage.REMOVABLE);
        assertThat(waits.toDo())
                .containsExactly(
                        "Remove the record at _mta-sts.mine.example if it is still there, and the policy from what is to be published.");
        recordId = "";
        assertThat(step(Optional.empty(), false).stage()).isEqualTo(Stage.REMOVED);
    }

    @Test
    void theCountdownOfFormerPoliciesGoesOnWhenTheCurrentOneIsDropped() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        step(BOTH);
        Instant end = now.plus(Duration.ofDays(14));

        step(Optional.empty(), false);
        now = now.plus(Duration.ofDays(3));
        assertThat(step(Optional.empty(), false).notices())
                .anySatisfy(notice -> assertThat(notice.sentence()).startsWith("Until " + end + " senders may hold"));
    }

    @Test
    void aStageThatIsReachedBehindARefusalIsNews() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        assertThat(step(NEW).changed()).isTrue();
        assertThat(step(NEW).changed()).isFalse();
        seenText = BOTH.text();

        assertThat(step(NEW).changed()).as("a record is due").isTrue();
    }
}
