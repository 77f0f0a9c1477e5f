package io.github.camelmtasts.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds of every policy file, whatever is in it: it is read whole and within bounds, or refused with a reason. */
final class PolicyFuzz {

    private static final int MAX_PATTERNS = 1_000;
    private static final int MAX_REMARKS = 5;
    private static final Duration MAX_AGE = Duration.ofDays(365).plusHours(6);

    /** In characters: {@code *.} and the longest name, with a final dot. */
    private static final int MAX_PATTERN_LENGTH = 256;

    /** In characters; what quotes a peer cuts it to far less. */
    private static final int MAX_SENTENCE_LENGTH = 400;

    private PolicyFuzz() {}

    /** Reads the text twice, which makes no difference, and looks at what comes of it. */
    static Optional<Policy> read(Dialect dialect, String text) {
        Optional<Policy> policy = readOnce(dialect, text);
        assertThat(readOnce(dialect, text).map(PolicyFuzz::contentOf)).isEqualTo(policy.map(PolicyFuzz::contentOf));
        policy.ifPresent(valid -> assertIsWithinBounds(valid, dialect));
        return policy;
    }

    private static Optional<Policy> readOnce(Dialect dialect, String text) {
        try {
            return Optional.of(PolicyParser.of(dialect).parse(text));
        } catch (PolicySyntaxException refused) {
            assertIsOneShortLine(String.valueOf(refused.getMessage()));
            assertThat((long) refused.line())
                    .isBetween(
                            0L,
                            1 + text.chars().filter(c -> c == '\n' || c == '\r').count());
            return Optional.empty();
        }
    }

    /** All that a policy says, but for the digest of its text. */
    static List<Object> contentOf(Policy policy) {
        return List.of(
                policy.dialect(), policy.mode(), policy.maxAge(), List.copyOf(policy.mxPatterns()), policy.remarks());
    }

    private static void assertIsWithinBounds(Policy policy, Dialect dialect) {
        assertThat(policy.dialect()).isEqualTo(dialect);
        assertThat(policy.maxAge()).isBetween(Duration.ZERO, MAX_AGE);
        assertThat(policy.sha256()).matches("[0-9a-f]{64}");
        assertThat(policy.mxPatterns()).hasSizeLessThanOrEqualTo(MAX_PATTERNS);
        assertThat(policy.mxPatterns())
                .allSatisfy(pattern -> assertThat(pattern.toString()).hasSizeBetween(1, MAX_PATTERN_LENGTH));
        assertThat(policy.mxPatterns().isEmpty()).isIn(false, policy.mode() == Mode.NONE);
        assertThat(policy.mode() == Mode.NONE).isIn(false, dialect == Dialect.RFC8461);
        assertThat(policy.remarks()).hasSizeLessThanOrEqualTo(MAX_REMARKS);
        policy.remarks().forEach(PolicyFuzz::assertIsOneShortLine);
    }

    /** Fit for a log: no peer can flood or forge it. */
    static void assertIsOneShortLine(String sentence) {
        assertThat(sentence).isNotBlank().hasSizeLessThanOrEqualTo(MAX_SENTENCE_LENGTH);
        assertThat(sentence.chars().filter(Character::isISOControl).count())
                .as(sentence)
                .isZero();
    }
}
