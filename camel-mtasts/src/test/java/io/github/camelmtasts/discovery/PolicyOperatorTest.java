package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.util.Optional;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.PolicyFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.discovery.DiscoveryBench.outcome;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class PolicyOperatorTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")),
            domain("other.example").policy(testing("mx.other.example")),
            domain("bare.example"));

    private static final DomainName GOOD = DomainName.of("good.example");
    private static final DomainName BARE = DomainName.of("bare.example");

    private final LoopbackInternet internet;
    private final DiscoveryBench bench;

    PolicyOperatorTest(LoopbackInternet internet) {
        this.internet = internet;
        this.bench = new DiscoveryBench(internet);
    }

    @BeforeEach
    void allWellAndNothingCachedByDns() {
        internet.dns().ttl(Duration.ZERO);
    }

    private PolicyOperator operator() {
        return bench.discovery().operator();
    }

    private PolicyOperator.Result refresh(DomainName domain) {
        return operator().refresh(domain, DialectChoice.RFC8461);
    }

    private PolicyOperator.Result purge(boolean force) {
        return operator().purge(GOOD, DialectChoice.RFC8461, force);
    }

    private void serve(PolicyFile file) {
        internet.policyHost().serve("good.example", file);
    }

    @Test
    void listsWhatIsKeptByDomain() {
        bench.decide("other.example");
        bench.decide("good.example");

        assertThat(operator().list(Optional.empty(), 10))
                .extracting(kept -> kept.domain().toString())
                .containsExactly("good.example", "other.example");
        assertThat(operator().list(Optional.empty(), 1)).hasSize(1);
    }

    @Test
    @Requirement("R8461-10.3-1")
    void refreshFetchesAlthoughTheIdIsUnchanged() {
        bench.decide("good.example");
        serve(testing("mx.good.example"));

        PolicyOperator.Result result = refresh(GOOD);
        assertThat(result.changed()).isTrue();
        assertThat(result.detail()).contains("good.example", "testing");
        assertThat(outcome(bench.decide("good.example"))).isEqualTo("tested");
    }

    @Test
    void refreshTakesNoHeedOfTheLastFailure() {
        serve(enforce("mx.good.example").status(500));
        assertThat(outcome(bench.decide("good.example"))).isEqualTo("POLICY_UNAVAILABLE");
        serve(enforce("mx.good.example"));

        assertThat(refresh(GOOD).policy()).isPresent();
        assertThat(outcome(bench.decide("good.example"))).isEqualTo("enforced");
    }

    @Test
    void refreshThatFailsChangesNothingAndSaysWhoMustMendIt() {
        var before = bench.decide("good.example");
        serve(enforce("mx.good.example").status(404));

        PolicyOperator.Result result = refresh(GOOD);
        assertThat(result.changed()).isFalse();
        assertThat(result.policy()).isEqualTo(before.inForce());
        assertThat(result.detail()).contains("mta-sts.good.example", "404", "the owner of the domain must");
        assertThat(bench.decide("good.example")).isEqualTo(before);
    }

    @Test
    void refreshOfADomainWithoutRecordAsksNoPolicyHost() {
        PolicyOperator.Result result = refresh(BARE);

        assertThat(result.policy()).isEmpty();
        assertThat(result.detail()).contains("bare.example");
        assertThat(bench.gets("bare.example")).isZero();
    }

    @Test
    @Requirement("R8461-10.3-1")
    void purgeFetchesFirstAndWhatCameTakesThePlaceOfTheOldPolicy() {
        bench.decide("good.example");
        serve(testing("mx.good.example"));

        assertThat(purge(false).changed()).isTrue();
        assertThat(outcome(bench.decide("good.example"))).isEqualTo("tested");
    }

    @Test
    @Requirement("R8461-10.3-1")
    void purgeLeavesThePolicyWhereNoNewerOneCame() {
        bench.decide("good.example");
        internet.policyHost().withdraw("good.example");

        PolicyOperator.Result result = purge(false);
        assertThat(result.changed()).isFalse();
        assertThat(result.detail()).contains("stays", "by force");
        assertThat(outcome(bench.decide("good.example"))).isEqualTo("enforced");
    }

    @Test
    @Requirement("R8461-10.3-1")
    void purgeByForceRemovesItHereAndInTheStore() {
        bench.decide("good.example");
        internet.policyHost().withdraw("good.example");
        internet.dns().remove("_mta-sts.good.example", "TXT");

        PolicyOperator.Result result = purge(true);
        assertThat(result.changed()).isTrue();
        assertThat(result.policy()).isEmpty();
        assertThat(outcome(bench.decide("good.example"))).isEqualTo("NO_RECORD");
        bench.restart();
        assertThat(outcome(bench.decide("good.example"))).isEqualTo("NO_RECORD");
    }

    @Test
    void purgeByForceFetchesFirstToo() {
        bench.decide("good.example");

        assertThat(purge(true).policy()).isPresent();
        assertThat(outcome(bench.decide("good.example"))).isEqualTo("enforced");
    }
}
