package io.github.camelmtasts.dns;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.testkit.DnsNoise;
import io.github.camelmtasts.testkit.DnsQuery;
import io.github.camelmtasts.testkit.DnsServer;
import io.github.camelmtasts.testkit.EdnsTrouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What resolvers do wrong, by two real ones. */
@Timeout(30)
class ResolversInTurnTest {

    private static final DomainName GOOD = DomainName.of("good.example");
    private static final String RECORD = GOOD.recordName();
    private static final String TEXT = "v=STSv1; id=1;";
    private static final DnsAnswer<List<String>> FOUND = new DnsAnswer.Found<>(List.of(TEXT));
    private static final Duration LONG = Duration.ofSeconds(20);

    private final DnsServer first = DnsServer.open();
    private final DnsServer second = DnsServer.open();

    ResolversInTurnTest() throws IOException {
        first.answer(RECORD, "TXT", TEXT);
        second.answer(RECORD, "TXT", TEXT);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private static DnsMemory asking(DnsServer... servers) {
        return new DnsMemory(
                DnsServers.parse(String.join(
                        ",",
                        List.of(servers).stream()
                                .map(ResolversInTurnTest::address)
                                .toList())),
                Clock.systemUTC());
    }

    private static String address(DnsServer server) {
        return "127.0.0.1:" + server.port();
    }

    private static String detail(DnsAnswer<?> answer) {
        assertThat(answer).isInstanceOf(DnsAnswer.Failed.class);
        return ((DnsAnswer.Failed<?>) answer).detail();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SERVFAIL", "REFUSED", "FORMERR", "NOTIMP", "NOTAUTH", "YXDOMAIN", "NXRRSET"})
    void theNextResolverIsAskedWhenOneAnswersWithAnError(String rcode) {
        first.fail(RECORD, null, rcode);

        assertThat(asking(first, second).txt(RECORD)).isEqualTo(FOUND);
    }

    @Test
    void theNextResolverIsAskedWhenOneRefersToOthersOrIsNoResolver() {
        first.refer(RECORD);
        assertThat(asking(first, second).txt(RECORD)).isEqualTo(FOUND);

        first.lame(RECORD);
        assertThat(asking(first, second).txt(RECORD)).isEqualTo(FOUND);
    }

    @Test
    void theNextResolverIsAskedWhenOneIsClosed() {
        first.close();

        assertThat(asking(first, second).txt(RECORD)).isEqualTo(FOUND);
    }

    @Test
    void theNextResolverIsAskedWhenOneIsSilent() {
        first.silence(RECORD);

        assertThat(asking(first, second).txt(RECORD)).isEqualTo(FOUND);
    }

    @Test
    void aNegativeAnswerIsAnAnswer() {
        first.remove(RECORD, "TXT");

        assertThat(asking(first, second).txt(RECORD)).isEqualTo(new DnsAnswer.NoSuchName<>());
        assertThat(second.queries()).isEmpty();
    }

    @Test
    void nothingFromAServerThatIsNoResolverIsNotTakenForNone() {
        first.lame(RECORD);

        assertThat(detail(asking(first).txt(RECORD))).contains("is no resolver");
    }

    @Test
    void eachResolversWordsAreTold() {
        first.failFor(RECORD, 6, "signature\tinvalid");
        second.fail(RECORD, null, "REFUSED");

        assertThat(detail(asking(first, second).txt(RECORD)))
                .startsWith("no resolver answers the question: ")
                .contains(address(first) + " says SERVFAIL (DNSSEC BOGUS: signature")
                .contains(address(second) + " says REFUSED")
                .doesNotContain("\t");
    }

    @Test
    void aFailureIsToldApartFromSilence() {
        first.fail(RECORD, null, "SERVFAIL");
        second.silence(RECORD);

        assertThat(detail(asking(first, second).txt(RECORD)))
                .contains(address(first) + " says SERVFAIL")
                .contains(address(second) + " does not respond");
    }

    @ParameterizedTest
    @EnumSource(EdnsTrouble.class)
    void aServerThatDoesNotKnowEdnsIsAskedWithoutIt(EdnsTrouble trouble) {
        first.withoutEdns(RECORD, trouble);

        assertThat(asking(first).txt(RECORD)).isEqualTo(FOUND);
        assertThat(first.queries(RECORD)).hasSize(2);
    }

    @Test
    void longTextComesByTcpFromAServerWithoutEdns() {
        first.answer(RECORD, "TXT", "v=STSv1; id=1; filler=" + "x".repeat(900) + ";");
        first.truncate(RECORD);

        assertThat(asking(first).txt(RECORD)).isInstanceOf(DnsAnswer.Found.class);
        assertThat(first.queries(RECORD)).extracting(DnsQuery::transport).contains(DnsQuery.Transport.TCP);
    }

    @Test
    void aSlowAnswerIsHeardThoughTheQuestionWasPutAgain() {
        first.holdFirst(RECORD);
        DnsMemory dns = asking(first);

        CompletableFuture<DnsAnswer<List<String>>> answer = CompletableFuture.supplyAsync(() -> dns.txt(RECORD));
        first.awaitQueries(2, LONG);
        first.heal(RECORD);

        assertThat(answer.join()).isEqualTo(FOUND);
    }

    @ParameterizedTest
    @EnumSource(DnsNoise.class)
    void whatIsNoAnswerIsDroppedAndWaitedOn(DnsNoise noise) {
        first.disturb(RECORD, noise, noise, noise);

        assertThat(asking(first).txt(RECORD)).isEqualTo(FOUND);
        assertThat(first.queries(RECORD)).hasSize(1);
    }

    @Test
    void anInterruptEndsOneCallersWaitAndNoOthers() throws InterruptedException {
        first.hold(RECORD);
        DnsMemory dns = asking(first);
        CompletableFuture<DnsAnswer<List<String>>> impatient = new CompletableFuture<>();
        Thread stopped = new Thread(() -> {
            Thread.currentThread().interrupt(); // before its packet goes out
            impatient.complete(dns.txt(RECORD));
        });
        stopped.start();
        stopped.join(LONG.toMillis());
        CompletableFuture<DnsAnswer<List<String>>> other = CompletableFuture.supplyAsync(() -> dns.txt(RECORD));
        first.heal(RECORD);

        assertThat(detail(impatient.join())).contains("interrupted");
        assertThat(other.join()).isEqualTo(FOUND);
    }
}
