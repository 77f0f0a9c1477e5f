package io.github.camelmtasts.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.RecipientReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingDomainsTest {

    private final MovableClock clock = MovableClock.at("2026-11-24T12:00:00Z");
    private final WaitingDomains domains = new WaitingDomains();

    private void deferred(String recipient, FailureReason reason) {
        heard(recipient, Outcome.DEFERRED, Optional.of(new Failure(reason, "it went wrong")));
    }

    private void heard(String recipient, Outcome outcome, Optional<Failure> failure) {
        heard(report(recipient, outcome, failure));
    }

    private void heard(RecipientReport... recipients) {
        domains.heard(new DeliveryReport(Optional.empty(), Optional.empty(), List.of(recipients), clock.instant()));
    }

    private static RecipientReport report(String recipient, Outcome outcome, Optional<Failure> failure) {
        return new RecipientReport(MailAddress.of(recipient), outcome, Optional.empty(), failure, List.of());
    }

    private List<WaitingDomain> all() {
        return domains.all(clock.instant());
    }

    @Test
    void tellsSinceWhenAndWhyWithoutAPersonalAddress() {
        deferred("somebody@bad.example", FailureReason.CONNECTION_FAILED);
        clock.advance(Duration.ofMinutes(5));
        deferred("another@bad.example", FailureReason.CERTIFICATE_EXPIRED);

        assertThat(all()).singleElement().satisfies(waiting -> {
            assertThat(waiting.domain()).hasToString("bad.example");
            assertThat(waiting.since()).isEqualTo("2026-11-24T12:00:00Z");
            assertThat(waiting.last()).isEqualTo("2026-11-24T12:05:00Z");
            assertThat(waiting.attempts()).isEqualTo(2);
            assertThat(waiting.reason()).isEqualTo(FailureReason.CERTIFICATE_EXPIRED);
            assertThat(waiting.explanation()).contains("the operator of the host must install a valid certificate");
            assertThat(waiting.toString()).doesNotContain("somebody", "another", "@");
        });
    }

    @Test
    void aDomainThatTakesMailWaitsNoMore() {
        deferred("you@bad.example", FailureReason.CONNECTION_FAILED);
        heard("you@bad.example", Outcome.DELIVERED, Optional.empty());

        assertThat(all()).isEmpty();
    }

    @Test
    void aDomainWhereNobodyWaitsAnyMoreGoesThoughItTookNothing() {
        deferred("you@bad.example", FailureReason.CONNECTION_FAILED);
        Optional<Failure> givenUp = Optional.of(new Failure(FailureReason.CONNECTION_FAILED, "for days"));
        heard("nobody@other.example", Outcome.FAILED, givenUp);
        assertThat(all()).hasSize(1);

        heard("you@bad.example", Outcome.FAILED, givenUp);
        assertThat(all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneRecipientWhoWaitsIsEnoughWhateverTheOrder(boolean waitsFirst) {
        RecipientReport waits = report(
                "you@bad.example",
                Outcome.DEFERRED,
                Optional.of(new Failure(FailureReason.SERVER_DEFERRED, "the mailbox is full")));
        RecipientReport has = report("me@bad.example", Outcome.DELIVERED, Optional.empty());
        heard(waitsFirst ? waits : has, waitsFirst ? has : waits);

        assertThat(all()).extracting(WaitingDomain::attempts).containsExactly(1L);
    }

    @Test
    void aDomainThatWasNotTriedForLongIsForgotten() {
        deferred("you@bad.example", FailureReason.CONNECTION_FAILED);
        clock.advance(WaitingDomains.LATELY);

        assertThat(all()).isEmpty();
    }

    @Test
    void aWaitThatBeginsAnewAfterLongCountsFromThen() {
        deferred("you@bad.example", FailureReason.CONNECTION_FAILED);
        clock.advance(WaitingDomains.LATELY);
        deferred("you@bad.example", FailureReason.CONNECTION_FAILED);

        assertThat(all()).extracting(WaitingDomain::since).containsExactly(clock.instant());
    }

    @Test
    void inAFloodThoseThatFailedLongestAgoMakeRoom() {
        IntStream.rangeClosed(0, WaitingDomains.MAX_DOMAINS).forEach(each -> {
            deferred("you@bad" + each + ".example", FailureReason.CONNECTION_FAILED);
            clock.advance(Duration.ofSeconds(1));
        });

        assertThat(all()).hasSize(WaitingDomains.MAX_DOMAINS);
        assertThat(all().get(0).domain()).hasToString("bad1.example");
    }

    @Test
    void aFloodFromManyThreadsIsBoundedToo() {
        IntStream.range(0, 20 * WaitingDomains.MAX_DOMAINS)
                .parallel()
                .forEach(each -> deferred("you@bad" + each + ".example", FailureReason.CONNECTION_FAILED));

        assertThat(all()).hasSize(WaitingDomains.MAX_DOMAINS);
    }
}
