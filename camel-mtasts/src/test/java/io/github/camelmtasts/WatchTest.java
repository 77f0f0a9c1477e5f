package io.github.camelmtasts;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.discovery.PolicySource;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.watch.Attempted;
import io.github.camelmtasts.watch.ConnectionUse;
import io.github.camelmtasts.watch.Facts;
import io.github.camelmtasts.watch.HandedTo;
import io.github.camelmtasts.watch.PolicyStanding;
import io.github.camelmtasts.watch.WaitingDomain;
import io.github.camelmtasts.watch.Watch;
import io.github.camelmtasts.watch.WatchListener;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

/** What those who run the component get to see of it. */
@Timeout(60)
class WatchTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = ChannelBench.internet();

    @AutoClose
    private final ChannelBench bench;

    private final Watch watch;

    WatchTest(LoopbackInternet internet) throws Exception {
        this.bench = new ChannelBench(internet);
        this.watch = bench.sender()
                .context()
                .getComponent("mtasts", MtaStsComponent.class)
                .watch();
    }

    private Facts facts() {
        return watch.facts().orElseThrow();
    }

    private static Attempted deferred(FailureReason reason, String mode) {
        return new Attempted(Outcome.DEFERRED, Optional.of(reason), mode);
    }

    @Test
    void countsAttemptsByOutcomeReasonAndMode() {
        bench.send(ChannelBench.ALL);
        bench.send("another@good.example");

        assertThat(facts().lastHour().attempts())
                .containsOnly(
                        Map.entry(new Attempted(Outcome.DELIVERED, Optional.empty(), "enforce"), 2L),
                        Map.entry(deferred(FailureReason.SERVER_DEFERRED, "none"), 1L),
                        Map.entry(deferred(FailureReason.STARTTLS_NOT_OFFERED, "enforce"), 1L),
                        Map.entry(
                                new Attempted(Outcome.FAILED, Optional.of(FailureReason.SERVER_REFUSED), "none"), 1L));
    }

    @Test
    void tellsWhyMailWaitsUntilItIsDelivered() {
        bench.send(ChannelBench.ALL);

        assertThat(facts().waiting())
                .extracting(waiting -> waiting.domain() + " " + waiting.reason())
                .containsExactly("busy.example SERVER_DEFERRED", "strict.example STARTTLS_NOT_OFFERED");
        assertThat(facts().waiting()).extracting(WaitingDomain::explanation).allMatch(said -> said.contains("must"));

        bench.mend("busy.example");
        bench.send("me@busy.example");
        assertThat(facts().waiting())
                .extracting(WaitingDomain::domain)
                .containsExactly(DomainName.of("strict.example"));
    }

    @Test
    void countsMessagesHandedToTheChannels() {
        bench.send(ChannelBench.ALL);

        assertThat(facts().lastHour().handedOver())
                .containsOnly(Map.entry(HandedTo.RETRY, 1L), Map.entry(HandedTo.DEAD_LETTER, 1L));
    }

    @Test
    void aMailThatAChannelDidNotTakeIsNotCountedAsHandedOver() {
        bench.breakRetry(true);
        bench.send("me@busy.example");

        assertThat(facts().lastHour().handedOver()).isEmpty();
    }

    @Test
    void countsConnectionsByUse() {
        bench.send("you@good.example");
        bench.send("you@good.example");

        assertThat(facts().lastHour().connections())
                .containsOnly(Map.entry(ConnectionUse.OPENED, 1L), Map.entry(ConnectionUse.REUSED, 1L));
        assertThat(facts().connections().open()).isEqualTo(1);
        assertThat(facts().connections().inUse()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tellsAResumedHandshakeFromAFullOne(String protocol) {
        LoopbackInternet internet = bench.net();
        internet.mx("mx.good.example").behave(mxHost("mx.good.example").tlsProtocols(protocol));
        try (Sender sender = new Sender(internet, it -> it.setMaxMessagesPerConnection(1))) {
            sender.send("you@good.example");
            sender.send("you@good.example");

            assertThat(sender.context()
                            .getComponent("mtasts", MtaStsComponent.class)
                            .watch()
                            .facts()
                            .orElseThrow()
                            .lastHour()
                            .connections())
                    .containsOnly(Map.entry(ConnectionUse.OPENED, 1L), Map.entry(ConnectionUse.RESUMED, 1L));
        }
    }

    @Test
    void listsThePoliciesInForce() {
        bench.send("you@good.example, me@busy.example");

        assertThat(watch.policies(100).listed())
                .singleElement()
                .extracting(PolicyStanding::policy)
                .satisfies(policy -> assertThat(policy.domain()).hasToString("good.example"));
        assertThat(watch.policies(DomainName.of("good.example"))).hasSize(1);
        assertThat(watch.policies(DomainName.of("busy.example"))).isEmpty();

        bench.clock().advance(Duration.ofDays(400));
        assertThat(watch.policies(100).listed()).isEmpty();
    }

    @Test
    void tellsListenersOfLookUpsAndFetches() {
        List<String> heard = new CopyOnWriteArrayList<>();
        WatchListener listener = new WatchListener() {
            @Override
            public void lookedUp(PolicySource source, Duration took) {
                heard.add("looked up " + source);
            }

            @Override
            public void fetched(Optional<FetchFailure> failure, Duration took) {
                heard.add("fetched " + failure.map(Enum::name).orElse("policy"));
            }
        };
        watch.tell(listener);
        bench.send("you@good.example");
        bench.send("you@good.example");
        bench.sender().resolve("good.example"); // no mail
        bench.send("me@busy.example");
        watch.forget(listener);
        bench.send("you@good.example");

        assertThat(heard).containsExactly("fetched policy", "looked up FETCHED", "looked up KEPT", "looked up NONE");
    }

    @Test
    void aListenerThatBreaksMakesNoDeliveredMailLookUndelivered() {
        watch.tell(new WatchListener() {
            @Override
            public void attempted(Attempted kind) {
                throw new IllegalStateException("the registry is broken");
            }

            @Override
            public void connected(ConnectionUse use) {
                throw new IllegalStateException("the registry is broken");
            }

            @Override
            public void lookedUp(PolicySource source, Duration took) {
                throw new IllegalStateException("the registry is broken");
            }
        });

        assertThat(bench.send("you@good.example").getException()).isNull();
        assertThat(bench.at("good.example")).hasSize(1);
        assertThat(facts().lastHour().attempts()).hasSize(1);
    }

    @Test
    void knowsNothingOfAStoppedComponentAndForgetsNoCountByARestart() {
        bench.send("you@good.example");
        MtaStsComponent component = bench.sender().context().getComponent("mtasts", MtaStsComponent.class);
        component.stop();
        assertThat(watch.facts()).isEmpty();
        assertThat(watch.health()).isEmpty();
        assertThat(watch.policies(100).listed()).isEmpty();

        component.start();
        assertThat(facts().lastHour().attempts()).hasSize(1);
    }
}
