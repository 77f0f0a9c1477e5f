package io.github.camelmtasts.delivery;

import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.discovery.DialectChoice;
import io.github.camelmtasts.discovery.Discovered;
import io.github.camelmtasts.discovery.DiscoveryRules;
import io.github.camelmtasts.discovery.OnDnsFailure;
import io.github.camelmtasts.discovery.PolicySource;
import io.github.camelmtasts.dns.AddressFilter;
import io.github.camelmtasts.dns.DnsMemory;
import io.github.camelmtasts.dns.DnsServers;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.policy.PolicyDecision.NotInEffect;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class MxWalkTest {

    private static final List<DomainName> HOSTS = List.of(
            DomainName.of("mx1.slow.example"), DomainName.of("mx2.slow.example"), DomainName.of("mx3.slow.example"));

    @RegisterExtension
    static final LoopbackInternetExtension KIT = LoopbackInternetExtension.of(
            MxHost.mxHost("mx1.slow.example"), MxHost.mxHost("mx2.slow.example"), MxHost.mxHost("mx3.slow.example"));

    private final MovableClock clock = MovableClock.at("2026-11-23T12:00:00Z");
    private final List<DomainName> visited = new ArrayList<>();

    @Test
    void endsWhenTheHostsHaveTakenAllTheTimeThatOneMailMayHave() {
        PolicyDecision noPolicy = new NotInEffect(PolicyDecision.Reason.NO_RECORD, "none");
        MxWalk walk = walk(Dispatcher.TIME_LIMIT.dividedBy(2).plusSeconds(1));

        walk.follow(DeliveryPlan.of(HOSTS, noPolicy, false));

        assertThat(visited).containsExactly(HOSTS.get(0), HOSTS.get(1));
        assertThat(walk.reports(new Discovered(noPolicy, PolicySource.NONE)))
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.outcome()).isEqualTo(Outcome.DEFERRED);
                    assertThat(report.failure().orElseThrow().reason()).isEqualTo(FailureReason.OUT_OF_TIME);
                });
    }

    static Stream<Throwable> whatBreaks() {
        return Stream.of(new IllegalStateException("broken"), new OutOfMemoryError("Java heap space"));
    }

    @ParameterizedTest
    @MethodSource("whatBreaks")
    void whatBreaksOnOurSideAtOneHostLeavesThoseWhoHaveTheMailFromAnother(Throwable broken) {
        PolicyDecision noPolicy = new NotInEffect(PolicyDecision.Reason.NO_RECORD, "none");
        MailAddress ann = MailAddress.of("ann@slow.example");
        MailAddress bob = MailAddress.of("bob@slow.example");
        MxWalk walk = walk(List.of(ann, bob), (target, demand, settings, envelope, content) -> {
            if (!visited.isEmpty()) {
                throwIt(broken);
            }
            visited.add(target.name());
            return new HostVisit(
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(
                            ann,
                            new AttemptResult.Accepted(new SmtpReply(250, "250 taken")),
                            bob,
                            new AttemptResult.Deferred(new Failure(FailureReason.SERVER_DEFERRED, "later"))));
        });

        walk.follow(DeliveryPlan.of(HOSTS, noPolicy, false));

        List<RecipientReport> reports = walk.reports(new Discovered(noPolicy, PolicySource.NONE));
        assertThat(reports).extracting(RecipientReport::outcome).containsExactly(Outcome.DELIVERED, Outcome.DEFERRED);
        assertThat(reports.get(1).failure())
                .contains(new Failure(
                        FailureReason.LOCAL_ERROR, "the delivery broke on this machine: " + broken.getMessage()));
    }

    private static void throwIt(Throwable broken) {
        if (broken instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) broken;
    }

    /** Every host takes so long, and does not answer in the end. */
    private MxWalk walk(Duration each) {
        MxDoor slow = (target, demand, settings, envelope, content) -> {
            visited.add(target.name());
            clock.advance(each);
            return HostVisit.endedEarly(
                    envelope, new AttemptResult.Deferred(new Failure(FailureReason.CONNECTION_LOST, "silence")));
        };
        return walk(List.of(MailAddress.of("you@slow.example")), slow);
    }

    private MxWalk walk(List<MailAddress> recipients, MxDoor door) {
        var dns = new DnsMemory(DnsServers.parse(KIT.internet().dnsServer()), clock);
        Consignment mail = new Consignment(
                new Envelope(Optional.empty(), recipients),
                new NoMail(),
                new DeliveryRules(
                        new DiscoveryRules(DialectChoice.RFC8461, OnDnsFailure.DEFER),
                        false,
                        25,
                        new SmtpSettings("mail.sender.example", Duration.ofSeconds(5), Duration.ofSeconds(5)),
                        Routing.DIRECT),
                false,
                clock.instant().plus(Dispatcher.TIME_LIMIT));
        return new MxWalk(
                mail,
                new MxAddresses(dns, AddressFilter.allowing("127.0.0.0/8")),
                door,
                new TlsWitness(DomainName.of("slow.example"), new HeardReports(), clock),
                clock);
    }

    private static final class NoMail implements MailContent {
        @Override
        public long size() {
            return 0;
        }

        @Override
        public boolean hasEightBit() {
            return false;
        }

        @Override
        public boolean hasUtf8Header() {
            return false;
        }

        @Override
        public void writeTo(OutputStream out) {
            // there is nothing to write
        }
    }
}
