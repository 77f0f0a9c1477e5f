package io.github.camelmtasts.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.testkit.DnsServer;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class DnsMemoryTest {

    private static final String RECORD = "_mta-sts.good.example";
    private static final DomainName GOOD = DomainName.of("good.example");
    private static final Duration LONG = Duration.ofDays(7);

    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").txt("v=STSv1; id=1;").mx(10, mxHost("mx.good.example")));

    private static final ExecutorService threads = Executors.newCachedThreadPool();

    private final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
    private final Prompter prompter = new Prompter();
    private final DnsMemory prompted = new DnsMemory(prompter, clock);
    private DnsServer server;
    private DnsLookup dns;

    @BeforeEach
    void start() {
        server = kit.internet().dns();
        dns = new DnsMemory(DnsServers.parse(kit.internet().dnsServer()), clock);
    }

    @AfterEach
    void releaseWhatIsHeld() {
        server.heal(RECORD);
    }

    @AfterAll
    static void endThreads() {
        threads.shutdownNow();
    }

    private static DnsAnswer<List<String>> id(int id) {
        return new DnsAnswer.Found<>(List.of("v=STSv1; id=" + id + ";"));
    }

    private void publish(int id) {
        server.answer(RECORD, "TXT", "v=STSv1; id=" + id + ";");
    }

    /** Whether the resolver was asked. */
    private boolean asks(Runnable question) {
        server.clearQueries();
        question.run();
        return !server.queries().isEmpty();
    }

    /** Whether an answer is remembered for exactly so long. */
    private void assertRemembered(Duration life, Runnable question) {
        question.run();
        clock.advance(life.minusMillis(1));
        assertThat(asks(question)).as("asks within %s", life).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(asks(question)).as("asks after %s", life).isTrue();
    }

    private <T> CompletableFuture<T> beside(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, threads);
    }

    private void awaitQuery(String name, int count) {
        while (server.queries(name).size() < count) {
            Thread.onSpinWait();
        }
    }

    @Nested
    class Positive {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                300        | 300  | the TTL
                1          | 1    | the shortest
                3600       | 3600 | the longest that counts
                604800     | 3600 | beyond an hour
                2147483647 | 3600 | the longest of RFC 2181 section 8
                """)
        void answersCountForTheirTtlButNotBeyondAnHour(long ttl, long life, String reason) {
            server.ttl(Duration.ofSeconds(ttl));
            assertRemembered(Duration.ofSeconds(life), () -> dns.txt(RECORD));
            assertRemembered(Duration.ofSeconds(life), () -> dns.mx(GOOD));
        }

        @Test
        void answersWithoutATtlCountOnce() {
            server.ttl(Duration.ZERO);
            dns.txt(RECORD);
            publish(2);
            assertThat(dns.txt(RECORD)).isEqualTo(id(2));
            assertThat(asks(() -> dns.txt("_mta-sts.nobody.example"))).isTrue();
            assertThat(asks(() -> dns.txt("_mta-sts.nobody.example"))).isTrue();
        }

        @ParameterizedTest
        @CsvSource({"10, 300", "300, 10"})
        void anAliasAndItsTargetCountForAsLongAsTheShorterOne(long alias, long target) {
            server.answer("_mta-sts.alias.example", "CNAME", RECORD + ".");
            server.ttl("_mta-sts.alias.example", Duration.ofSeconds(alias));
            server.ttl(RECORD, Duration.ofSeconds(target));
            assertRemembered(Duration.ofSeconds(10), () -> dns.txt("_mta-sts.alias.example"));
        }

        @Test
        void aNameIsOneInAnyCase() {
            dns.txt(RECORD);
            assertThat(asks(() -> dns.txt("_MTA-STS.Good.Example"))).isFalse();
            publish(2);
            assertThat(dns.freshTxt("_Mta-Sts.GOOD.example")).isEqualTo(id(2));
            assertThat(dns.txt(RECORD)).isEqualTo(id(2));
        }

        @Test
        void addressesCountForAsLongAsTheFamilyThatCountsShorter() {
            server.answer("two.example", "A", "192.0.2.1");
            server.answer("two.example", "AAAA", "2001:db8::1");
            server.ttl(Duration.ofMinutes(20));
            assertRemembered(Duration.ofMinutes(20), () -> dns.addresses(DomainName.of("two.example")));
            server.negativeTtl(Duration.ofSeconds(60), LONG);
            assertRemembered(Duration.ofSeconds(60), () -> dns.addresses(DomainName.of("mx.good.example")));
        }

        @Test
        void aFamilyThatFailsIsLeftAloneForAWhileToo() {
            server.fail("mx.good.example", "AAAA", "SERVFAIL");
            assertRemembered(Duration.ofSeconds(30), () -> dns.addresses(DomainName.of("mx.good.example")));
        }

        @Test
        void rememberedAddressesCarryTheNameToo() {
            DomainName host = DomainName.of("mx.good.example");
            assertThat(dns.addresses(host)).isEqualTo(dns.addresses(host));
            assertThat(((DnsAnswer.Found<List<InetAddress>>) dns.addresses(host)).value())
                    .extracting(InetAddress::toString)
                    .allMatch(address -> address.startsWith("mx.good.example/127."));
        }

        @Test
        void aClockThatWasSetBackMakesNoAnswerCountForLonger() {
            dns.txt(RECORD);
            clock.advance(Duration.ofMinutes(-1));
            assertThat(asks(() -> dns.txt(RECORD))).isTrue();
        }
    }

    @Nested
    class Negative {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                60         | 120        | 60  | RFC 2308 section 5: the SOA's own TTL
                120        | 60         | 60  | or its minimum field
                604800     | 604800     | 300 | at most five minutes
                60         | 2147483648 | 0   | RFC 2181 section 8
                """)
        void answersCountForAsLongAsTheZoneSays(long ttl, long minimum, long life, String reason) {
            server.negativeTtl(Duration.ofSeconds(ttl), Duration.ofSeconds(minimum));
            Runnable noSuchName = () -> dns.txt("_mta-sts.nobody.example");
            Runnable noData = () -> dns.mx(DomainName.of("mx.good.example"));
            if (life == 0) {
                noSuchName.run();
                assertThat(asks(noSuchName)).as(reason).isTrue();
            } else {
                assertRemembered(Duration.ofSeconds(life), noSuchName);
                assertRemembered(Duration.ofSeconds(life), noData);
            }
        }

        @Test
        void answersOfAZoneThatDoesNotSayCountForAMoment() {
            server.withoutSoa();
            assertRemembered(ListeningResolver.TTL_WITHOUT_SOA, () -> dns.txt("_mta-sts.nobody.example"));
            assertRemembered(ListeningResolver.TTL_WITHOUT_SOA, () -> dns.mx(DomainName.of("mx.good.example")));
        }

        @Test
        void anAliasThatCountsShorterThanWhatIsMissingBehindItIsAskedForAgain() {
            server.answer("_mta-sts.alias.example", "CNAME", "nobody.example.");
            server.ttl("_mta-sts.alias.example", Duration.ofSeconds(10));
            server.negativeTtl(LONG, LONG);
            assertRemembered(Duration.ofSeconds(10), () -> dns.txt("_mta-sts.alias.example"));
        }

        @Test
        void noDataAndNoSuchNameStayApart() {
            for (int time = 1; time <= 2; time++) {
                assertThat(dns.txt("good.example")).isEqualTo(new DnsAnswer.NoData<>());
                assertThat(dns.txt("nobody.example")).isEqualTo(new DnsAnswer.NoSuchName<>());
            }
            assertThat(server.queries()).hasSize(2);
        }
    }

    @Nested
    class Failures {

        @BeforeEach
        void onlyFailuresAreRemembered() {
            server.ttl(Duration.ZERO);
        }

        private void fail() {
            server.fail(RECORD, "TXT", "SERVFAIL");
        }

        @Test
        void aFailedQuestionIsLeftAloneForThirtySecondsAndThenLonger() {
            fail();
            for (int seconds : List.of(30, 60, 120, 240, 300, 300)) {
                assertThat(dns.txt(RECORD)).isInstanceOf(DnsAnswer.Failed.class);
                clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
                assertThat(asks(() -> dns.txt(RECORD)))
                        .as("within %s s", seconds)
                        .isFalse();
                clock.advance(Duration.ofMillis(1));
            }
            assertThat(asks(() -> dns.txt(RECORD))).isTrue();
        }

        @Test
        void theFailureOfAQuestionThatNobodyAnswersIsRememberedToo() {
            server.silence(RECORD);
            assertThat(dns.txt(RECORD)).isInstanceOf(DnsAnswer.Failed.class);
            assertThat(asks(() -> dns.txt(RECORD))).isFalse();
        }

        @Test
        void anAnswerEndsThePause() {
            fail();
            dns.txt(RECORD);
            server.heal(RECORD);
            clock.advance(Duration.ofSeconds(30));
            assertThat(dns.txt(RECORD)).isEqualTo(id(1));

            fail();
            dns.freshTxt(RECORD);
            clock.advance(Duration.ofSeconds(30));
            assertThat(asks(() -> dns.txt(RECORD)))
                    .as("the next failure begins at 30 s again")
                    .isTrue();
        }

        @Test
        void aFreshQuestionIsAskedInAnyCase() {
            fail();
            dns.txt(RECORD);
            assertThat(asks(() -> dns.freshTxt(RECORD))).isTrue();
            server.heal(RECORD);
            assertThat(dns.freshTxt(RECORD)).isEqualTo(id(1));
            assertThat(dns.txt(RECORD)).isEqualTo(id(1));
        }

        @Test
        void otherQuestionsAreNotConcerned() {
            fail();
            dns.txt(RECORD);
            assertThat(dns.mx(GOOD)).isInstanceOf(DnsAnswer.Found.class);
            assertThat(dns.addresses(DomainName.of("mx.good.example"))).isInstanceOf(DnsAnswer.Found.class);
        }

        @Test
        void aThreadThatIsInterruptedFailsAlone() {
            server.hold(RECORD);
            Thread.currentThread().interrupt();
            assertThat(dns.txt(RECORD)).isInstanceOf(DnsAnswer.Failed.class);
            assertThat(Thread.interrupted()).as("the thread is still to stop").isTrue();

            server.heal(RECORD);
            assertThat(dns.txt(RECORD)).isEqualTo(id(1));
        }

        @Test
        void anAnswerOfThousandsOfRecordsIsRefused() {
            server.answer(
                    RECORD,
                    "TXT",
                    IntStream.range(0, 3000).mapToObj("%d"::formatted).toArray(String[]::new));
            assertThat(dns.txt(RECORD)).isEqualTo(new DnsAnswer.Failed<>("an answer of more than 200 records"));
        }
    }

    @Nested
    class Fresh {

        @Test
        @Requirement("R8461-5-4")
        void aFreshQuestionPassesTheMemoryAndRenewsIt() {
            dns.txt(RECORD);
            publish(2);
            assertThat(dns.txt(RECORD)).isEqualTo(id(1));
            assertThat(dns.freshTxt(RECORD)).isEqualTo(id(2));
            assertThat(dns.txt(RECORD)).isEqualTo(id(2));
        }

        @Test
        @Requirement("R8461-5-4")
        void aFreshQuestionEndsTheMemoryThatThereWasNothing() {
            server.remove(RECORD, "TXT");
            dns.txt(RECORD);
            publish(1);
            assertThat(dns.freshTxt(RECORD)).isEqualTo(id(1));
            assertThat(dns.txt(RECORD)).isEqualTo(id(1));
        }

        @Test
        @Requirement("R8461-5-4")
        void aFreshQuestionSeesThatAnAliasLeadsElsewhere() {
            server.answer("old.example", "TXT", "v=STSv1; id=1;");
            server.answer("new.example", "TXT", "v=STSv1; id=2;");
            server.remove(RECORD, "TXT");
            server.answer(RECORD, "CNAME", "old.example.");
            assertThat(dns.txt(RECORD)).isEqualTo(id(1));
            server.answer(RECORD, "CNAME", "new.example.");

            assertThat(dns.freshTxt(RECORD)).isEqualTo(id(2));
            assertThat(dns.txt(RECORD)).isEqualTo(id(2));
        }

        @Test
        @Requirement("R8461-5-4")
        void aFreshQuestionSeesWhatChangedBehindAnAlias() {
            server.answer("_mta-sts.alias.example", "CNAME", RECORD + ".");
            dns.txt("_mta-sts.alias.example");
            publish(2);
            assertThat(dns.freshTxt("_mta-sts.alias.example")).isEqualTo(id(2));
            assertThat(dns.txt("_mta-sts.alias.example")).isEqualTo(id(2));
        }

        @Test
        void aFreshFailureDoesNotSpoilAnAnswerThatStillCounts() {
            dns.txt(RECORD);
            server.fail(RECORD, "TXT", "SERVFAIL");
            assertThat(dns.freshTxt(RECORD)).isInstanceOf(DnsAnswer.Failed.class);
            assertThat(dns.txt(RECORD)).isEqualTo(id(1));
        }

        @Test
        void anOlderQuestionThatIsAnsweredLaterDoesNotUndoAFreshOne() {
            var older = beside(() -> prompted.txt(RECORD));
            prompter.awaitQuestions(1);
            var fresh = beside(() -> prompted.freshTxt(RECORD));
            prompter.awaitQuestions(2);
            var later = beside(() -> prompted.txt(RECORD));

            prompter.answer(1, id(2));
            assertThat(fresh.join()).isEqualTo(id(2));
            assertThat(later.join()).isEqualTo(id(2));
            prompter.answer(0, id(1));
            assertThat(older.join()).isEqualTo(id(1));
            assertThat(prompted.txt(RECORD)).isEqualTo(id(2));
            assertThat(prompter.questions).hasSize(2);
        }
    }

    @Nested
    class ManyCallers {

        @Test
        void shareOneQuestion() {
            var callers = Stream.generate(() -> beside(() -> prompted.txt(RECORD)))
                    .limit(50)
                    .toList();
            prompter.awaitQuestions(1);
            prompter.answer(0, id(1));

            assertThat(callers).extracting(CompletableFuture::join).containsOnly(id(1));
            assertThat(prompter.questions).hasSize(1);
        }

        @Test
        void areNotDelayedByOneWhoIsSlowWithTheAnswer() {
            CompletableFuture<DnsAnswer<List<String>>> answered = new CompletableFuture<>();
            CompletableFuture<Void> work = new CompletableFuture<>();
            var slow = beside(() -> {
                answered.complete(dns.txt(RECORD));
                return work.join();
            });

            assertThat(answered.join()).isEqualTo(id(1));
            assertThat(dns.mx(GOOD)).isInstanceOf(DnsAnswer.Found.class);
            assertThat(dns.freshTxt(RECORD)).isEqualTo(id(1));
            assertThat(slow).isNotDone();
            work.complete(null);
        }

        @Test
        void waitForNoOtherName() {
            server.hold(RECORD);
            var held = beside(() -> dns.txt(RECORD));
            awaitQuery(RECORD, 1);

            for (String name : List.of("a.example", "b.example", "c.example")) {
                assertThat(dns.txt(name)).isEqualTo(new DnsAnswer.NoSuchName<>());
            }
            assertThat(dns.mx(GOOD)).isInstanceOf(DnsAnswer.Found.class);
            assertThat(held).isNotDone();
        }
    }

    @Nested
    class Patience {

        @ParameterizedTest
        @ValueSource(ints = {0, 20})
        void whoLosesPatienceLeavesTheAnswerToTheNextCaller(int millis) {
            assertThat(prompted.txt(RECORD, Duration.ofMillis(millis))).isInstanceOf(DnsAnswer.Failed.class);
            prompter.answer(0, id(1));

            assertThat(prompted.txt(RECORD, Duration.ZERO)).isEqualTo(id(1));
            assertThat(prompter.questions).hasSize(1);
        }

        @Test
        void lostPatienceIsNotRemembered() {
            server.hold(RECORD);
            assertThat(dns.txt(RECORD, Duration.ofMillis(1))).isInstanceOf(DnsAnswer.Failed.class);
            server.heal(RECORD);
            assertThat(dns.txt(RECORD)).isEqualTo(id(1));
        }

        @Test
        void thePatientShareAQuestionWithTheImpatient() {
            server.hold(RECORD);
            var patient = beside(() -> dns.txt(RECORD, Duration.ofDays(400_000)));
            awaitQuery(RECORD, 1);
            assertThat(dns.txt(RECORD, Duration.ofMillis(1))).isInstanceOf(DnsAnswer.Failed.class);
            assertThat(patient).isNotDone();
            server.heal(RECORD);
            assertThat(patient.join()).isEqualTo(id(1));
        }

        @Test
        void theFailureOfTheQuestionItselfIsRemembered() {
            DnsAnswer<List<String>> failed = new DnsAnswer.Failed<>("no answer");
            assertThat(prompted.txt(RECORD, Duration.ofMillis(1)))
                    .isInstanceOf(DnsAnswer.Failed.class)
                    .isNotEqualTo(failed);
            prompter.answer(0, failed);
            assertThat(prompted.txt(RECORD)).isEqualTo(failed);
            assertThat(prompted.txt(RECORD)).isEqualTo(failed);
            assertThat(prompter.questions).hasSize(1);
        }
    }

    @Nested
    class Size {

        private void say(String text, int names) {
            prompter.sayAtOnce(new DnsAnswer.Found<>(List.of(text)));
            for (int i = 0; i < names; i++) {
                prompted.txt("_mta-sts.d" + i + ".example");
            }
        }

        @Test
        void staysBoundedWhateverIsAsked() {
            say("v=STSv1; id=1;", 2 * AnswerMemory.MAX_NAMES);
            assertThat(prompted.size()).isBetween(AnswerMemory.MAX_NAMES / 2L, (long) AnswerMemory.MAX_NAMES);
        }

        @Test
        void countsLongAnswersSeveralTimes() {
            say("x".repeat(64 * 1024), 1);
            assertThat(prompted.size()).isEqualTo(65);
        }
    }

    /** Answers each TXT question when it is told to; for what cannot be timed, or takes minutes, with packets. */
    private static final class Prompter implements StubResolver {

        final List<CompletableFuture<TimedAnswer<List<String>>>> questions =
                Collections.synchronizedList(new ArrayList<>());

        private @Nullable DnsAnswer<List<String>> prepared;

        /** Answers all that is asked from now on, without being told to. */
        void sayAtOnce(DnsAnswer<List<String>> answer) {
            prepared = answer;
        }

        void awaitQuestions(int count) {
            while (questions.size() < count) {
                Thread.onSpinWait();
            }
        }

        void answer(int question, DnsAnswer<List<String>> answer) {
            questions.get(question).complete(timed(answer));
        }

        private static TimedAnswer<List<String>> timed(DnsAnswer<List<String>> answer) {
            return new TimedAnswer<>(answer, Duration.ofHours(1));
        }

        @Override
        public CompletableFuture<TimedAnswer<List<String>>> txt(String name) {
            if (prepared != null) {
                return CompletableFuture.completedFuture(timed(prepared));
            }
            CompletableFuture<TimedAnswer<List<String>>> question = new CompletableFuture<>();
            questions.add(question);
            return question;
        }

        @Override
        public CompletableFuture<TimedAnswer<List<MxRecord>>> mx(DomainName domain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<TimedAnswer<List<InetAddress>>> addresses(DomainName host) {
            throw new UnsupportedOperationException();
        }
    }
}
