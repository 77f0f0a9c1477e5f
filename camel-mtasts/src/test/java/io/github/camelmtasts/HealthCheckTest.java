package io.github.camelmtasts;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreUnavailableException;
import io.github.camelmtasts.store.StoredPolicy;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** Camel's health check and developer console of the component. */
@Timeout(60)
class HealthCheckTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
            domain("bad.example")
                    .policy(enforce("mx.bad.example"))
                    .mx(10, mxHost("mx.bad.example").withoutStartTls()));

    private final MovableClock clock = MovableClock.atNoonToday();
    private final LoopbackInternet internet;
    private final BreakableStore store = new BreakableStore();

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet(), component -> {
        component.setClock(clock);
        component.setPolicyStore(store);
    });

    HealthCheckTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    /** A memory whose writes fail on demand. */
    private static final class BreakableStore implements PolicyStore {

        private final MemoryPolicyStore memory = new MemoryPolicyStore();
        private volatile boolean broken;
        private volatile String sqlState = "58030"; // PostgreSQL: the disk

        @Override
        public Optional<StoredPolicy> find(DomainName domain, Dialect dialect) {
            return memory.find(domain, dialect);
        }

        @Override
        public void save(StoredPolicy policy) {
            if (broken) {
                throw new StoreUnavailableException("the disk is full", new SQLException("", sqlState));
            }
            memory.save(policy);
        }

        @Override
        public void redate(StoredPolicy policy, Instant fetchedAt) {
            memory.redate(policy, fetchedAt);
        }

        @Override
        public void remove(DomainName domain) {
            memory.remove(domain);
        }

        @Override
        public void hadMail(PolicyKey key, Instant at) {
            memory.hadMail(key, at);
        }

        @Override
        public List<PolicyKey> due(Instant now, Instant mailSince, Optional<PolicyKey> after, int limit) {
            return memory.due(now, mailSince, after, limit);
        }

        @Override
        public List<StoredPolicy> list(Optional<PolicyKey> after, int limit) {
            return memory.list(after, limit);
        }
    }

    private Optional<HealthCheck> check() {
        return Objects.requireNonNull(HealthCheckRegistry.get(sender.context())).getCheck("mtasts");
    }

    private HealthCheck.Result ready() {
        return check().orElseThrow().callReadiness();
    }

    private boolean isReady() {
        Collection<HealthCheck.Result> results = HealthCheckHelper.invokeReadiness(sender.context());
        return HealthCheckHelper.isResultsUp(results, true);
    }

    @Test
    void anIdleComponentIsReadyAndAsksTheResolverOnceAMinute() {
        assertThat(isReady()).isTrue();
        assertThat(ready().getDetails()).containsEntry("resolver", "UP: answers");
        assertThat(internet.dns().queries()).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        assertThat(isReady()).isTrue();
        assertThat(internet.dns().queries())
                .hasSize(2)
                .extracting(query -> query.name() + query.type())
                .containsOnly(".TXT");
    }

    @Test
    void onePartnersBrokenDomainIsNoMatterOfReadiness() {
        internet.dns().fail("bad.example", "MX", "SERVFAIL");
        sender.send("you@bad.example");
        clock.advance(Duration.ofMinutes(2));

        assertThat(isReady()).isTrue();
    }

    @Test
    void aResolverThatAnswersNobodyIsNotReadyButAlive() {
        internet.dns().fail(".", null, "SERVFAIL");

        assertThat(isReady()).isFalse();
        assertThat(ready().getMessage())
                .hasValueSatisfying(said -> assertThat(said).startsWith("resolver: answers nobody"));
        assertThat(HealthCheckHelper.invokeLiveness(sender.context())).isEmpty();
        assertThat(check().orElseThrow().callLiveness().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void aResolverThatIsDeadIsAskedOnceInTenSecondsHoweverManyProbesCome() {
        internet.dns().fail(".", null, "SERVFAIL");
        assertThat(isReady()).isFalse();
        int asked = internet.dns().queries().size();

        clock.advance(Duration.ofSeconds(9));
        assertThat(isReady()).isFalse();
        assertThat(ready().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(internet.dns().queries()).hasSize(asked);

        internet.dns().heal(".");
        clock.advance(Duration.ofSeconds(1));
        assertThat(isReady()).isTrue();
    }

    @Test
    void aStoreThatCannotBeWrittenIsAWarningFirst() {
        store.broken = true;
        sender.send("you@good.example");
        assertThat(isReady()).isTrue();
        assertThat(String.valueOf(ready().getDetails().get("store")))
                .startsWith("WARN:")
                .contains("the disk is full", "not stored yet, 1 now");

        clock.advance(Duration.ofMinutes(10));
        assertThat(isReady()).isFalse();

        store.broken = false;
        internet.dns().answer("_mta-sts.good.example", "TXT", "v=STSv1; id=2;");
        sender.resolve("good.example");
        assertThat(isReady()).isTrue();
    }

    @Test
    void aDatabaseThatRefusesOnePartnersPolicyIsWell() {
        store.broken = true;
        store.sqlState = "22021"; // a character that the database does not know
        sender.send("you@good.example");
        clock.advance(Duration.ofMinutes(10));

        assertThat(isReady()).isTrue();
        assertThat(String.valueOf(ready().getDetails().get("store"))).startsWith("UP:");
    }

    @Test
    void theCheckCanBeSwitchedOffAndGoesWithTheComponent() {
        check().orElseThrow().setEnabled(false);
        assertThat(ready().getState()).isEqualTo(HealthCheck.State.UNKNOWN);
        assertThat(HealthCheckHelper.invokeReadiness(sender.context()))
                .as("those who demand that all are up do not see it")
                .isEmpty();
        assertThat(isReady()).isTrue();

        sender.context().getComponent("mtasts", MtaStsComponent.class).stop();
        assertThat(check()).isEmpty();
    }

    @Test
    void aSecondComponentHasACheckOfItsOwn() {
        MtaStsComponent second = Sender.component(internet);
        sender.context().addComponent("partners", second);

        HealthCheckRegistry registry = Objects.requireNonNull(HealthCheckRegistry.get(sender.context()));
        assertThat(registry.getCheckIDs()).contains("mtasts", "mtasts:partners");
        assertThat(registry.getCheck("mtasts:partners").orElseThrow().call().getDetails())
                .containsEntry(HealthCheck.CHECK_ID, "mtasts:partners")
                .containsEntry("resolver", "UP: answers");
        assertThat(isReady()).isTrue();

        second.stop();
        assertThat(registry.getCheckIDs()).contains("mtasts").doesNotContain("mtasts:partners");
    }

    private Object console(DevConsole.MediaType type, Map<String, Object> options) {
        DevConsoleRegistry registry = Objects.requireNonNull(DevConsoleRegistry.get(sender.context()));
        DevConsole console = Objects.requireNonNull(registry.resolveById("mtasts"));
        return console.call(type, options);
    }

    @Test
    void theConsoleTellsPoliciesDeliveriesAndWhyMailWaits() {
        sender.send("you@good.example, somebody@bad.example");

        String text = String.valueOf(console(DevConsole.MediaType.TEXT, Map.of()));
        assertThat(text)
                .contains(
                        "  resolver: state=UP, detail=answers",
                        "domain=good.example, mode=enforce, dialect=rfc8461, id=",
                        "outcome=DELIVERED, mode=enforce, count=1",
                        "outcome=DEFERRED, reason=STARTTLS_NOT_OFFERED, mode=enforce, count=1",
                        "domain=bad.example, since=" + clock.instant() + ",",
                        "the operator of the host must mend it")
                .doesNotContain("somebody");
    }

    @Test
    void theConsoleTellsTheSameInJson() {
        sender.send("you@good.example, somebody@bad.example");

        Map<?, ?> json = (Map<?, ?>) console(DevConsole.MediaType.JSON, Map.of("limit", "1"));
        assertThat(json.get("enforcement")).isEqualTo("enforce");
        assertThat((List<?>) json.get("policies")).hasSize(1);
        assertThat((List<?>) json.get("waiting")).singleElement().asString().contains("domain=bad.example");
        assertThat(json.toString()).doesNotContain("somebody");
    }

    @Test
    void theConsoleOfAStoppedComponentSaysSo() {
        sender.context().getComponent("mtasts", MtaStsComponent.class).stop();

        assertThat(String.valueOf(console(DevConsole.MediaType.TEXT, Map.of()))).contains("not started");
    }
}
