package io.github.camelmtasts.publication;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RollOverReportTest {

    private static final RollOverReport FULL = new RollOverReport(
            DomainName.of("mine.example"),
            Stage.ANNOUNCED,
            false,
            Optional.of("a1"),
            true,
            Optional.of(Instant.parse("2026-12-08T12:00:00Z")),
            List.of(Notice.note("one"), Notice.error("three"), Notice.warning("two")),
            Optional.of("version: STSv1\r\n"),
            Instant.parse("2026-11-24T12:00:00Z"));

    private static final String JSON = "{\"domain\":\"mine.example\",\"stage\":\"ANNOUNCED\",\"changed\":false,"
            + "\"recordId\":\"a1\",\"recordDue\":true,\"zoneLine\":\"_mta-sts.mine.example. 3600 IN TXT \\\"v=STSv1; id=a1;\\\"\","
            + "\"until\":\"2026-12-08T12:00:00Z\",\"notices\":[{\"severity\":\"ERROR\",\"sentence\":\"three\"},"
            + "{\"severity\":\"WARNING\",\"sentence\":\"two\"},{\"severity\":\"NOTE\",\"sentence\":\"one\"}],"
            + "\"suggestion\":\"version: STSv1\\r\\n\",\"at\":\"2026-11-24T12:00:00Z\"}";

    @Test
    void theWorstComesFirst() {
        assertThat(FULL.worst()).contains(Notice.Severity.ERROR);
        assertThat(FULL).hasToString("""
                mine.example: ANNOUNCED until 2026-12-08T12:00:00Z
                  record to have in DNS: _mta-sts.mine.example. 3600 IN TXT "v=STSv1; id=a1;"
                  ERROR: three
                  WARNING: two
                  NOTE: one
                  a policy that would help:
                    version: STSv1
                """);
    }

    @Test
    void allOfItIsInTheJson() {
        assertThat(FULL.toJson()).isEqualTo(JSON);
        assertThat(RollOverReport.toJson(List.of(FULL, FULL))).isEqualTo("[" + JSON + "," + JSON + "]");
        assertThat(FULL.withNews(true).toJson()).isEqualTo(JSON.replace("\"changed\":false", "\"changed\":true"));
    }
}
