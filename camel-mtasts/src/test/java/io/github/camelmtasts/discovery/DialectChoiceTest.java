package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.PolicyFile;
import io.github.camelmtasts.testkit.PolicyRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.discovery.DiscoveryBench.AUTO;
import static io.github.camelmtasts.discovery.DiscoveryBench.DRAFT;
import static io.github.camelmtasts.discovery.DiscoveryBench.STANDARD;
import static io.github.camelmtasts.discovery.DiscoveryBench.outcome;
import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.PolicyFile.draftEnforce;
import static io.github.camelmtasts.testkit.PolicyFile.draftReport;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.ServerCertificate.expired;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class DialectChoiceTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("both.example").policy(enforce("mx.both.example")).policy(draftReport(".both.example")),
            domain("text.example").policy(enforce("mx.text.example")),
            domain("draft.example").policy(draftEnforce(".draft.example")));

    private static final String TXT = "/.well-known/mta-sts.txt";
    private static final String JSON = "/.well-known/mta-sts.json";

    private final LoopbackInternet internet;
    private final DiscoveryBench bench;

    DialectChoiceTest(LoopbackInternet internet) {
        this.internet = internet;
        this.bench = new DiscoveryBench(internet);
    }

    @BeforeEach
    void allWellAndNothingCachedByDns() {
        internet.dns().ttl(Duration.ZERO);
    }

    private List<String> paths(String domain) {
        return internet.policyHost().requests(domain).stream()
                .map(PolicyRequest::path)
                .toList();
    }

    @Requirement({"RD06-3.1-1", "RD06-3.2-1", "R8461-3.2-1"})
    @ParameterizedTest
    @CsvSource({
        "RFC8461, both.example,  enforced,           txt",
        "RFC8461, text.example,  enforced,           txt",
        "RFC8461, draft.example, POLICY_UNAVAILABLE, txt",
        "DRAFT06, both.example,  tested,             json",
        "DRAFT06, text.example,  POLICY_UNAVAILABLE, json",
        "DRAFT06, draft.example, enforced,           json",
        "AUTO,    both.example,  enforced,           txt",
        "AUTO,    text.example,  enforced,           txt",
        "AUTO,    draft.example, enforced,           txt json"
    })
    void decidesWhichFilesAreAskedFor(DialectChoice choice, String domain, String outcome, String files) {
        DiscoveryRules rules = new DiscoveryRules(choice, OnDnsFailure.DEFER);

        assertThat(outcome(bench.decide(domain, rules))).isEqualTo(outcome);
        assertThat(paths(domain))
                .isEqualTo(Stream.of(files.split(" ", -1))
                        .map(ending -> "/.well-known/mta-sts." + ending)
                        .toList());
    }

    @Test
    @Requirement("RD06-3.3-4")
    void aFailedFetchOfTheDraftIsNotRepeatedForFiveMinutesUnlessTheIdChanges() {
        internet.policyHost()
                .serve("draft.example", draftEnforce(".draft.example").status(503));
        bench.decide("draft.example", DRAFT);
        bench.pass(Duration.ofMinutes(5).minusSeconds(1));
        bench.decide("draft.example", DRAFT);
        assertThat(bench.gets("draft.example")).isEqualTo(1);

        bench.pass(Duration.ofSeconds(1));
        bench.decide("draft.example", DRAFT);
        assertThat(bench.gets("draft.example")).isEqualTo(2);

        internet.dns().answer("_mta-sts.draft.example", "TXT", "v=STSv1; id=2;");
        bench.decide("draft.example", DRAFT);
        assertThat(bench.gets("draft.example")).isEqualTo(3);
    }

    @Test
    @Requirement("RD06-3.3-6")
    void withoutAPolicyOfTheDraftThereIsNoneAndACachedOneStaysInForce() {
        internet.policyHost()
                .serve("draft.example", draftEnforce(".draft.example").status(503));
        assertThat(outcome(bench.decide("draft.example", DRAFT))).isEqualTo("POLICY_UNAVAILABLE");

        internet.policyHost().serve("draft.example", draftEnforce(".draft.example"));
        bench.pass(Duration.ofMinutes(5));
        assertThat(outcome(bench.decide("draft.example", DRAFT))).isEqualTo("enforced");

        internet.policyHost()
                .serve("draft.example", draftEnforce(".draft.example").status(503));
        internet.dns().answer("_mta-sts.draft.example", "TXT", "v=STSv1; id=2;");
        assertThat(outcome(bench.decide("draft.example", DRAFT))).isEqualTo("enforced");
    }

    @Test
    void remembersTheDialectOfThePolicy() {
        PolicyDecision decision = bench.decide("draft.example", DRAFT);
        bench.restart();

        assertThat(bench.policyOf(decision).policy().dialect()).isEqualTo(Dialect.DRAFT06);
        assertThat(bench.decide("draft.example", DRAFT)).isEqualTo(decision);
        assertThat(bench.gets("draft.example")).isEqualTo(1);
    }

    @Test
    void autoAsksForTheStandardOnceUnderAnId() {
        bench.decide("draft.example", AUTO);
        bench.decide("draft.example", AUTO);
        assertThat(paths("draft.example")).containsExactly(TXT, JSON);

        bench.restart();
        bench.decide("draft.example", AUTO);
        bench.decide("draft.example", AUTO);
        assertThat(paths("draft.example")).as("once more after a restart").containsExactly(TXT, JSON, TXT, JSON);
    }

    @Test
    @Requirement("R8461-3.4-5")
    void anEndpointIsNotWeakenedByWhatAnotherOneOfTheDraftFetched() {
        assertThat(outcome(bench.decide("both.example", DRAFT))).isEqualTo("tested");

        assertThat(outcome(bench.decide("both.example", STANDARD))).isEqualTo("enforced");
        assertThat(outcome(bench.decide("both.example", DRAFT))).isEqualTo("tested");
        assertThat(outcome(bench.decide("both.example", STANDARD))).isEqualTo("enforced");
        assertThat(paths("both.example")).containsExactly(JSON, TXT);
    }

    @Test
    @Requirement({"R8461-3.4-5", "R8461-3.3-8"})
    void aFailedFetchOfOneDialectHoldsUpNoneOfTheOther() {
        assertThat(outcome(bench.decide("draft.example", STANDARD))).isEqualTo("POLICY_UNAVAILABLE");

        assertThat(outcome(bench.decide("draft.example", DRAFT))).isEqualTo("enforced");
        assertThat(outcome(bench.decide("draft.example", STANDARD))).isEqualTo("POLICY_UNAVAILABLE");
        assertThat(paths("draft.example")).as("the first still waits").containsExactly(TXT, JSON);
    }

    @Test
    void aFailedFetchOfOneDialectHoldsUpAutoNeither() {
        bench.decide("draft.example", STANDARD);

        assertThat(outcome(bench.decide("draft.example", AUTO))).isEqualTo("enforced");
    }

    @Test
    @Requirement("R8461-3.4-5")
    void autoPrefersThePolicyOfTheStandardToOneOfTheDraftThatIsKept() {
        bench.decide("both.example", DRAFT);
        assertThat(outcome(bench.decide("both.example", AUTO)))
                .as("fetched although the id of the other is current")
                .isEqualTo("enforced");

        bench.pass(Duration.ofHours(1));
        internet.dns().answer("_mta-sts.both.example", "TXT", "v=STSv1; id=2;");
        assertThat(outcome(bench.decide("both.example", DRAFT))).isEqualTo("tested");
        internet.dns().remove("_mta-sts.both.example", "TXT");
        assertThat(outcome(bench.decide("both.example", AUTO)))
                .as("the other was fetched later")
                .isEqualTo("enforced");
        bench.restart();
        assertThat(outcome(bench.decide("both.example", AUTO)))
                .as("from the store")
                .isEqualTo("enforced");
    }

    @Test
    void autoGoesByAKeptPolicyOfTheDraftWhileNobodyCanSayWhetherThereIsAnother() {
        bench.decide("draft.example", DRAFT);
        internet.policyHost().serve("draft.example", enforce("mx.draft.example").status(500));

        assertThat(outcome(bench.decide("draft.example", AUTO))).isEqualTo("enforced");
        assertThat(outcome(bench.decide("draft.example", AUTO))).isEqualTo("enforced");
        assertThat(paths("draft.example")).containsExactly(JSON, TXT);
    }

    @Test
    @Requirement("R8461-3.4-5")
    void aRecheckOfOneDialectTakesNoTurnOfTheOther() {
        PolicyDecision draft = bench.decide("both.example", DRAFT);
        PolicyDecision standard = bench.decide("both.example", STANDARD);
        internet.policyHost().serve("both.example", enforce("new.both.example"));

        assertThat(bench.recheck(draft, DRAFT)).isEmpty();
        assertThat(bench.recheck(standard, STANDARD)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void autoAsksForTheDraftsFileWhereTheHostHasNoOther(int status) {
        internet.policyHost().serve("both.example", enforce("mx.both.example").status(status));

        assertThat(outcome(bench.decide("both.example", AUTO))).isEqualTo("tested");
        assertThat(paths("both.example")).containsExactly(TXT, JSON);
    }

    static Stream<Arguments> otherFailures() {
        PolicyFile policy = enforce("mx.both.example");
        return Stream.of(
                Arguments.of("bad certificate", policy.certificate(expired())),
                Arguments.of("no common TLS version", policy.tlsProtocols("TLSv1.1")),
                Arguments.of("no answer in full", policy.header("Content-Length", "9999")),
                Arguments.of("refused", policy.status(403)),
                Arguments.of("broken", policy.status(500)),
                Arguments.of("moved", policy.status(301).header("Location", JSON)),
                Arguments.of("no policy at all", policy.status(204)),
                Arguments.of("wrong media type", policy.header("Content-Type", "application/json")),
                Arguments.of("too large", policy.endless()),
                Arguments.of("invalid", policy.body("nonsense")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherFailures")
    void autoAsksForTheDraftsFileAfterNoOtherFailure(String reason, PolicyFile file) {
        internet.policyHost().serve("both.example", file);

        assertThat(outcome(bench.decide("both.example", AUTO))).as(reason).isIn("POLICY_UNAVAILABLE", "POLICY_INVALID");
        assertThat(paths("both.example")).doesNotContain(JSON);
    }

    @Test
    void autoLetsTheDraftReplaceNoPolicyOfTheStandardThatIsInForce() {
        PolicyDecision standard = bench.decide("both.example", AUTO);
        internet.policyHost().serve("both.example", enforce("mx.both.example").status(404));
        internet.dns().answer("_mta-sts.both.example", "TXT", "v=STSv1; id=2;");

        assertThat(bench.decide("both.example", AUTO)).isEqualTo(standard);
        assertThat(bench.recheck(standard, AUTO)).isEmpty();
        assertThat(paths("both.example")).doesNotContain(JSON);

        bench.pass(Duration.ofDays(7));
        assertThat(outcome(bench.decide("both.example", AUTO))).as("expired").isEqualTo("tested");
    }

    @Test
    void autoLetsTheStandardReplaceAPolicyOfTheDraft() {
        bench.decide("draft.example", AUTO);
        internet.policyHost().serve("draft.example", enforce("mx.draft.example"));
        internet.dns().answer("_mta-sts.draft.example", "TXT", "v=STSv1; id=2;");

        assertThat(bench.policyOf(bench.decide("draft.example", AUTO)).policy().dialect())
                .isEqualTo(Dialect.RFC8461);
    }

    @Requirement("RD06-3.1-2")
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v=STSv1; id=1;      | enforced        | enforced        | enforced
            v = STSv1 ; id = 1; | NO_RECORD       | enforced        | enforced
            v=STSv1; x=y; id=1; | enforced        | RECORD_UNUSABLE | enforced
            v=STSv1; id=a-b;    | RECORD_UNUSABLE | RECORD_UNUSABLE | RECORD_UNUSABLE
            """)
    void readsTheRecordByTheGrammarOfEachDialectInTurn(String record, String standard, String draft, String auto) {
        internet.policyHost().serve("both.example", draftEnforce(".both.example"));
        internet.dns().answer("_mta-sts.both.example", "TXT", record);

        assertThat(outcome(new DiscoveryBench(internet).decide("both.example", STANDARD)))
                .isEqualTo(standard);
        assertThat(outcome(new DiscoveryBench(internet).decide("both.example", DRAFT)))
                .isEqualTo(draft);
        assertThat(outcome(new DiscoveryBench(internet).decide("both.example", AUTO)))
                .isEqualTo(auto);
    }
}
