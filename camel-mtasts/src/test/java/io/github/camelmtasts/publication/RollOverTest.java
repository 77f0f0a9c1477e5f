package io.github.camelmtasts.publication;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.publication.Notice.Severity;
import io.github.camelmtasts.publication.PolicyHostSight.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The order of a change of policy, step by step; time and the world are values here. */
class RollOverTest {

    private static final DomainName DOMAIN = DomainName.of("mine.example");
    private static final PublishedPolicy OLD = policy("enforce old.mine.example for 2w");
    private static final PublishedPolicy BOTH = policy("enforce new.mine.example,old.mine.example for 2w");
    private static final PublishedPolicy NEW = policy("enforce new.mine.example for 1w");
    private static final PublishedPolicy NONE = policy("none for 1d");

    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private Optional<Publication> published = Optional.empty();

    // the world
    private String seenText = "";
    private String hostTrouble = "";
    private String recordId = "";
    private Duration recordTtl = Duration.ZERO;
    private Duration policyHostTtl = Duration.ZERO;
    private List<PolicyHostSight> seenElsewhere = List.of();
    private Optional<String> mxTrouble = Optional.empty();
    private List<MailHostSight> mailHosts = List.of();

    private static PublishedPolicy policy(String words) {
        try {
            return PublishedPolicy.read(DOMAIN, PolicyText.ofWords(words));
        } catch (PolicySyntaxException wrongTest) {
            throw new IllegalArgumentException(wrongTest);
        }
    }

    private static MailHostSight mx(String name) {
        return new MailHostSight(DomainName.of(name), Optional.empty(), Optional.empty());
    }

    private void dnsHas(String... hosts) {
        mailHosts = Stream.of(hosts).map(RollOverTest::mx).toList();
    }

    private Outside outside() {
        return new Outside(
                Stream.concat(
                                Stream.of(
                                        hostTrouble.isEmpty()
                                                ? PolicyHostSight.served("192.0.2.1", Dialect.RFC8461, seenText)
                                                : PolicyHostSight.without(
                                                        State.UNMET, "192.0.2.1", Dialect.RFC8461, hostTrouble)),
                                seenElsewhere.stream())
                        .toList(),
                Optional.empty(),
                policyHostTtl,
                recordId.isEmpty() ? RecordSight.absent(recordTtl) : RecordSight.found(recordId, recordTtl),
                mailHosts,
                mxTrouble);
    }

    private RollOverReport step(Optional<PublishedPolicy> wanted, boolean force) {
        return step(wanted.<Wanted>map(Wanted.Policy::new).orElseGet(Wanted.Nothing::new), outside(), force);
    }

    private RollOverReport step(Wanted wanted, Outside world, boolean force) {
        RollOver.Step step = RollOver.next(DOMAIN, wanted, published, world, force, moment());
        published = step.after();
        return step.report();
    }

    private Moment moment() {
        return new Moment(now, now);
    }

    private RollOverReport step(PublishedPolicy wanted) {
        return step(Optional.of(wanted), false);
    }

    /** All the way, in a world where everybody does at once what the reports say. */
    private void settle(PublishedPolicy wanted) {
        step(Optional.of(wanted), true);
        seenText = wanted.text();
        step(wanted);
        recordId = wanted.recordId();
        step(wanted);
        now = now.plus(Duration.ofDays(30));
        assertThat(step(wanted).stage()).isIn(Stage.SETTLED, Stage.REMOVABLE);
    }

    private static List<String> errors(RollOverReport report) {
        return report.notices().stream()
                .filter(notice -> notice.severity() == Severity.ERROR)
                .map(Notice::sentence)
                .toList();
    }

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

    private Outside withRecord(RecordSight record) {
        Outside world = outside();
        return new Outside(
                world.policyHost(),
                world.policyHostTrouble(),
                world.policyHostTtl(),
                record,
                world.mailHosts(),
                world.mailHostsTrouble());
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

    private void atASecondAddress(PolicyHostSight sight) {
        seenElsewhere = List.of(sight);
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
    void anIdThatIsNotThatOfItsPolicyIsABrokenFile() {
        dnsHas("old.mine.example");
        settle(OLD);
        String json = PublicationJson.of(published.orElseThrow());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicationJson.read(DOMAIN, json.replace(OLD.recordId(), "20260101")))
                .withMessageContaining("the id 20260101 is not that of its policy");
    }

    private RollOverReport leave() {
        recordId = "";
        return step(Optional.empty(), false);
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
