package io.github.camelmtasts.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Certificate identities against the patterns of a JSON policy: ours, and the pseudo-code of -05 and -06 to the letter. */
class DraftMatchingTest {

    private static final int CASES = 20_000;

    /** Whatever host DNS names: it plays no part. */
    private static final DomainName MX_HOST = DomainName.of("x.attacker.example");

    private static final String CN = "CN=";

    /** Identities in order, with CN= before the common name; columns: by -05, by -06, by ours. */
    private static final String TABLE = """
            1  | mail.example.com                        | mail.example.com                  | true  | true  | true  | exact
            2  | mail.example.com                        | mx.example.com                    | false | false | false | different host
            3  | (none)                                  | mail.example.com                  | false | false | false | no identities
            4  | mail.example.com                        | (none)                            | false | false | false | empty mx list (invalid policy)
            5  | MAIL.Example.COM                        | mail.example.com                  | false | false | true  | case: pseudo-code compares bytes
            6  | mail.example.com.                       | mail.example.com                  | false | false | true  | trailing dot in SAN
            7  | *.example.com                           | mail.example.com                  | true  | true  | true  | wildcard SAN vs full name
            8  | *.example.com                           | example.com                       | false | false | false | wildcard does not cover the bare parent
            9  | *.example.com                           | a.b.example.com                   | true  | true  | false | wildcard recursion, fixed only after -07 (PR 184)
            10 | *.example.com                           | .example.com                      | true  | true  | true  | wildcard to suffix, equal
            11 | mail.example.com                        | .example.com                      | true  | true  | true  | suffix, one label
            12 | a.b.example.com                         | .example.com                      | true  | true  | true  | suffix is recursive
            13 | example.com                             | .example.com                      | false | false | false | suffix does not cover its own parent
            14 | mailexample.com                         | .example.com                      | false | false | false | label boundary kept by the dot
            15 | *.mail.example.com                      | .example.com                      | true  | true  | true  | SAN deeper than suffix
            16 | *.example.com                           | .mail.example.com                 | true  | true  | true  | SAN shallower than suffix
            17 | *.mail.example.com                      | .mx.example.com                   | false | false | false | siblings
            18 | mail*.example.com                       | mail.example.com                  | false | false | false | partial wildcard not leading
            19 | mail*.example.com                       | .example.com                      | true  | true  | false | partial wildcard passes suffix test: pseudo-code hole
            20 | *mail.example.com                       | .example.com                      | false | false | false | leading star without dot: invalid
            21 | *mail.example.com,mail.example.com      | mail.example.com                  | false | true  | true  | the change from -05 to -06: bad SAN first
            22 | mail.example.com,*mail.example.com      | mail.example.com                  | true  | true  | true  | bad SAN last: -05 already returned
            23 | *mail.example.com,*.example.com         | .example.com                      | false | true  | true  | bad wildcard then good wildcard
            24 | *mail.example.com,other.net             | mail.example.com                  | false | false | false | bad SAN, rest does not match either
            25 | other.net,*x.org,mail.example.com       | mail.example.com                  | false | true  | true  | bad SAN in the middle
            26 | *                                       | mail.example.com                  | false | false | false | single star: index guard needed
            27 | *,mail.example.com                      | mail.example.com                  | false | true  | true  | single star then good
            28 | (empty)                                 | mail.example.com                  | false | false | false | empty identity: index guard needed
            29 | **.example.com                          | .example.com                      | false | false | false | double star
            30 | *.*.example.com                         | .example.com                      | true  | true  | false | star in second label: pseudo-code hole
            31 | foo.*.example.com                       | .example.com                      | true  | true  | false | inner star: pseudo-code hole
            32 | .example.com                            | mail.example.com                  | true  | true  | false | leading-dot SAN treated as wildcard: hole
            33 | *.com                                   | mail.example.com                  | true  | true  | false | one-label wildcard
            34 | *.com                                   | .example.com                      | true  | true  | false | one-label wildcard vs suffix
            35 | *.example.com                           | mail.example.net,mail.example.com | true  | true  | true  | second mx matches; stripped SAN is kept
            36 | *.example.net,mail.example.com          | mail.example.com                  | true  | true  | true  | second SAN matches
            37 | CN=mail.example.com                     | mail.example.com                  | true  | true  | true  | CN only, no SAN
            38 | CN=mail.example.com,other.net           | mail.example.com                  | true  | true  | true  | CN matches, SANs do not
            39 | CN=Example Mail Server,mail.example.com | mail.example.com                  | true  | true  | true  | non-host CN is skipped
            40 | CN=*bad,mail.example.com                | mail.example.com                  | false | true  | true  | malformed CN first spoils -05
            41 | xn--mxa.example.com                     | xn--mxa.example.com               | true  | true  | true  | A-label compare
            42 | *.example.com                           | *.example.com                     | true  | true  | false | RFC 8461 style pattern in a JSON policy: not special in -06
            43 | mail.example.com                        | *.example.com                     | false | false | false | same, with a host SAN
            44 | 192.0.2.1                               | 192.0.2.1                         | true  | true  | true  | address text in DNS-ID
            45 | mail.example.com                        | mail.example.com.                 | false | false | true  | trailing dot in pattern
            46 | mail.example.com.                       | .                                 | true  | true  | false | lone-dot pattern plus dotted SAN: reject at parse
            """;

    @ParameterizedTest(name = "row {0}: {1} under {2}: {6}")
    @CsvSource(delimiter = '|', textBlock = TABLE)
    @Requirement({
        "RD06-4-1",
        "RD06-4-2",
        "RD06-4.1-1",
        "RD06-4.1-2",
        "RD06-4.1-3",
        "RD06-4.1-4",
        "RD06-A2-2",
        "RD06-A2-4",
        "RD06-A2-5",
        "RD06-A2-6",
        "RD06-A2-8",
        "RD06-3.2-8",
    })
    void acceptsCertificatesByDraft06Hardened(
            int row, String identities, String mx, boolean by05, boolean by06, boolean byOurs, String note) {
        assertThat(accepts(split(identities), split(mx))).as(note).isEqualTo(byOurs);
        if (by06 != byOurs) {
            assertThat(row).as("the rows where we differ on purpose").isIn(5, 6, 9, 19, 30, 31, 32, 33, 34, 42, 45, 46);
        }
        if (by05 != by06) {
            assertThat(row).as("the rows where the drafts differ").isIn(21, 23, 25, 27, 40);
        }
    }

    @ParameterizedTest(name = "row {0}: {1} under {2}: {6}")
    @CsvSource(delimiter = '|', textBlock = TABLE)
    @Requirement({"RD06-A2-1", "RD06-A2-2", "RD06-A2-4", "RD06-A2-5"})
    void isHeldAgainstOraclesThatAnswerAsTheDraftsDo(
            int row, String identities, String mx, boolean by05, boolean by06, boolean byOurs, String note) {
        assertThat(DraftPseudocode.DRAFT05.certMatches(bare(identities), split(mx)))
                .as("row %d by -05, ours is %s: %s", row, byOurs, note)
                .isEqualTo(by05);
        assertThat(DraftPseudocode.DRAFT06.certMatches(bare(identities), split(mx)))
                .as("row %d by -06, ours is %s: %s", row, byOurs, note)
                .isEqualTo(by06);
    }

    @Test
    @Requirement({"RD06-A2-1", "RD06-A2-2", "RD06-A2-3"})
    void passesOverAnInvalidWildcardWhereverItStands() {
        List<String> mx = List.of("mail.example.com");
        List<String> badFirst = List.of("*mail.example.com", "mail.example.com");
        List<String> badLast = List.of("mail.example.com", "*mail.example.com");

        assertThat(DraftPseudocode.DRAFT05.certMatches(badFirst, mx)).isFalse();
        assertThat(DraftPseudocode.DRAFT05.certMatches(badLast, mx)).isTrue();
        assertThat(DraftPseudocode.DRAFT06.certMatches(badFirst, mx)).isTrue();
        assertThat(DraftPseudocode.DRAFT06.certMatches(badLast, mx)).isTrue();
        assertThat(accepts(badFirst, mx)).isTrue();
        assertThat(accepts(badLast, mx)).isTrue();
    }

    @Test
    @Requirement({"RD06-A2-2", "RD06-A2-3"})
    void doesNotDependOnTheOrderOfIdentities() {
        Random random = new Random(8461);
        int dependsOnOrderBy05 = 0;
        for (int i = 0; i < CASES; i++) {
            List<String> identities = someOf(IDENTITIES, random);
            List<String> mx = someOf(PATTERNS, random);
            List<String> shuffled = new ArrayList<>(identities);
            Collections.shuffle(shuffled, random);

            assertThat(DraftPseudocode.DRAFT06.certMatches(shuffled, mx))
                    .as("-06: %s or %s under %s", identities, shuffled, mx)
                    .isEqualTo(DraftPseudocode.DRAFT06.certMatches(identities, mx));
            assertThat(accepts(shuffled, mx))
                    .as("ours: %s or %s under %s", identities, shuffled, mx)
                    .isEqualTo(accepts(identities, mx));
            if (DraftPseudocode.DRAFT05.certMatches(shuffled, mx)
                    != DraftPseudocode.DRAFT05.certMatches(identities, mx)) {
                dependsOnOrderBy05++;
            }
        }
        assertThat(dependsOnOrderBy05)
                .as("under -05 the order decides now and then")
                .isPositive();
    }

    @Test
    @Requirement({"RD06-A2-1", "RD06-A2-2", "RD06-A2-8"})
    void acceptsNothingThatDraft06RefusesAndDraft06RefusesNothingThatDraft05Accepts() {
        Random random = new Random(6125);
        int accepted = 0;
        for (int i = 0; i < CASES; i++) {
            List<String> identities = someOf(IDENTITIES, random);
            List<String> mx = someOf(PATTERNS, random);
            boolean by06 = DraftPseudocode.DRAFT06.certMatches(identities, mx);
            if (accepts(identities, mx)) {
                assertThat(by06).as("%s under %s", identities, mx).isTrue();
                accepted++;
            }
            if (DraftPseudocode.DRAFT05.certMatches(identities, mx)) {
                assertThat(by06).as("%s under %s", identities, mx).isTrue();
            }
        }
        assertThat(accepted).as("the sample has both kinds").isBetween(CASES / 20, CASES * 19 / 20);
    }

    @Test
    @Requirement({"RD06-A2-6", "RD06-A2-8"})
    void looksAtNeitherCaseNorFinalDotOfAnIdentity() {
        Random random = new Random(9525);
        for (int i = 0; i < CASES; i++) {
            List<String> identities = someOf(IDENTITIES, random);
            List<String> mx = someOf(PATTERNS, random);
            List<String> loud = identities.stream()
                    .map(identity ->
                            random.nextBoolean() ? identity.replace('e', 'E').replace('m', 'M') : identity)
                    .map(identity -> identity.isEmpty() || !random.nextBoolean() ? identity : identity + ".")
                    .toList();
            assertThat(accepts(loud, mx))
                    .as("%s or %s under %s", identities, loud, mx)
                    .isEqualTo(accepts(identities, mx));
        }
    }

    @Test
    @Requirement({"RD06-4.1-1", "RD06-4.1-2"})
    void countsTheCommonNameWithAndWithoutAlternativeNames() {
        assertThat(accepts(List.of("CN=mail.example.com"), List.of(".example.com")))
                .isTrue();
        assertThat(accepts(List.of("CN=*.example.com", "other.example"), List.of("mail.example.com")))
                .isTrue();
        assertThat(accepts(List.of("CN=Example Mail Server", "other.example"), List.of("mail.example.com")))
                .isFalse();
    }

    /** Labels that meet often, with the faults of the table among them. */
    private static final List<String> IDENTITIES = List.of(
            "mail.example.com",
            "mx.example.com",
            "example.com",
            "a.mail.example.com",
            "mail.example.net",
            "other.net",
            "*.example.com",
            "*.mail.example.com",
            "*.example.net",
            "*.com",
            "*.*.example.com",
            "*",
            "**.example.com",
            "*mail.example.com",
            "*bad",
            "mail*.example.com",
            "foo.*.example.com",
            ".example.com",
            "",
            "Example Mail");

    private static final List<String> PATTERNS = List.of(
            "mail.example.com",
            "mx.example.com",
            "example.com",
            "a.mail.example.com",
            "mail.example.net",
            ".example.com",
            ".mail.example.com",
            ".example.net",
            ".net",
            "*.example.com",
            "other.org");

    private static List<String> someOf(List<String> pool, Random random) {
        return IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(i -> pool.get(random.nextInt(pool.size())))
                .toList();
    }

    /** Through the parser, as a policy comes to us; one that is refused accepts nothing. */
    private static boolean accepts(List<String> identities, List<String> mx) {
        String patterns = mx.stream().map(pattern -> '"' + pattern + '"').collect(Collectors.joining(","));
        String json = "{\"version\":\"STSv1\",\"mode\":\"enforce\",\"max_age\":1,\"mx\":[" + patterns + "]}";
        try {
            return JsonPolicy.parse(json).accepts(names(identities), MX_HOST);
        } catch (PolicySyntaxException refused) {
            return false;
        }
    }

    private static CertificateNames names(List<String> identities) {
        Optional<String> commonName = identities.stream()
                .filter(identity -> identity.startsWith(CN))
                .map(DraftMatchingTest::withoutCn)
                .findFirst();
        return new CertificateNames(
                identities.stream().filter(identity -> !identity.startsWith(CN)).toList(), commonName);
    }

    private static List<String> split(String list) {
        return list.equals("(none)")
                ? List.of()
                : Arrays.stream(list.split(",")).map(DraftMatchingTest::text).toList();
    }

    private static List<String> bare(String identities) {
        return split(identities).stream().map(DraftMatchingTest::withoutCn).toList();
    }

    private static String text(String written) {
        return written.equals("(empty)") ? "" : written;
    }

    private static String withoutCn(String identity) {
        return identity.startsWith(CN) ? identity.substring(CN.length()) : identity;
    }
}
