package io.github.camelmtasts.dns;

import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.testkit.DnsQuery;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MailDomain.txtStrings;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class DnsLookupTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(domain("good.example"));

    private static final String RECORD = "_mta-sts.good.example";
    private static final DomainName GOOD = DomainName.of("good.example");
    private static final ExecutorService threads = Executors.newFixedThreadPool(3);

    private final LoopbackInternet internet;
    private final DnsLookup dns;

    DnsLookupTest(LoopbackInternet internet) {
        this.internet = internet;
        this.dns = new DnsMemory(DnsServers.parse(internet.dnsServer()), Clock.systemUTC());
    }

    @AfterAll
    static void endThreads() {
        threads.shutdownNow();
    }

    private static <T> DnsAnswer<T> found(T value) {
        return new DnsAnswer.Found<>(value);
    }

    private static <T> List<T> valuesOf(DnsAnswer<List<T>> answer) {
        return ((DnsAnswer.Found<List<T>>) answer).value();
    }

    @Nested
    class Txt {

        @Requirement("R8461-3.1-15")
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                v=STSv1; id=2026;   | one string
                v=STSv1; id=20~26;  | a break inside the id
                v=STSv1;~ id=2026;  | a space at the break is part of the text
                ~v=STSv1; id=2026;~ | empty strings at both ends
                v~=~S~T~S~v~1~; id=1 | many strings
                """)
        void joinsTheStringsOfARecordWithNothingBetween(String strings, String reason) {
            internet.dns().answer(RECORD, "TXT", txtStrings(strings.split("~", -1)));

            assertThat(dns.txt(RECORD)).as(reason).isEqualTo(found(List.of(strings.replace("~", ""))));
        }

        @Test
        void givesOneStringForEachRecord() {
            internet.dns().answer(RECORD, "TXT", "v=STSv1; id=1;", "v=spf1 -all", txtStrings("a", "b"));

            assertThat(valuesOf(dns.txt(RECORD))).containsExactlyInAnyOrder("v=STSv1; id=1;", "v=spf1 -all", "ab");
        }

        @Test
        @Requirement("R8461-3.1-2")
        void keepsEveryOctetSoThatThoseBeyondAsciiCanBeRefused() {
            internet.dns().answer(RECORD, "TXT", "\"v=STSv1; id=\\233\\000\\127;\"");

            assertThat(dns.txt(RECORD)).isEqualTo(found(List.of("v=STSv1; id=\u00E9\u0000\u007F;")));
        }

        @Requirement("R8461-3.1-16")
        @ParameterizedTest
        @ValueSource(ints = {1, 3, 8})
        void followsAliases(int hops) {
            alias(hops);
            internet.dns().answer("hop" + hops + ".example", "TXT", "v=STSv1; id=1;");

            assertThat(dns.txt(RECORD)).isEqualTo(found(List.of("v=STSv1; id=1;")));
        }

        @Test
        @Requirement("R8461-3.1-16")
        void cannotTellWhereAliasesNeverEnd() {
            internet.dns().answer(RECORD, "CNAME", "elsewhere.example.");
            internet.dns().answer("elsewhere.example", "CNAME", RECORD + ".");

            assertThat(dns.txt(RECORD)).isInstanceOf(DnsAnswer.Failed.class);
        }

        @Test
        @Requirement("R8461-3.1-16")
        void cannotTellWhereThereAreTooManyAliases() {
            alias(40);
            internet.dns().answer("hop40.example", "TXT", "v=STSv1; id=1;");

            assertThat(dns.txt(RECORD)).isInstanceOf(DnsAnswer.Failed.class);
        }

        private void alias(int hops) {
            internet.dns().answer(RECORD, "CNAME", "hop1.example.");
            for (int hop = 1; hop < hops; hop++) {
                internet.dns().answer("hop" + hop + ".example", "CNAME", "hop" + (hop + 1) + ".example.");
            }
        }

        @Test
        void asksOverTcpWhatDoesNotFitADatagram() {
            internet.dns().answer(RECORD, "TXT", "v=STSv1; id=1;");
            internet.dns().truncate(RECORD);

            assertThat(dns.txt(RECORD)).isEqualTo(found(List.of("v=STSv1; id=1;")));
            assertThat(internet.dns().queries(RECORD))
                    .extracting(DnsQuery::transport)
                    .containsExactly(DnsQuery.Transport.UDP, DnsQuery.Transport.TCP);
        }

        @Test
        void readsARecordThatIsLongerThanAnyDatagram() {
            String text = "v=STSv1; id=1; filler=" + "x".repeat(4000) + ";";
            internet.dns().answer(RECORD, "TXT", text);

            assertThat(dns.txt(RECORD)).isEqualTo(found(List.of(text)));
        }

        @Test
        void asksNobodyForANameThatIsTooLongForDns() {
            assertThat(dns.txt("a.".repeat(130) + "example")).isInstanceOf(DnsAnswer.Failed.class);
            assertThat(internet.dns().queries()).isEmpty();
        }
    }

    @Nested
    class NoneOrCannotTell {

        @Test
        void cannotTellFromAReferral() {
            internet.dns().refer(RECORD);
            internet.dns().refer("good.example");
            internet.dns().answer("_mta-sts.alias.example", "CNAME", RECORD + ".");

            assertThat(dns.txt(RECORD)).isInstanceOf(DnsAnswer.Failed.class);
            assertThat(dns.txt("_mta-sts.alias.example")).isInstanceOf(DnsAnswer.Failed.class);
            assertThat(dns.mx(GOOD)).isInstanceOf(DnsAnswer.Failed.class);
            assertThat(dns.addresses(GOOD)).isInstanceOf(DnsAnswer.Failed.class);
        }

        @Test
        void tellsNoSuchNameFromNoData() {
            internet.dns().answer(RECORD, "A", "192.0.2.1");

            assertThat(dns.txt(RECORD)).isEqualTo(new DnsAnswer.NoData<>());
            assertThat(dns.txt("_mta-sts.nobody.example")).isEqualTo(new DnsAnswer.NoSuchName<>());
            assertThat(dns.mx(GOOD)).isEqualTo(new DnsAnswer.NoData<>());
            assertThat(dns.mx(DomainName.of("nobody.example"))).isEqualTo(new DnsAnswer.NoSuchName<>());
            assertThat(dns.addresses(GOOD)).isEqualTo(new DnsAnswer.NoData<>());
            assertThat(dns.addresses(DomainName.of("nobody.example"))).isEqualTo(new DnsAnswer.NoSuchName<>());
        }

        @Test
        void tellsThemApartBehindAnAlias() {
            internet.dns().answer(RECORD, "CNAME", "good.example.");
            internet.dns().answer("_mta-sts.other.example", "CNAME", "nobody.example.");

            assertThat(dns.txt(RECORD)).isEqualTo(new DnsAnswer.NoData<>());
            assertThat(dns.txt("_mta-sts.other.example")).isEqualTo(new DnsAnswer.NoSuchName<>());
        }

        @ParameterizedTest
        @ValueSource(strings = {"SERVFAIL", "REFUSED", "NOTIMP", "FORMERR"})
        void cannotTellWhenTheServerFails(String rcode) {
            internet.dns().answer(RECORD, "TXT", "v=STSv1; id=1;");
            internet.dns().fail(RECORD, null, rcode);
            internet.dns().fail("good.example", null, rcode);

            assertThat(dns.txt(RECORD)).isInstanceOf(DnsAnswer.Failed.class);
            assertThat(dns.freshTxt(RECORD)).isInstanceOf(DnsAnswer.Failed.class);
            assertThat(dns.mx(GOOD)).isInstanceOf(DnsAnswer.Failed.class);
            assertThat(dns.addresses(GOOD)).isInstanceOf(DnsAnswer.Failed.class);
        }

        @Test
        void cannotTellWhenNobodyAnswers() {
            internet.dns().silence(RECORD);
            internet.dns().silence("good.example");

            // side by side, since each waits for the whole limit
            var txt = CompletableFuture.supplyAsync(() -> dns.txt(RECORD), threads);
            var mx = CompletableFuture.supplyAsync(() -> dns.mx(GOOD), threads);

            assertThat(dns.addresses(GOOD)).isInstanceOf(DnsAnswer.Failed.class);
            assertThat(txt.join()).isInstanceOf(DnsAnswer.Failed.class);
            assertThat(mx.join()).isInstanceOf(DnsAnswer.Failed.class);
        }

        @Test
        void asksTheNextResolverWhenOneIsDown() {
            internet.dns().answer(RECORD, "TXT", "v=STSv1; id=1;");
            int port = internet.dns().port();
            DnsLookup two =
                    new DnsMemory(DnsServers.parse("127.0.0.2:" + port + ", 127.0.0.1:" + port), Clock.systemUTC());

            assertThat(two.txt(RECORD)).isEqualTo(found(List.of("v=STSv1; id=1;")));
        }
    }

    @Nested
    class Hosts {

        @Test
        void givesMxRecordsWithTheEmptyNameForTheRoot() {
            internet.dns().answer("good.example", "MX", "10 mx1.good.example.", "20 mx2.good.example.");
            internet.dns().answer("null.example", "MX", "0 .");

            assertThat(valuesOf(dns.mx(GOOD)))
                    .containsExactlyInAnyOrder(
                            new MxRecord(10, "mx1.good.example"), new MxRecord(20, "mx2.good.example"));
            assertThat(dns.mx(DomainName.of("null.example"))).isEqualTo(found(List.of(new MxRecord(0, ""))));
        }

        @Test
        void givesAddressesOfBothFamiliesIpv4First() {
            internet.dns().answer("good.example", "AAAA", "2001:db8::1");
            internet.dns().answer("good.example", "A", "192.0.2.1");

            assertThat(addresses(GOOD)).containsExactly("192.0.2.1", "2001:db8:0:0:0:0:0:1");
        }

        @Test
        void givesAddressesThatCarryTheNameThatWasAskedFor() {
            internet.dns().answer("alias.example", "CNAME", "good.example.");
            internet.dns().answer("good.example", "A", "192.0.2.1");

            assertThat(valuesOf(dns.addresses(DomainName.of("alias.example"))))
                    .extracting(InetAddress::toString)
                    .containsExactly("alias.example/192.0.2.1");
        }

        @Test
        void isContentWithOneFamilyWhenTheOtherIsMissingOrFails() {
            internet.dns().answer("good.example", "AAAA", "2001:db8::1");
            assertThat(addresses(GOOD)).containsExactly("2001:db8:0:0:0:0:0:1");

            internet.dns().fail("other.example", "AAAA", "SERVFAIL");
            internet.dns().answer("other.example", "A", "192.0.2.1");
            assertThat(addresses(DomainName.of("other.example"))).containsExactly("192.0.2.1");
        }

        @Test
        void cannotTellWhenOneFamilyFailsAndTheOtherIsMissing() {
            internet.dns().fail("good.example", "A", "SERVFAIL");
            assertThat(dns.addresses(GOOD)).isInstanceOf(DnsAnswer.Failed.class);

            internet.dns().answer("other.example", "TXT", "here");
            internet.dns().fail("other.example", "AAAA", "SERVFAIL");
            assertThat(dns.addresses(DomainName.of("other.example"))).isInstanceOf(DnsAnswer.Failed.class);
        }

        private List<String> addresses(DomainName host) {
            return valuesOf(dns.addresses(host)).stream()
                    .map(InetAddress::getHostAddress)
                    .toList();
        }
    }
}
