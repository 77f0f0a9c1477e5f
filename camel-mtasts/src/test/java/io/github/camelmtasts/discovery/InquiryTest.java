package io.github.camelmtasts.discovery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.policy.RecordFinding;
import io.github.camelmtasts.policy.StsRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class InquiryTest {

    private static final DomainName DOMAIN = DomainName.of("a.example");

    private static Inquiry inquiry(DialectChoice choice) {
        return new Inquiry(DOMAIN, choice);
    }

    static CachedPolicy policy(Dialect dialect, String recordId) throws PolicySyntaxException {
        String text = dialect == Dialect.RFC8461
                ? "version: STSv1\nmode: enforce\nmx: mx.a.example\nmax_age: 86400\n"
                : "{\"version\": \"STSv1\", \"mode\": \"enforce\", \"mx\": [\"mx.a.example\"], \"max_age\": 86400}";
        return new CachedPolicy(DOMAIN, recordId, PolicyParser.of(dialect).parse(text), Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({
        "RFC8461, RFC8461, RFC8461, spoken and in force",
        "RFC8461, DRAFT06, RFC8461, there is one dialect to ask for",
        "DRAFT06, RFC8461, DRAFT06, there is one dialect to ask for",
        "AUTO,    RFC8461, RFC8461, the draft never replaces the standard",
        "AUTO,    DRAFT06, AUTO,    the standard replaces the draft",
        "AUTO,    ,        AUTO,    nothing is in force"
    })
    void isAboutWhatMayReplaceThePolicyInForce(DialectChoice choice, Dialect inForce, DialectChoice left, String reason)
            throws PolicySyntaxException {
        Optional<CachedPolicy> kept = inForce == null ? Optional.empty() : Optional.of(policy(inForce, "1"));
        assertThat(inquiry(choice).beside(kept)).as(reason).isEqualTo(inquiry(left));
    }

    @Test
    void asksInTheOrderOfTheDialects() {
        assertThat(DialectChoice.RFC8461.dialects()).containsExactly(Dialect.RFC8461);
        assertThat(DialectChoice.DRAFT06.dialects()).containsExactly(Dialect.DRAFT06);
        assertThat(DialectChoice.AUTO.dialects()).containsExactly(Dialect.RFC8461, Dialect.DRAFT06);
        assertThat(inquiry(DialectChoice.AUTO).firstDialect()).isEqualTo(Dialect.RFC8461);
        assertThat(inquiry(DialectChoice.DRAFT06).firstDialect()).isEqualTo(Dialect.DRAFT06);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v=STSv1; id=1;      | RFC8461 | true
            v=STSv1; id=1;      | DRAFT06 | true
            v = STSv1 ; id = 1; | RFC8461 | false
            v = STSv1 ; id = 1; | AUTO    | true
            v=STSv1; x=y; id=1; | DRAFT06 | false
            v=STSv1; x=y; id=1; | AUTO    | true
            """)
    void findsTheRecordByOneOfItsDialects(String record, DialectChoice choice, boolean found) {
        RecordFinding one = new RecordFinding.Found(new StsRecord("1"));
        assertThat(choice.find(List.of(record)).equals(one)).isEqualTo(found);
    }

    @Test
    void saysByTheFirstDialectWhatIsWrongWithTheRecord() {
        List<String> loose = List.of("v = STSv1; id=a-b;");
        assertThat(DialectChoice.AUTO.find(loose)).isEqualTo(new RecordFinding.Absent());
        assertThat(DialectChoice.DRAFT06.find(loose)).isInstanceOf(RecordFinding.Malformed.class);
    }
}
