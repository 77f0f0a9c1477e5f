package io.github.camelmtasts.message;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DateFieldTest {

    private final DateField dates = new DateField();

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T06:42:18.9Z, 'Tue, 24 Nov 2026 06:42:18 +0000'",
        "2026-03-01T23:00:00Z,   'Sun, 1 Mar 2026 23:00:00 +0000'", // one digit will do
        "1970-01-01T00:00:00Z,   'Thu, 1 Jan 1970 00:00:00 +0000'"
    })
    void isWrittenAsReadersExpectIt(Instant instant, String field) {
        assertThat(dates.at(instant)).isEqualTo(field);
        assertThat(dates.at(instant.plusSeconds(60))).isNotEqualTo(field);
        assertThat(dates.at(instant.plusMillis(10))).isEqualTo(field);
    }
}
