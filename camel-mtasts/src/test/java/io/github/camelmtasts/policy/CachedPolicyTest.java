package io.github.camelmtasts.policy;

import java.time.Instant;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CachedPolicyTest {

    private static final Instant FETCHED_AT = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest(name = "max_age {0}, {1} s after the fetch: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            60         | 0        | true  | just fetched
            60         | 59       | true  | in its last second
            60         | 60       | false | at its end
            60         | 61       | false | beyond its end
            0          | 0        | false | for one delivery alone
            1          | 0        | true  | the shortest life
            9999999999 | 31557599 | true  | cut to the largest life, in its last second
            9999999999 | 31557600 | false | cut to the largest life, at its end
            60         | -3600    | true  | the clock went back
            """)
    @Requirement({"R8461-3.2-11", "R8461-3.2-12", "RD06-3.2-5", "RD06-3.2-11"})
    void isInForceForItsMaxAgeFromTheFetchOn(long maxAge, long secondsLater, boolean usable, String reason)
            throws PolicySyntaxException {
        Policy text = TextPolicy.parse("version: STSv1\nmode: enforce\nmx: a.example\nmax_age: " + maxAge);
        Policy json = JsonPolicy.parse(
                "{\"version\":\"STSv1\",\"mode\":\"enforce\",\"mx\":[\"a.example\"],\"max_age\":" + maxAge + "}");
        Instant now = FETCHED_AT.plusSeconds(secondsLater);
        assertThat(cached(text).usableAt(now)).as(reason).isEqualTo(usable);
        assertThat(cached(json).usableAt(now)).as(reason).isEqualTo(usable);
        assertThat(cached(text).expiresAt()).isEqualTo(FETCHED_AT.plusSeconds(Math.min(maxAge, 31_557_600)));
    }

    @Test
    void keepsItsFetchToTheNanosecondAndIsEqualByAllItHolds() throws PolicySyntaxException {
        Policy policy = TextPolicy.parse("version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 86400");
        Instant fetchedAt = FETCHED_AT.plusNanos(123_456_789);
        CachedPolicy cached = new CachedPolicy(DomainName.of("example.com"), "1", policy, fetchedAt);
        assertThat(cached.fetchedAt()).isEqualTo(fetchedAt);
        assertThat(cached)
                .isEqualTo(new CachedPolicy(DomainName.of("Example.com."), "1", policy, fetchedAt))
                .hasSameHashCodeAs(new CachedPolicy(DomainName.of("Example.com."), "1", policy, fetchedAt))
                .isNotEqualTo(new CachedPolicy(DomainName.of("example.net"), "1", policy, fetchedAt))
                .isNotEqualTo(new CachedPolicy(DomainName.of("example.com"), "2", policy, fetchedAt))
                .isNotEqualTo(new CachedPolicy(DomainName.of("example.com"), "1", policy, FETCHED_AT));
        assertThat(cached.toString()).contains("example.com", "123456789", "ENFORCE", "a.example");
    }

    private static CachedPolicy cached(Policy policy) {
        return new CachedPolicy(DomainName.of("example.com"), "1", policy, FETCHED_AT);
    }
}
