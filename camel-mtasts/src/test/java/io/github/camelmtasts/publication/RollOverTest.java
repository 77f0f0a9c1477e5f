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
import io.github.camelmtasts.publication.Finding.Severity;
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
                                Stream.of(new PolicyHostSight("192.0.2.1", Dialect.RFC8461, seenText, hostTrouble)),
                                seenElsewhere.stream())
                        .toList(),
                Optional.empty(),
                new RecordSight(recordId, recordId.isEmpty() ? "is not there" : ""),
                mailHosts,
                mxTrouble);
    }

    private RollOverReport step(Optional<PublishedPolicy> wanted, boolean force) {
        RollOver.Step step = RollOver.next(DOMAIN, wanted, published, outside(), force, now);
        published = step.after();
        return step.report();
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
        return report.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(Finding::sentence)
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
    void aRecordThatComesBeforeThePolicyIsComplainedOf() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        recordId = BOTH.recordId();

        assertThat(errors(step(BOTH)))
                .anySatisfy(sentence -> assertThat(sentence)
                        .contains(
                                "before it can be had everywhere", "put the former record back (id " + OLD.recordId()));
    }

    @Test
    void whoGoesBackToAnEarlierTextGoesBackToItsRecord() {
        dnsHas("old.mine.example");
        settle(OLD);
        step(BOTH);
        seenText = BOTH.text();
        step(BOTH);

        step(OLD);
        assertThat(errors(step(OLD)))
                .as("nothing about the record, which is that of OLD all the time")
                .singleElement()
                .asString()
                .contains("serves another policy");
        seenText = OLD.text();
        step(OLD);
        assertThat(step(OLD).stage()).isEqualTo(Stage.ANNOUNCED);
        assertThat(step(OLD).until()).as("some may hold BOTH").contains(now.plus(Duration.ofDays(14)));
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

        assertThat(step(NEW).findings())
                .containsExactly(Finding.note("Until " + verified.plus(Duration.ofDays(14))
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
        assertThat(settled.findings()).isEmpty();
        assertThat(published.orElseThrow().heldAt(now)).isEmpty();
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
        assertThat(report.findings()).hasSize((fault ? 1 : 0) + (unknown ? 1 : 0) + (dnsFails ? 1 : 0));
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
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence())
                        .contains("senders hold this one until " + now.plus(Duration.ofDays(14)), "section 8.3"));
        assertThat(report.suggestion()).contains(NONE.text());
        assertThat(published).isPresent();
    }

    @Test
    void whatGoesWrongLaterIsTold() {
        dnsHas("old.mine.example");
        settle(OLD);
        assertThat(step(OLD).findings()).isEmpty();

        recordId = "20260101";
        assertThat(errors(step(OLD)))
                .containsExactly(
                        "The record at _mta-sts.mine.example has the id 20260101, so that new senders do not find"
                                + " the policy; whoever runs the zone must put it back: _mta-sts.mine.example. 3600 IN TXT \"v=STSv1;"
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
        recordId = BOTH.recordId();
        assertThat(step(BOTH).stage()).isEqualTo(Stage.ANNOUNCED);
        now = now.plus(Duration.ofDays(30));
        seenText = OLD.text();
        RollOverReport late = step(BOTH);
        assertThat(late.stage()).as("not settled").isEqualTo(Stage.SERVED);
        assertThat(errors(late))
                .as("the record is right")
                .singleElement()
                .asString()
                .contains("another policy");
        seenText = BOTH.text();
        step(BOTH);
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
        seenElsewhere = List.of(new PolicyHostSight("192.0.2.1", Dialect.DRAFT06, "", "there is no such file"));
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
        assertThat(published.orElseThrow().current().verifiedAt())
                .as("nor is its record printed")
                .isEmpty();
        assertThat(step(BOTH).stage()).as("wanted again").isEqualTo(Stage.VERIFIED);
    }

    @ParameterizedTest
    @CsvSource({
        "'', is not there,         REMOVED", // nobody has ever been told of it
        "'', cannot be looked up,  SERVED",
        "another, '',              SERVED",
    })
    void aFirstPolicyGoesAtOnceIfThereIsNoRecord(String id, String trouble, Stage stage) {
        dnsHas("old.mine.example");
        step(OLD);
        seenText = OLD.text();
        step(OLD);
        Outside world = outside();
        Outside withRecord = new Outside(
                world.policyHost(),
                world.policyHostTrouble(),
                new RecordSight(id, trouble),
                world.mailHosts(),
                world.mailHostsTrouble());

        RollOver.Step step = RollOver.next(DOMAIN, Optional.empty(), published, withRecord, false, now);

        assertThat(step.report().stage()).isEqualTo(stage);
        assertThat(step.after().isEmpty()).isEqualTo(stage == Stage.REMOVED);
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
        seenElsewhere = List.of(new PolicyHostSight("192.0.2.2", Dialect.RFC8461, "<p>It works!", ""));

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
        now = right.plus(Duration.ofDays(44));
        step(BOTH);
        assertThat(published.orElseThrow().former()).isEmpty();
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
        assertThat(step(policy("none for 4w")).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.sentence()).contains("small max_age");
        });
        published = Optional.empty();
        assertThat(step(policy("enforce new.mine.example for 1h")).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("max_age is shorter than a day"));
    }

    @Test
    @Requirement("R8461-10.4-1")
    void aPatternThatLetsEachHostTakeMailIsRemarkedOn() {
        assertThat(step(policy("enforce *.mine.example for 2w")).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("*.mine.example", "section 10.4"));
        published = Optional.empty();
        assertThat(step(policy("enforce *.mx.mine.example for 2w")).findings()).isEmpty();
    }

    @Test
    void aPolicyHostThatCannotBeFoundIsNotSeen() {
        step(NEW);
        RollOver.Step step = RollOver.next(
                DOMAIN,
                Optional.of(NEW),
                published,
                new Outside(
                        List.of(),
                        Optional.of("it does not exist"),
                        new RecordSight("", "is not there"),
                        List.of(),
                        Optional.empty()),
                false,
                now);

        assertThat(step.report().stage()).isEqualTo(Stage.SERVED);
        assertThat(errors(step.report())).containsExactly("it does not exist");
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

        assertThat(step(NEW).findings()).isEmpty();
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
        assertThat(step(policy("none for 4w")).findings())
                .anySatisfy(finding -> assertThat(finding.sentence()).contains("small max_age"));
        published = Optional.empty();
        assertThat(step(NONE).findings()).as("a day is small").isEmpty();
    }

    @Test
    void aPolicyThatCannotBeHadChangesNothing() {
        dnsHas("old.mine.example");
        settle(OLD);

        RollOver.Step step = RollOver.refused(DOMAIN, published, "the disk is gone", now);

        assertThat(step.report().stage()).isEqualTo(Stage.REFUSED);
        assertThat(errors(step.report())).containsExactly("the disk is gone");
        assertThat(step.after().orElseThrow().current())
                .isEqualTo(published.orElseThrow().current());
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
                .startsWith("{\"domain\":\"mine.example\",\"stage\":\"REFUSED\",\"changed\":true,\"findings\":"
                        + "[{\"severity\":\"ERROR\",\"sentence\":\"No mx line")
                .endsWith("\"at\":\"" + now + "\"}");
    }
}
