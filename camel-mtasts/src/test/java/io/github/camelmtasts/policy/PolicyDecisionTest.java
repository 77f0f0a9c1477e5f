package io.github.camelmtasts.policy;

import java.time.Instant;

import io.github.camelmtasts.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PolicyDecisionTest {

    private static final PolicyDecision NO_RECORD =
            new PolicyDecision.NotInEffect(PolicyDecision.Reason.NO_RECORD, "no record");

    private static final PolicyDecision CANNOT_TELL = new PolicyDecision.CannotTell("DNS is silent");

    @ParameterizedTest(name = "mode {0} is {1}")
    @CsvSource({"enforce, enforced", "testing, tested", "none, MODE_NONE"})
    @Requirement("R8461-3.2-10")
    void followsFromTheModeOfThePolicyInForce(String mode, String name) throws PolicySyntaxException {
        assertThat(caseOf(PolicyDecision.by(inMode(mode)))).isEqualTo(name);
    }

    @Test
    @Requirement("RD06-5-1")
    void testsByTheDraftsModeReport() throws PolicySyntaxException {
        Policy report = JsonPolicy.parse(
                "{\"version\":\"STSv1\",\"mode\":\"report\",\"mx\":[\"a.example\"],\"max_age\":86400}");
        assertThat(caseOf(PolicyDecision.by(cached(report)))).isEqualTo("tested");
    }

    @Test
    void saysWhichPolicyStandsBehindIt() throws PolicySyntaxException {
        assertThat(PolicyDecision.by(inMode("enforce")).inForce()).contains(inMode("enforce"));
        assertThat(PolicyDecision.by(inMode("testing")).inForce()).contains(inMode("testing"));
        assertThat(PolicyDecision.by(inMode("none")).inForce())
                .as("none asks for nothing")
                .isEmpty();
        assertThat(NO_RECORD.inForce()).isEmpty();
        assertThat(CANNOT_TELL.inForce()).isEmpty();
    }

    @Test
    void namesTheDomainWhoseModeIsNone() throws PolicySyntaxException {
        assertThat(PolicyDecision.by(inMode("none")))
                .isInstanceOfSatisfying(
                        PolicyDecision.NotInEffect.class,
                        decision -> assertThat(decision.detail()).contains("example.com", "none"));
    }

    @Test
    void tellsNoPolicyFromNoAnswer() {
        assertThat(caseOf(NO_RECORD)).isEqualTo("NO_RECORD");
        assertThat(caseOf(CANNOT_TELL)).isEqualTo("cannot tell");
    }

    private static String caseOf(PolicyDecision decision) {
        return decision.fold(
                enforced -> "enforced",
                tested -> "tested",
                notInEffect -> notInEffect.reason().name(),
                cannotTell -> "cannot tell");
    }

    private static CachedPolicy inMode(String mode) throws PolicySyntaxException {
        return cached(TextPolicy.parse("version: STSv1\nmode: " + mode + "\nmx: a.example\nmax_age: 86400"));
    }

    private static CachedPolicy cached(Policy policy) {
        return new CachedPolicy(DomainName.of("example.com"), "1", policy, Instant.EPOCH);
    }
}
