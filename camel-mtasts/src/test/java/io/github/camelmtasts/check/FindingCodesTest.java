package io.github.camelmtasts.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.fetch.FetchFailure;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The codes of findings are a promise to programs: the docs list them all. */
class FindingCodesTest {

    /** What can be seen of a host without a mail. */
    private static final Set<FailureReason> SEEN_AT_HOSTS = EnumSet.of(
            FailureReason.MX_NOT_IN_POLICY,
            FailureReason.STARTTLS_NOT_OFFERED,
            FailureReason.STARTTLS_REFUSED,
            FailureReason.RESPONSE_INJECTED,
            FailureReason.TLS_HANDSHAKE,
            FailureReason.CERTIFICATE_EXPIRED,
            FailureReason.CERTIFICATE_NOT_YET_VALID,
            FailureReason.CERTIFICATE_NOT_TRUSTED,
            FailureReason.CERTIFICATE_REVOKED,
            FailureReason.REVOCATION_UNKNOWN,
            FailureReason.CERTIFICATE_NAME_MISMATCH,
            FailureReason.DNS_FAILED,
            FailureReason.NO_USABLE_HOST,
            FailureReason.ADDRESS_REFUSED,
            FailureReason.OTHER_ADDRESS_FAMILY,
            FailureReason.CONNECTION_FAILED,
            FailureReason.CONNECTION_LOST,
            FailureReason.SESSION_REFUSED,
            FailureReason.OUT_OF_TIME,
            FailureReason.LOCAL_ERROR);

    @Test
    void theDocsListEveryCode() throws IOException {
        String docs = Files.readString(Path.of("..", "docs", "check.md"));
        Set<String> listed = Pattern.compile("^\\| `([a-z0-9-]+)` \\|", Pattern.MULTILINE)
                .matcher(docs)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed).isEqualTo(codes());
    }

    @Test
    void noTwoKindsShareACode() {
        assertThat(codes()).hasSize(FindingCode.values().length + FetchFailure.values().length + SEEN_AT_HOSTS.size());
    }

    @Test
    void everyRemedySaysWhoOrThatNobodyNeed() {
        List<String> remedies = Arrays.stream(FindingCode.values())
                .map(code -> code.of("").remedy())
                .toList();

        assertThat(remedies)
                .allMatch(remedy -> !remedy.endsWith(".") && remedy.equals(remedy.strip()))
                .allMatch(remedy -> Pattern.compile("owner|you|nothing|see that|the operator")
                        .matcher(remedy)
                        .find());
    }

    private static Set<String> codes() {
        return Stream.of(
                        Arrays.stream(FindingCode.values()).map(FindingCode::text),
                        Arrays.stream(FetchFailure.values()).map(Finding::codeOf),
                        SEEN_AT_HOSTS.stream().map(Finding::codeOf))
                .flatMap(codes -> codes)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
