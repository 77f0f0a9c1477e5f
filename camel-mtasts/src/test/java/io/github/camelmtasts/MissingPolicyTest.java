package io.github.camelmtasts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.github.camelmtasts.metrics.MtaStsMetrics;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MailDomain;
import io.github.camelmtasts.testkit.PolicyFile;
import io.github.camelmtasts.watch.HealthItem;
import io.github.camelmtasts.watch.MissingPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** What mail to a domain meets that announces a policy which cannot be had, and who is told. */
@Timeout(60)
class MissingPolicyTest {

    private static final String DEFER = "onPolicyFailure=defer";

    private static final int MANY = 6;

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(Stream.concat(
                    Stream.of(
                            domain("good.example")
                                    .policy(enforce("mx.good.example"))
                                    .mx(10, mxHost("mx.good.example")),
                            domain("plain.example").mx(10, mxHost("mx.plain.example"))),
                    IntStream.range(0, MANY).mapToObj(MissingPolicyTest::partner))
            .toArray(MailDomain[]::new));

    private final MovableClock clock = MovableClock.at(Instant.now().toString());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LoopbackInternet internet;

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet(), component -> component.setClock(clock));

    private final MtaStsComponent component = sender.context().getComponent("mtasts", MtaStsComponent.class);

    MissingPolicyTest(LoopbackInternet internet) {
        this.internet = internet;
        new MtaStsMetrics(component.watch()).bindTo(registry);
    }

    private static MailDomain partner(int number) {
        String name = "partner" + number + ".example";
        return domain(name).policy(enforce("mx." + name)).mx(10, mxHost("mx." + name));
    }

    /** The ways in which an announced policy cannot be had. */
    private void spoil(String domain, String how) {
        switch (how) {
            case "POLICY_UNAVAILABLE" -> internet.policyHost().withdraw(domain);
            case "POLICY_INVALID" ->
                internet.policyHost().serve(domain, PolicyFile.text("version: STSv1\nmode: strict\n"));
            case "RECORD_UNUSABLE" ->
                internet.dns().answer("_mta-sts." + domain, "TXT", "v=STSv1; id=1;", "v=STSv1; id=2;");
            case "RECORD_MALFORMED" -> internet.dns().answer("_mta-sts." + domain, "TXT", "v=STSv1; id=not valid;");
            default -> throw new IllegalArgumentException(how);
        }
    }

    private List<MissingPolicy> missing() {
        return component.watch().facts().orElseThrow().missing();
    }

    private HealthItem health() {
        return component.watch().health().orElseThrow().items().stream()
                .filter(item -> item.name().equals("policies"))
                .findFirst()
                .orElseThrow();
    }

    private double counted(String reason) {
        return registry.get("mtasts.policy.missing")
                .tag("reason", reason)
                .counter()
                .count();
    }

    @ParameterizedTest
    @CsvSource({
        "POLICY_UNAVAILABLE, POLICY_UNAVAILABLE, mta-sts.good.example",
        "POLICY_INVALID,     POLICY_INVALID,     is not valid",
        "RECORD_UNUSABLE,    RECORD_UNUSABLE,    2 MTA-STS records instead of one",
        "RECORD_MALFORMED,   RECORD_UNUSABLE,    the MTA-STS record of good.example is broken",
    })
    void mailGoesOutWithoutAPolicyThatCannotBeHadAndThoseWhoWatchAreTold(String how, String reason, String cause) {
        spoil("good.example", how);
        try (LogLines log = new LogLines()) {
            assertThat(Sender.outcome(sender.send("you@good.example"))).isEqualTo("DELIVERED");
            sender.send("you@good.example");

            assertThat(log.from(Level.WARN))
                    .filteredOn(line -> line.contains("mail to it goes out without its MTA-STS policy"))
                    .singleElement()
                    .asString()
                    .contains("domain=good.example", reason, cause);
        }

        assertThat(missing()).singleElement().satisfies(row -> {
            assertThat(row.domain()).hasToString("good.example");
            assertThat(row.mails()).isEqualTo(2);
            assertThat(row.waits()).isFalse();
            assertThat(row.reason()).hasToString(reason);
        });
        assertThat(health().state()).isEqualTo(HealthItem.State.WARN);
        assertThat(health().detail()).contains("good.example, whose mail goes out without it", cause);
        assertThat(counted(reason.toLowerCase(Locale.ROOT))).isEqualTo(2);
        assertThat(registry.get("mtasts.domains.missing.policy").gauge().value())
                .isEqualTo(1);
    }

    @Test
    void theMessageOfTheHealthCheckNamesTheWarningThoughAllIsUp() {
        spoil("good.example", "POLICY_UNAVAILABLE");
        sender.send("you@good.example");

        assertThat(Objects.requireNonNull(HealthCheckRegistry.get(sender.context()))
                        .getCheck("mtasts")
                        .orElseThrow()
                        .callReadiness()
                        .getMessage())
                .hasValueSatisfying(
                        said -> assertThat(said).startsWith("policies: 1 policy could not be had: good.example"));
    }

    @Test
    void manyAtOncePointAtThisMachine() {
        try (LogLines log = new LogLines()) {
            IntStream.range(0, MANY)
                    .mapToObj(each -> "partner" + each + ".example")
                    .forEach(domain -> {
                        internet.policyHost().withdraw(domain);
                        sender.send("you@" + domain);
                    });

            assertThat(log.from(Level.WARN))
                    .filteredOn(line -> line.contains("one cause on this machine"))
                    .hasSize(1);
        }
        assertThat(health().detail()).startsWith("6 policies could not be had").contains("one cause on this machine");
    }

    @Test
    void nothingIsMissingWherePolicyOrRecordIsAsItShouldBe() {
        sender.send("you@good.example");
        sender.send("you@plain.example");

        assertThat(missing()).isEmpty();
        assertThat(health().state()).isEqualTo(HealthItem.State.UP);
        assertThat(counted("policy_unavailable")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail", "operator"})
    void aPolicyThatComesEndsTheWarningWhoeverAskedForIt(String who) {
        spoil("good.example", "POLICY_UNAVAILABLE");
        sender.send("you@good.example");
        internet.policyHost().serve("good.example", enforce("mx.good.example"));
        clock.advance(Duration.ofMinutes(6));

        if (who.equals("mail")) {
            sender.send("you@good.example");
        } else {
            component.refreshPolicy("good.example");
        }

        assertThat(missing()).isEmpty();
        assertThat(health().state()).isEqualTo(HealthItem.State.UP);
    }

    @Test
    void aPolicyThatRanOutAndCannotBeRenewedIsMissing() {
        sender.send("you@good.example");
        internet.policyHost().withdraw("good.example");
        clock.advance(Duration.ofDays(400));
        sender.send("you@good.example");

        assertThat(missing()).extracting(row -> row.reason().name()).containsExactly("POLICY_UNAVAILABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLICY_UNAVAILABLE", "POLICY_INVALID", "RECORD_UNUSABLE", "RECORD_MALFORMED"})
    void firstContactWaitsIfThatIsAskedFor(String how) {
        spoil("good.example", how);

        Exchange sent = sender.sendWith(DEFER, "you@good.example");

        assertThat(sent.getException()).isInstanceOf(TemporaryDeliveryException.class);
        assertThat(Sender.reason(sent)).isEqualTo("POLICY_UNAVAILABLE");
        assertThat(Sender.policyMode(sent)).isEqualTo("unknown");
        assertThat(Sender.report(sent).explanation())
                .containsPattern("(must|can|unless)")
                .contains(
                        "until then you can let its mail go out by an override (skip), or set onPolicyFailure=deliver.")
                .doesNotContain(".;");
        assertThat(missing()).singleElement().matches(MissingPolicy::waits);
        assertThat(health().detail()).contains("whose mail waits for it");
    }

    @Test
    void aWaitEndsWithThePolicy() {
        spoil("good.example", "POLICY_UNAVAILABLE");
        sender.sendWith(DEFER, "you@good.example");
        internet.policyHost().serve("good.example", enforce("mx.good.example"));
        clock.advance(Duration.ofMinutes(6));

        Exchange sent = sender.sendWith(DEFER, "you@good.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(Sender.policyMode(sent)).isEqualTo("enforce");
        assertThat(missing()).isEmpty();
    }

    @Test
    void noMailWaitsForAPolicyThatIsNotAnnounced() {
        assertThat(Sender.outcome(sender.sendWith(DEFER, "you@plain.example"))).isEqualTo("DELIVERED");
    }

    @Test
    void anOverrideLetsTheMailOfOneDomainGo() {
        spoil("good.example", "POLICY_UNAVAILABLE");
        component.overridePolicy("good.example", "skip until 2999-12-31: they are told");

        assertThat(Sender.outcome(sender.sendWith(DEFER, "you@good.example"))).isEqualTo("DELIVERED");
        assertThat(missing()).isEmpty();
    }

    @Test
    void nothingWaitsWhilePoliciesAreOnlyObserved() {
        spoil("good.example", "POLICY_UNAVAILABLE");
        component.setEnforcement(Enforcement.OBSERVE);

        assertThat(Sender.outcome(sender.sendWith(DEFER, "you@good.example"))).isEqualTo("DELIVERED");
        assertThat(missing()).singleElement().matches(row -> !row.waits());
    }

    @Test
    void aDomainWithoutMailForADayIsForgotten() {
        spoil("good.example", "POLICY_UNAVAILABLE");
        sender.send("you@good.example");
        clock.advance(Duration.ofDays(1));

        assertThat(missing()).isEmpty();
    }
}
