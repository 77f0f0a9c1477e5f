package io.github.camelmtasts.publication;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.publication.Notice.Severity;
import io.github.camelmtasts.publication.PolicyHostSight.State;

import static org.assertj.core.api.Assertions.assertThat;

/** A domain and a world around it, both of them values, in which roll-overs make their steps. */
abstract class RollOverBench {

    static final DomainName DOMAIN = DomainName.of("mine.example");
    static final PublishedPolicy OLD = policy("enforce old.mine.example for 2w");
    static final PublishedPolicy BOTH = policy("enforce new.mine.example,old.mine.example for 2w");
    static final PublishedPolicy NEW = policy("enforce new.mine.example for 1w");
    static final PublishedPolicy NONE = policy("none for 1d");

    Instant now = Instant.parse("2026-11-24T12:00:00Z");
    Optional<Publication> published = Optional.empty();

    // the world
    String seenText = "";
    String hostTrouble = "";
    String recordId = "";
    Duration recordTtl = Duration.ZERO;
    Duration policyHostTtl = Duration.ZERO;
    List<PolicyHostSight> seenElsewhere = List.of();
    Optional<String> mxTrouble = Optional.empty();
    List<MailHostSight> mailHosts = List.of();

    static PublishedPolicy policy(String words) {
        try {
            return PublishedPolicy.read(DOMAIN, PolicyText.ofWords(words));
        } catch (PolicySyntaxException wrongTest) {
            throw new IllegalArgumentException(wrongTest);
        }
    }

    static MailHostSight mx(String name) {
        return new MailHostSight(DomainName.of(name), Optional.empty(), Optional.empty());
    }

    void dnsHas(String... hosts) {
        mailHosts = Stream.of(hosts).map(RollOverBench::mx).toList();
    }

    Outside outside() {
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

    RollOverReport step(Optional<PublishedPolicy> wanted, boolean force) {
        return step(wanted.<Wanted>map(Wanted.Policy::new).orElseGet(Wanted.Nothing::new), outside(), force);
    }

    RollOverReport step(Wanted wanted, Outside world, boolean force) {
        RollOver.Step step = RollOver.next(DOMAIN, wanted, published, world, force, moment());
        published = step.after();
        return step.report();
    }

    Moment moment() {
        return new Moment(now, now);
    }

    RollOverReport step(PublishedPolicy wanted) {
        return step(Optional.of(wanted), false);
    }

    /** All the way, in a world where everybody does at once what the reports say. */
    void settle(PublishedPolicy wanted) {
        step(Optional.of(wanted), true);
        seenText = wanted.text();
        step(wanted);
        recordId = wanted.recordId();
        step(wanted);
        now = now.plus(Duration.ofDays(30));
        assertThat(step(wanted).stage()).isIn(Stage.SETTLED, Stage.REMOVABLE);
    }

    static List<String> errors(RollOverReport report) {
        return report.notices().stream()
                .filter(notice -> notice.severity() == Severity.ERROR)
                .map(Notice::sentence)
                .toList();
    }

    Outside withRecord(RecordSight record) {
        Outside world = outside();
        return new Outside(
                world.policyHost(),
                world.policyHostTrouble(),
                world.policyHostTtl(),
                record,
                world.mailHosts(),
                world.mailHostsTrouble());
    }

    void atASecondAddress(PolicyHostSight sight) {
        seenElsewhere = List.of(sight);
    }

    RollOverReport leave() {
        recordId = "";
        return step(Optional.empty(), false);
    }
}
