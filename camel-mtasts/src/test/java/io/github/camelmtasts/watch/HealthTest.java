package io.github.camelmtasts.watch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.github.camelmtasts.discovery.OverdueRefresh;
import io.github.camelmtasts.discovery.PolicyOverride;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.publication.Notice;
import io.github.camelmtasts.publication.RollOverReport;
import io.github.camelmtasts.publication.Stage;
import io.github.camelmtasts.smtp.ConnectionCounts;
import io.github.camelmtasts.store.PolicyKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HealthTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Contact GOOD = Contact.NONE.answeredAt(NOW.minusSeconds(20));

    private boolean observing;
    private Map<DomainName, PolicyOverride> overrides = Map.of();
    private Map<ConnectionUse, Long> uses = Map.of();
    private Map<HandedTo, Long> handedOver = Map.of();
    private List<MissingPolicy> missing = List.of();
    private List<OverdueRefresh> overdue = List.of();
    private int expired;
    private Contact resolver = GOOD;
    private Contact reads = GOOD;
    private Contact writes = GOOD;
    private int unsaved = 7;
    private List<RollOverReport> rollOvers = List.of();

    private Health health() {
        return Health.of(new Facts(
                NOW,
                observing,
                overrides,
                new Facts.Hour(Map.of(), uses, handedOver),
                List.of(),
                List.of(),
                missing,
                overdue,
                expired,
                resolver,
                reads,
                writes,
                unsaved,
                new ConnectionCounts(3, 2, 500),
                rollOvers));
    }

    private HealthItem item(String name) {
        return health().items().stream()
                .filter(item -> item.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Contact failingSince(String time) {
        return Contact.NONE
                .answeredAt(NOW.minusSeconds(7200))
                .failedAt(Instant.parse("2026-11-24T" + time + "Z"), "connection refused");
    }

    private static OverdueRefresh overdue(String domain) {
        return new OverdueRefresh(
                new PolicyKey(DomainName.of(domain), Dialect.RFC8461),
                3,
                NOW.minusSeconds(3 * 3600),
                NOW.plusSeconds(3600),
                "The policy host of " + domain + " does not answer.");
    }

    @Test
    void saysHowManyExpiredPoliciesAreKept() {
        expired = 12;

        assertThat(item("refresh"))
                .isEqualTo(HealthItem.up("refresh", "no policy is overdue; 12 in the store have expired"));
    }

    @Test
    void allIsWell() {
        assertThat(health().isUp()).isTrue();
        assertThat(health().items())
                .extracting(HealthItem::name)
                .containsExactly(
                        "resolver",
                        "store",
                        "policies",
                        "refresh",
                        "connections",
                        "channels",
                        "enforcement",
                        "overrides",
                        "publishing");
        assertThat(health().items()).extracting(HealthItem::state).containsOnly(HealthItem.State.UP);
    }

    @Test
    void aResolverThatAnswersNobodyIsDown() {
        resolver = failingSince("11:59:30");

        assertThat(health().isUp()).isFalse();
        assertThat(item("resolver").detail())
                .contains("connection refused", "you must mend it", "dnsServers", "since 2026-11-24T11:59:30Z");
    }

    @Test
    void aResolverThatAnsweredOthersMeanwhileIsUp() {
        resolver = failingSince("11:59:00").answeredAt(NOW.minusSeconds(30)).failedAt(NOW, "SERVFAIL");

        assertThat(item("resolver").state()).isEqualTo(HealthItem.State.UP);
    }

    @ParameterizedTest(name = "reads fail since {0}, writes since {1}: {2}")
    @CsvSource({
        "11:59:59, -,        WARN", //
        "-,        11:59:59, WARN",
        "11:50:01, 11:50:01, WARN",
        "11:50:00, -,        DOWN", // ten minutes
        "-,        11:50:00, DOWN",
        "11:59:59, 11:50:00, DOWN",
    })
    void aStoreIsDownAfterAWhile(String readsSince, String writesSince, HealthItem.State state) {
        reads = readsSince.equals("-") ? GOOD : failingSince(readsSince);
        writes = writesSince.equals("-") ? GOOD : failingSince(writesSince);

        assertThat(item("store").state()).isEqualTo(state);
        assertThat(item("store").detail()).contains("connection refused", "you must mend the database");
    }

    @Test
    void oneWriteThatFailedIsNeverMoreThanAWarningIfNothingWaitsToBeWritten() {
        writes = failingSince("10:00:00");
        unsaved = 0;

        assertThat(item("store").state()).isEqualTo(HealthItem.State.WARN);
    }

    @ParameterizedTest(name = "read {0}, written {1}: {2}")
    @CsvSource({
        "true,  true,  'can be read, can be written'",
        "true,  false, 'can be read, not yet written'",
        "false, false, 'not yet read, not yet written'",
    })
    void aStoreIsCalledGoodForWhatItDid(boolean wasRead, boolean wasWritten, String detail) {
        reads = wasRead ? GOOD : Contact.NONE;
        writes = wasWritten ? GOOD : Contact.NONE;

        assertThat(item("store")).isEqualTo(HealthItem.up("store", detail));
    }

    @Test
    void policiesThatCannotBeRenewedAreWarningsHoweverMany() {
        overdue = IntStream.range(0, 12)
                .mapToObj(each -> overdue("bad" + each + ".example"))
                .toList();

        assertThat(health().isUp()).isTrue();
        assertThat(item("refresh").state()).isEqualTo(HealthItem.State.WARN);
        assertThat(item("refresh").detail())
                .startsWith("12 policies could not be renewed: bad0.example, 3 times in 3 h: The policy host of")
                .contains("bad9.example")
                .doesNotContain("bad10.example")
                .endsWith("; and 2 more");
    }

    private static MissingPolicy missing(String domain, boolean waits) {
        return new MissingPolicy(
                DomainName.of(domain),
                NOW.minusSeconds(600),
                NOW,
                3,
                waits,
                PolicyDecision.Reason.POLICY_UNAVAILABLE,
                "The policy of " + domain + " cannot be had from mta-sts." + domain + ".");
    }

    @Test
    void aPolicyThatIsAnnouncedAndCannotBeHadIsAWarningWithItsCause() {
        missing = List.of(missing("one.example", false), missing("two.example", true));

        assertThat(health().isUp()).isTrue();
        assertThat(item("policies"))
                .isEqualTo(HealthItem.warn(
                        "policies",
                        "2 policies could not be had: one.example, whose mail goes out without it since"
                                + " 2026-11-24T11:50:00Z: The policy of one.example cannot be had from mta-sts.one.example.;"
                                + " two.example, whose mail waits for it since 2026-11-24T11:50:00Z: The policy of two.example"
                                + " cannot be had from mta-sts.two.example."));
    }

    @Test
    void manyMissingPoliciesPointAtThisMachine() {
        missing = IntStream.range(0, MissingPolicies.MANY - 1)
                .mapToObj(each -> missing("bad" + each + ".example", false))
                .toList();
        assertThat(item("policies").detail()).doesNotContain("this machine");

        missing = IntStream.range(0, 12)
                .mapToObj(each -> missing("bad" + each + ".example", false))
                .toList();
        assertThat(item("policies").detail())
                .startsWith("12 policies could not be had: ")
                .doesNotContain("bad10.example")
                .contains("; and 2 more. So many at once often have one cause on this machine", "port 443");
    }

    @Test
    void aFullPoolIsAWarningThatNamesTheOptions() {
        uses = Map.of(ConnectionUse.WAITED, 20L);
        assertThat(item("connections").state()).isEqualTo(HealthItem.State.UP);

        uses = Map.of(ConnectionUse.EXHAUSTED, 2L);
        assertThat(health().isUp()).isTrue();
        assertThat(item("connections").state()).isEqualTo(HealthItem.State.WARN);
        assertThat(item("connections").detail()).contains("2 mails", "2 of 500", "maxConnectionsPerHost");
    }

    @Test
    void messagesInChannelsAreTold() {
        handedOver = Map.of(HandedTo.DEAD_LETTER, 4L);

        assertThat(item("channels"))
                .isEqualTo(HealthItem.up("channels", "0 messages to retryUri and 4 to deadLetterUri in the last hour"));
    }

    @Test
    void observingIsAWarningAndAnOverrideIsTold() {
        observing = true;
        overrides = Map.of(DomainName.of("partner.example"), PolicyOverride.parse("skip until 2026-12-31: agreed"));

        assertThat(item("enforcement").state()).isEqualTo(HealthItem.State.WARN);
        assertThat(item("overrides").detail()).contains("partner.example = skip until 2026-12-31: agreed");
        assertThat(item("overrides").state()).isEqualTo(HealthItem.State.UP);
    }

    private static RollOverReport rollOver(String domain, Stage stage, Notice... notices) {
        return new RollOverReport(
                DomainName.of(domain),
                stage,
                false,
                Optional.of("a1"),
                stage == Stage.VERIFIED,
                Optional.empty(),
                List.of(notices),
                Optional.empty(),
                NOW);
    }

    @Test
    void aPublishedPolicyThatWaitsForSomebodyIsAWarning() {
        rollOvers = List.of(
                rollOver("fine.example", Stage.SETTLED, new Notice(Notice.Severity.NOTE, "keep it up")),
                rollOver("mine.example", Stage.VERIFIED),
                rollOver("past.example", Stage.REMOVABLE),
                rollOver(
                        "shut.example",
                        Stage.REFUSED,
                        new Notice(Notice.Severity.ERROR, "No mx line covers mx.shut.example.")),
                rollOver("under.example", Stage.ANNOUNCED, new Notice(Notice.Severity.WARNING, "that may be")));

        assertThat(item("publishing"))
                .isEqualTo(HealthItem.warn(
                        "publishing",
                        "3 of 5 published policies need something done: mine.example is VERIFIED. Whoever runs the zone must publish"
                                + " the record: _mta-sts.mine.example. 3600 IN TXT \"v=STSv1; id=a1;\"; past.example is"
                                + " REMOVABLE. Remove the record at _mta-sts.past.example if it is still there, and the policy from what is to be"
                                + " published.; shut.example is REFUSED. No mx line covers mx.shut.example."));
    }

    @Test
    void publishedPoliciesThatGoOnByThemselvesAreWell() {
        rollOvers = List.of(rollOver("fine.example", Stage.SETTLED), rollOver("under.example", Stage.ANNOUNCED));

        assertThat(item("publishing"))
                .isEqualTo(HealthItem.up("publishing", "none of 2 published policies needs anything done"));
    }

    @Test
    void aResolverThatNobodyCouldAskYetIsDownWithoutADetailOfItsOwn() {
        resolver = new Contact(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(item("resolver").detail()).contains("not asked yet");
    }
}
