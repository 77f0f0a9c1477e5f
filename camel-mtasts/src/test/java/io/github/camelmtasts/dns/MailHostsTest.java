package io.github.camelmtasts.dns;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MailHostsTest {

    private static final DomainName DOMAIN = DomainName.of("example.com");

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            20 c.example,5 a.example,10 b.example      | a.example b.example c.example | the lowest preference first
            65535 z.example,0 a.example                | a.example z.example           | bounds of the preference
            100 b.example,9 a.example                  | a.example b.example           | as numbers, not as text
            10 MX.Example                              | mx.example                    | case gone
            10 a.example,20 a.example                  | a.example                     | twice, at its better place
            10 a.example,10 A.example                  | a.example                     | twice in other case
            10 192.0.2.1,20 a.example                  | a.example                     | an address is no name
            10 a_b.example,20 a.example                | a.example                     | no host has such a name
            0 .,10 a.example                           | a.example                     | null MX beside others is passed over
            10 bücher.example                          | xn--bcher-kva.example         | raw UTF-8, kept as A-label
            """)
    @Requirement({"R5321-5.1-6", "R5321-5.1-10", "R7505-3-1"})
    void areInOrderOfPreference(String records, String hosts, String reason) {
        assertThat(of(records)).as(reason).isEqualTo(inOrder(hosts.split(" ")));
    }

    @Test
    @Requirement("R5321-5.1-7")
    void areInEveryOrderEquallyOftenIfOfEqualPreference() {
        Random random = new Random(5321);
        DnsAnswer<List<MxRecord>> answer = answer("10 a.example,10 b.example,10 c.example,5 first.example");
        Map<String, Long> orders = IntStream.range(0, 6000)
                .mapToObj(i -> hosts(MailHosts.of(DOMAIN, answer, Optional.empty(), random)))
                .map(hosts -> hosts.stream().map(DomainName::toString).collect(Collectors.joining(" ")))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(orders).as("each way to order three hosts").hasSize(6);
        assertThat(orders.keySet()).as("5 before 10").allMatch(order -> order.startsWith("first.example "));
        assertThat(orders.values()).allSatisfy(count -> assertThat(count).isBetween(850L, 1150L));
    }

    @Test
    @Requirement("R5321-5.1-7")
    void areInTheSameOrderForTheSameRandomNumbersHoweverDnsOrdersThem() {
        String one = "10 a.example,10 b.example,10 c.example,20 d.example,20 e.example";
        String other = "20 e.example,10 c.example,10 a.example,20 d.example,10 b.example";
        assertThat(MailHosts.of(DOMAIN, answer(one), Optional.empty(), new Random(1)))
                .isEqualTo(MailHosts.of(DOMAIN, answer(other), Optional.empty(), new Random(1)));
    }

    @Test
    @Requirement("R5321-5.1-4")
    void areTheDomainItselfIfItHasNoMx() {
        assertThat(MailHosts.of(DOMAIN, new DnsAnswer.NoData<>(), Optional.empty(), new Random(1)))
                .isEqualTo(inOrder("example.com"));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            10 192.0.2.1               | an address
            10 a_b.example             | no host has such a name
            10 a..example              | empty label
            0 .,10 .                   | the root twice is no null MX
            10 .                       | a null MX has preference 0
            0 .,10 192.0.2.1           | null MX beside another
            """)
    @Requirement({"R5321-5.1-5", "R5321-5.1-10", "R7505-3-1"})
    void areNeverTheDomainItselfIfItHasAnMx(String records, String reason) {
        assertThat(of(records)).as(reason).isInstanceOf(MailHosts.NoneUsable.class);
    }

    @Test
    @Requirement("R7505-3-1")
    void areNoneIfTheDomainSaysSo() {
        assertThat(of("0 .")).isEqualTo(new MailHosts.NullMx());
    }

    @Test
    @Requirement("R5321-5.1-2")
    void areNoneIfTheDomainDoesNotExist() {
        assertThat(MailHosts.of(DOMAIN, new DnsAnswer.NoSuchName<>(), Optional.empty(), new Random(1)))
                .isEqualTo(new MailHosts.NoSuchDomain());
    }

    @Test
    @Requirement("R5321-5.1-3")
    void areUnknownIfDnsCannotTell() {
        assertThat(MailHosts.of(DOMAIN, new DnsAnswer.Failed<>("SERVFAIL"), Optional.empty(), new Random(1)))
                .isEqualTo(new MailHosts.CannotTell("SERVFAIL"));
    }

    @Test
    void areAtMostTwentyTheBestFirst() {
        String records = IntStream.range(0, 500)
                .mapToObj(i -> i / 15 + " mx" + i + ".example")
                .collect(Collectors.joining(","));
        List<DomainName> hosts = hosts(of(records));
        Set<DomainName> best = IntStream.range(0, 15)
                .mapToObj(i -> DomainName.of("mx" + i + ".example"))
                .collect(Collectors.toCollection(HashSet::new));
        assertThat(hosts).hasSize(MailHosts.MAX_HOSTS).doesNotHaveDuplicates();
        assertThat(hosts.subList(0, 15)).containsExactlyInAnyOrderElementsOf(best);
    }

    @Test
    void areHandledCaseByCase() {
        assertThat(Stream.of(
                                inOrder("a.example"),
                                new MailHosts.NullMx(),
                                new MailHosts.NoSuchDomain(),
                                new MailHosts.NoneUsable("none"),
                                new MailHosts.OnlyUs(DomainName.of("us.example")),
                                new MailHosts.CannotTell("silence"))
                        .map(hosts -> hosts.<String>fold(
                                List::toString,
                                () -> "null MX",
                                () -> "no domain",
                                detail -> "unusable: " + detail,
                                us -> "only " + us,
                                detail -> "unknown: " + detail)))
                .containsExactly(
                        "[a.example]", "null MX", "no domain", "unusable: none", "only us.example", "unknown: silence");
    }

    private static MailHosts of(String records) {
        return MailHosts.of(DOMAIN, answer(records), Optional.empty(), new Random(1));
    }

    private static List<DomainName> hosts(MailHosts hosts) {
        return hosts.fold(
                inOrder -> inOrder, List::of, List::of, none -> List.of(), us -> List.of(), unknown -> List.of());
    }

    private static MailHosts inOrder(String... hosts) {
        return new MailHosts.InOrder(Arrays.stream(hosts).map(DomainName::of).toList());
    }

    /** Records as in a zone file; a dot alone is the root. */
    private static DnsAnswer<List<MxRecord>> answer(String records) {
        return new DnsAnswer.Found<>(Arrays.stream(records.split(","))
                .map(record -> record.split(" "))
                .map(record -> new MxRecord(Integer.parseInt(record[0]), record[1].equals(".") ? "" : record[1]))
                .toList());
    }
}
