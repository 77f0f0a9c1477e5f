package io.github.camelmtasts.publication;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Mode;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.RecordFinding;
import io.github.camelmtasts.policy.StsRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PolicyTextTest {

    private static final DomainName DOMAIN = DomainName.of("mine.example");

    private static PublishedPolicy policy(String words) throws Exception {
        return PublishedPolicy.read(DOMAIN, PolicyText.ofWords(words));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enforce mx1.mine.example,*.mx.mine.example for 2w | mode: enforce|mx: mx1.mine.example;mx: *.mx.mine.example|1209600",
                "testing mx1.mine.example for 1d | mode: testing|mx: mx1.mine.example|86400",
                "  none   for 90m  | mode: none|''|5400",
                "none for 12h | mode: none|''|43200",
                "none for 30s | mode: none|''|30",
            })
    void readsAPolicyInWords(String words, String mode, String mx, String maxAge) throws Exception {
        String lines = mx.isEmpty() ? "" : mx.replace(";", "\r\n") + "\r\n";

        assertThat(policy(words).text())
                .isEqualTo("version: STSv1\r\n" + mode + "\r\n" + lines + "max_age: " + maxAge + "\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enforce for 2w", // no host
                "enforce mx.mine.example", // no age
                "enforced mx.mine.example for 2w",
                "ENFORCE mx.mine.example for 2w",
                "enforce mx.mine.example for 2y",
                "enforce mx.mine.example, mx2.mine.example for 2w",
                "enforce mx.mine.example,, for 2w",
                "enforce mx_1.mine.example for 2w",
                "enforce 192.0.2.1 for 2w",
                "''",
            })
    void refusesWhatIsNone(String words) {
        assertThatThrownBy(() -> new ConfiguredPolicies(Map.of("mine.example", words)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("publishedPolicies: mine.example: ");
    }

    @Test
    void aDomainMayBeWrittenInAnyCase() {
        ConfiguredPolicies configured = new ConfiguredPolicies(Map.of("Mine.example.", "none for 1d"));

        assertThat(configured.domains()).containsExactly(DOMAIN);
        assertThat(configured.textOf(DOMAIN)).isPresent();
    }

    @Test
    void theIdFollowsFromTheTextAndFitsTheRecord() throws Exception {
        PublishedPolicy one = policy("enforce mx.mine.example for 2w");
        PublishedPolicy other = policy("enforce mx.mine.example for 3w");

        assertThat(one.recordId()).hasSize(20).isNotEqualTo(other.recordId());
        assertThat(policy("enforce mx.mine.example for 14d").recordId()).isEqualTo(one.recordId());
        String record = ZoneLines.announcing(DOMAIN, one.recordId());
        assertThat(StsRecord.parse(List.of(record.substring(record.indexOf('"') + 1, record.lastIndexOf('"')))))
                .isEqualTo(new RecordFinding.Found(new StsRecord(one.recordId())));
    }

    @Test
    void aPolicyThatSendersDoNotReadToTheEndIsNone() throws Exception {
        String text = policy("enforce mx.mine.example for 2w").text();
        String padding = "x: " + "y".repeat(64 * 1024 - text.length() - 4) + "\n";

        assertThat(PublishedPolicy.read(DOMAIN, text + padding).text()).hasSize(64 * 1024);
        assertThatThrownBy(() -> PublishedPolicy.read(DOMAIN, text + padding + "\n"))
                .hasMessageContaining("65536 bytes that senders read");
    }

    @Test
    void theDraftsFormSaysTheSame() throws Exception {
        PublishedPolicy policy = policy("testing mx.mine.example,*.mx.mine.example for 2w");

        String json = policy.text(Dialect.DRAFT06).orElseThrow();

        var read = PolicyParser.of(Dialect.DRAFT06).parse(json);
        assertThat(read.mode()).isEqualTo(Mode.TESTING);
        assertThat(read.maxAge()).isEqualTo(policy.policy().maxAge());
        assertThat(read.mxPatterns())
                .extracting(Object::toString)
                .containsExactly("mx.mine.example", ".mx.mine.example");
        assertThat(policy("none for 1d").text(Dialect.DRAFT06)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1, mta-sts.hoster.example",
                "mta-sts.hoster.example, mta-sts.second.example",
                "not a name",
                "192.0.2.1, ''",
            })
    void anAliasStandsAlone(String servedAt) {
        assertThatIllegalArgumentException().isThrownBy(() -> ZoneLines.withoutRecord(DOMAIN, Optional.of(servedAt)));
    }
}
