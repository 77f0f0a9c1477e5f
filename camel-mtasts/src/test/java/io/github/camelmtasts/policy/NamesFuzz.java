package io.github.camelmtasts.policy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names against patterns, by both dialects. Of the input's lines the first is the MX host, the second the common name of its
 * certificate; those that begin with {@code +} are patterns, the others DNS-IDs.
 */
public final class NamesFuzz {

    private NamesFuzz() {}

    /** Called by the fuzzer with what it made up, and by {@link FuzzCorpusTest} with what it kept. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> lines = new String(input, StandardCharsets.UTF_8).lines().toList();
        if (lines.size() < 3) {
            return;
        }
        DomainName host = DomainName.ifValid(lines.get(0)).orElse(DomainName.of("mx.a.example"));
        List<String> patterns = lines.stream()
                .skip(2)
                .filter(line -> line.startsWith("+"))
                .map(line -> line.substring(1))
                .toList();
        List<String> dnsIds =
                lines.stream().skip(2).filter(line -> !line.startsWith("+")).toList();
        CertificateNames names = new CertificateNames(dnsIds, Optional.of(lines.get(1)));
        assertMatchesByTheRfc(host, names, patterns);
        assertMatchesByTheDraft(host, names, patterns);
    }

    private static void assertMatchesByTheRfc(DomainName host, CertificateNames names, List<String> patterns) {
        assertThat(names.cover(host))
                .as("%s for %s", names, host)
                .isEqualTo(names.dnsIds().stream().anyMatch(dnsId -> NaiveNames.rfcIdentityFits(dnsId, host)));
        assertThat(patterns)
                .allSatisfy(
                        pattern -> assertThat(isReadAsRfcPattern(pattern)).isEqualTo(NaiveNames.isRfcPattern(pattern)));
        List<String> valid = patterns.stream().filter(NaiveNames::isRfcPattern).toList();
        PolicyFuzz.read(Dialect.RFC8461, textOf(valid)).ifPresent(policy -> {
            assertThat(policy.permits(host))
                    .as("%s under %s", host, valid)
                    .isEqualTo(valid.stream().anyMatch(pattern -> NaiveNames.rfcPatternFits(pattern, host)));
            assertThat(policy.accepts(names, host)).isEqualTo(names.cover(host));
        });
    }

    private static void assertMatchesByTheDraft(DomainName host, CertificateNames names, List<String> patterns) {
        List<String> valid =
                patterns.stream().filter(NaiveNames::isDraftPattern).toList();
        Optional<Policy> read = PolicyFuzz.read(Dialect.DRAFT06, jsonOf(patterns));
        assertThat(read.isPresent())
                .as("patterns %s", patterns)
                .isEqualTo(!valid.isEmpty() && patterns.size() <= 1_000);
        read.ifPresent(policy -> {
            List<String> identities = Stream.concat(names.dnsIds().stream(), names.commonName().stream())
                    .toList();
            boolean accepted = policy.accepts(names, host);
            assertThat(policy.permits(host)).isTrue();
            assertThat(accepted)
                    .as("%s under %s", identities, valid)
                    .isEqualTo(identities.stream()
                            .anyMatch(identity ->
                                    valid.stream().anyMatch(pattern -> NaiveNames.draftFits(identity, pattern))));
            if (accepted) {
                assertThat(DraftPseudocode.DRAFT06.certMatches(plain(identities), plain(valid)))
                        .as("by the printed text: %s under %s", identities, valid)
                        .isTrue();
            }
        });
    }

    private static boolean isReadAsRfcPattern(String pattern) {
        try {
            MxPattern.parse(pattern);
            return true;
        } catch (PolicySyntaxException none) {
            return false;
        }
    }

    private static String textOf(List<String> patterns) {
        return "version: STSv1\nmode: enforce\nmax_age: 86400\n"
                + patterns.stream().map(pattern -> "mx: " + pattern + "\n").collect(Collectors.joining());
    }

    private static String jsonOf(List<String> patterns) {
        return patterns.stream()
                .map(NamesFuzz::jsonString)
                .collect(Collectors.joining(
                        ",", "{\"version\":\"STSv1\",\"mode\":\"enforce\",\"max_age\":86400,\"mx\":[", "]}"));
    }

    private static String jsonString(String text) {
        return text.chars()
                .mapToObj(c -> "\\u" + HexFormat.of().toHexDigits((char) c))
                .collect(Collectors.joining("", "\"", "\""));
    }

    private static List<String> plain(List<String> names) {
        return names.stream().map(NaiveNames::plain).toList();
    }
}
