package io.github.camelmtasts.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.delivery.DeliveryPlan.Step;
import io.github.camelmtasts.delivery.DeliveryPlan.Step.Attempt;
import io.github.camelmtasts.delivery.DeliveryPlan.Step.Skip;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.PolicySyntaxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveryPlanTest {

    private static final DomainName NAMED = DomainName.of("mx.a.example");
    private static final DomainName STRANGER = DomainName.of("mx.b.example");
    private static final List<DomainName> HOSTS = List.of(STRANGER, NAMED);

    private static final Failure NOT_NAMED =
            new Failure(FailureReason.MX_NOT_IN_POLICY, "no mx pattern of the policy covers mx.b.example");

    private static CachedPolicy policy(String mode) throws PolicySyntaxException {
        return new CachedPolicy(
                DomainName.of("a.example"),
                "1",
                PolicyParser.of(Dialect.RFC8461)
                        .parse("version: STSv1\nmode: " + mode + "\nmx: *.a.example\nmax_age: 86400\n"),
                Instant.EPOCH);
    }

    private static List<Step> steps(PolicyDecision decision, boolean requireTls) {
        return DeliveryPlan.of(HOSTS, decision, requireTls).steps();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void passesOverAHostThatTheEnforcedPolicyDoesNotNameAndVerifiesTheOther(boolean requireTls)
            throws PolicySyntaxException {
        CachedPolicy cached = policy("enforce");

        assertThat(steps(PolicyDecision.by(cached), requireTls))
                .containsExactly(
                        new Skip(STRANGER, Optional.of(cached.policy()), NOT_NAMED),
                        new Attempt(NAMED, TlsDemand.verified(cached.policy()), Optional.empty()));
        assertThat(TlsDemand.verified(cached.policy()))
                .isEqualTo(new TlsDemand(Optional.of(cached.policy()), true, true, false));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void triesEveryHostUnderAPolicyInTestingAndNotesWhichItDoesNotName(boolean requireTls)
            throws PolicySyntaxException {
        CachedPolicy cached = policy("testing");
        TlsDemand noting = new TlsDemand(Optional.of(cached.policy()), requireTls, false, false);

        assertThat(steps(PolicyDecision.by(cached), requireTls))
                .containsExactly(
                        new Attempt(STRANGER, noting, Optional.of(NOT_NAMED)),
                        new Attempt(NAMED, noting, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void triesEveryHostWithoutAPolicy(boolean requireTls) throws PolicySyntaxException {
        TlsDemand opportunistic = new TlsDemand(Optional.empty(), requireTls, false, false);

        assertThat(steps(PolicyDecision.by(policy("none")), requireTls))
                .containsExactly(
                        new Attempt(STRANGER, opportunistic, Optional.empty()),
                        new Attempt(NAMED, opportunistic, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                 'it is looked for again, and no one must act'",
        "you must fix the policy store, you must fix the policy store"
    })
    void policyThatCannotBeTold_skipsEveryHostAndSaysWhoMustAct(String advice, String told) {
        Failure failure = new Failure(FailureReason.POLICY_UNKNOWN, "DNS failed", told);

        assertThat(steps(new PolicyDecision.CannotTell("DNS failed", advice), false))
                .containsExactly(
                        new Skip(STRANGER, Optional.empty(), failure), new Skip(NAMED, Optional.empty(), failure));
    }
}
