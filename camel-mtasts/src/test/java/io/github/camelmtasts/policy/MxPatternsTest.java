package io.github.camelmtasts.policy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Many patterns asked as one answer as each of them does by itself. */
class MxPatternsTest {

    private static final int POLICIES = 2_000;

    /** Few, so that names often meet; in one group equal but for case, in another as text but not as labels. */
    private static final List<String> LABELS =
            List.of("a", "A", "b", "mx", "mail", "xmail", "m-1", "example", "Example", "com", "net", "xn--a", "1");

    @ParameterizedTest
    @EnumSource(Dialect.class)
    @Requirement({"R8461-4.1-1", "R8461-4.1-3", "RD06-4.1-4"})
    void answerAsTheOneThatCovers(Dialect dialect) {
        Random random = new Random(8461);
        int covered = 0;
        for (int i = 0; i < POLICIES; i++) {
            List<MxPattern> each = randomPatterns(random, dialect, 1 + random.nextInt(4 * MxPatterns.FEW));
            MxPatterns all = MxPatterns.of(each);
            for (int j = 0; j < 20; j++) {
                DomainName name = DomainName.of(randomName(random));
                boolean match = each.stream().anyMatch(pattern -> pattern.matches(name));
                assertThat(all.match(name)).as("%s under %s", name, each).isEqualTo(match);
                assertThat(all.matchWildcard(name))
                        .as("*.%s under %s", name, each)
                        .isEqualTo(each.stream().anyMatch(pattern -> pattern.matchesWildcard(name)));
                covered += match ? 1 : 0;
            }
        }
        assertThat(covered).as("the sample has both kinds").isBetween(POLICIES, 19 * POLICIES);
    }

    @ParameterizedTest(name = "{0} patterns")
    @ValueSource(ints = {1, MxPatterns.FEW, MxPatterns.FEW + 1, 100, Policy.MAX_MX_PATTERNS})
    @Requirement({"R8461-4.1-1", "R8461-4.1-3"})
    void coverWhatEachOfThemCovers(int count) {
        MxPatterns patterns = MxPatterns.of(IntStream.range(0, count)
                .mapToObj(i -> parsed((i % 2 == 0 ? "mx" : "*.d") + i + ".Example"))
                .toList());
        for (int i = 0; i < count; i++) {
            String covered = i % 2 == 0 ? "mx" + i + ".example" : "any.d" + i + ".example";
            assertThat(patterns.match(DomainName.of(covered))).as(covered).isTrue();
            assertThat(patterns.match(DomainName.of("x" + covered)))
                    .as("x%s", covered)
                    .isEqualTo(i % 2 == 1);
            assertThat(patterns.match(DomainName.of("x." + covered)))
                    .as("x.%s", covered)
                    .isFalse();
        }
        assertThat(patterns.match(DomainName.of("example"))).isFalse();
    }

    @Test
    @Requirement("R8461-3.2-13")
    void coverNothingIfThereAreNone() {
        assertThat(MxPatterns.of(List.of()).match(DomainName.of("mx.example"))).isFalse();
        assertThat(MxPatterns.of(List.of()).list()).isEmpty();
    }

    @ParameterizedTest(name = "{0} at most")
    @ValueSource(ints = {MxPatterns.FEW, 50})
    @Requirement("R8461-3.2-14")
    void areGivenBackAsWrittenAndInOrder(int atMost) {
        Random random = new Random(1035);
        for (int i = 0; i < POLICIES; i++) {
            for (Dialect dialect : Dialect.values()) {
                List<MxPattern> each = randomPatterns(random, dialect, random.nextInt(atMost + 1));
                List<MxPattern> back = MxPatterns.of(each).list();
                assertThat(back).isEqualTo(each);
                assertThat(back.toString()).isEqualTo(each.toString());
            }
        }
    }

    @Test
    void mayHaveTheLongestNames() {
        String longest = ("a".repeat(49) + ".").repeat(5) + "abc";
        MxPattern wildcard = parsed("*." + longest + ".");
        assertThat(wildcard.toString()).hasSize(256);
        for (int count : new int[] {1, 2 * MxPatterns.FEW}) {
            MxPatterns patterns = MxPatterns.of(
                    Stream.concat(Stream.generate(() -> wildcard).limit(count), Stream.of(parsed(longest)))
                            .toList());
            assertThat(patterns.match(DomainName.of(longest))).isTrue();
            assertThat(patterns.match(DomainName.of("b" + longest.substring(1))))
                    .isFalse();
            assertThat(patterns.list()).hasSize(count + 1).startsWith(wildcard).endsWith(parsed(longest));
        }
    }

    @Test
    void tellNamesOfOneHashApart() {
        List<String> alike = IntStream.range(0, 512)
                .mapToObj(i -> Integer.toBinaryString(512 + i)
                        .substring(1)
                        .replace("0", "an")
                        .replace("1", "c0"))
                .toList();
        assertThat(alike.stream().map(String::hashCode).distinct()).hasSize(1);

        MxPatterns half = MxPatterns.of(
                alike.stream().limit(256).map(MxPatternsTest::parsed).toList());
        assertThat(alike.stream().map(DomainName::of).filter(half::match)).hasSize(256);
    }

    private static List<MxPattern> randomPatterns(Random random, Dialect dialect, int count) {
        return Stream.generate(() -> randomPattern(random, dialect))
                .limit(count)
                .toList();
    }

    private static MxPattern randomPattern(Random random, Dialect dialect) {
        String name = randomName(random) + (random.nextInt(8) == 0 ? "." : "");
        try {
            return dialect == Dialect.DRAFT06
                    ? MxPattern.parseDraft(random.nextInt(3) == 0 ? "." + name : name)
                    : MxPattern.parse(random.nextInt(3) == 0 || name.matches("(?:.*\\.)?1\\.?") ? "*." + name : name);
        } catch (PolicySyntaxException invalid) {
            throw new AssertionError(invalid);
        }
    }

    private static String randomName(Random random) {
        StringBuilder name = new StringBuilder(LABELS.get(random.nextInt(LABELS.size())));
        for (int more = random.nextInt(4); more > 0; more--) {
            name.append('.').append(LABELS.get(random.nextInt(LABELS.size())));
        }
        return name.toString();
    }

    private static MxPattern parsed(String text) {
        try {
            return MxPattern.parse(text);
        } catch (PolicySyntaxException invalid) {
            throw new AssertionError(text, invalid);
        }
    }
}
