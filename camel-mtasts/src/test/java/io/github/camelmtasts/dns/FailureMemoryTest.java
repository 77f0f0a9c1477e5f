package io.github.camelmtasts.dns;

import java.time.Duration;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

class FailureMemoryTest {

    private static final String RECORD = "_mta-sts.good.example";

    @RegisterExtension
    final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").txt("v=STSv1; id=1;").mx(10, mxHost("mx.good.example")));

    private final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
    private LoopbackInternet internet;
    private DnsLookup dns;

    @BeforeEach
    void start() {
        internet = kit.internet();
        internet.dns().ttl(Duration.ZERO); // so that only failures are remembered
        dns = new FailureMemory(new DnsjavaLookup(DnsServers.parse(internet.dnsServer()), Runnable::run), clock);
    }

    @Test
    void aFailedQuestionIsLeftAloneForThirtySecondsAndThenLonger() {
        internet.dns().fail(RECORD, "TXT", "SERVFAIL");

        assertThat(asks(() -> dns.txt(RECORD))).isTrue();
        assertThat(asks(() -> dns.txt(RECORD))).isFalse();
        assertThat(dns.txt(RECORD)).isInstanceOf(DnsAnswer.Failed.class);

        clock.advance(Duration.ofSeconds(29));
        assertThat(asks(() -> dns.txt(RECORD))).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(asks(() -> dns.txt(RECORD))).as("30 s are over").isTrue();
        clock.advance(Duration.ofSeconds(59));
        assertThat(asks(() -> dns.txt(RECORD))).as("the pause has doubled").isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(asks(() -> dns.txt(RECORD))).isTrue();
    }

    @Test
    void thePauseNeverExceedsFiveMinutes() {
        internet.dns().fail(RECORD, "TXT", "SERVFAIL");
        for (int failure = 0; failure < 10; failure++) {
            dns.txt(RECORD);
            clock.advance(FailureMemory.MAX_PAUSE);
        }
        assertThat(asks(() -> dns.txt(RECORD))).isTrue();
    }

    @Test
    void anAnswerEndsThePause() {
        internet.dns().fail(RECORD, "TXT", "SERVFAIL");
        dns.txt(RECORD);
        internet.dns().heal(RECORD);
        clock.advance(FailureMemory.FIRST_PAUSE);
        assertThat(dns.txt(RECORD)).isInstanceOf(DnsAnswer.Found.class);

        internet.dns().fail(RECORD, "TXT", "SERVFAIL");
        dns.freshTxt(RECORD);
        clock.advance(FailureMemory.FIRST_PAUSE);
        assertThat(asks(() -> dns.txt(RECORD)))
                .as("the next failure begins at 30 s again")
                .isTrue();
    }

    @Test
    void aFreshQuestionIsAskedInAnyCase() {
        internet.dns().fail(RECORD, "TXT", "SERVFAIL");
        dns.txt(RECORD);
        assertThat(asks(() -> dns.freshTxt(RECORD))).isTrue();
        internet.dns().heal(RECORD);
        assertThat(dns.freshTxt(RECORD)).isInstanceOf(DnsAnswer.Found.class);
        assertThat(dns.txt(RECORD)).isInstanceOf(DnsAnswer.Found.class);
    }

    @Test
    void otherQuestionsAreNotConcerned() {
        internet.dns().fail(RECORD, "TXT", "SERVFAIL");
        dns.txt(RECORD);
        assertThat(dns.mx(DomainName.of("good.example"))).isInstanceOf(DnsAnswer.Found.class);
        assertThat(dns.addresses(DomainName.of("mx.good.example"))).isInstanceOf(DnsAnswer.Found.class);
    }

    /** Whether the resolver was asked. */
    private boolean asks(Runnable question) {
        internet.dns().clearQueries();
        question.run();
        return !internet.dns().queries().isEmpty();
    }
}
