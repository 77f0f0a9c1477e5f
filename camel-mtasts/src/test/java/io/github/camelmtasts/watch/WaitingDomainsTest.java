package io.github.camelmtasts.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.RecipientReport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingDomainsTest {

    private final MovableClock clock = MovableClock.at("2026-11-24T12:00:00Z");
    private final WaitingDomains domains = new WaitingDomains();

    private void deferred(String recipient, FailureReason reason) {
        heard(recipient, Outcome.DEFERRED, Optional.of(new Failure(reason, "it went wrong")));
    }

    private void heard(String recipient, Outcome outcome, Optional<Failure> failure) {
        domains.heard(
                new RecipientReport(MailAddress.of(recipient), outcome, Optional.empty(), failure, List.of()),
                clock.instant());
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
    void whatFailsForGoodNeitherWaitsNorEndsTheWaitingOfOthers() {
        deferred("you@bad.example", FailureReason.CONNECTION_FAILED);
        Optional<Failure> refused = Optional.of(new Failure(FailureReason.SERVER_REFUSED, "no such user"));
        heard("nobody@bad.example", Outcome.FAILED, refused);
        heard("nobody@other.example", Outcome.FAILED, refused);

        assertThat(all()).extracting(WaitingDomain::reason).containsExactly(FailureReason.CONNECTION_FAILED);
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
}
