package io.github.camelmtasts;

import java.time.Duration;

import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.testkit.DnsServer;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.PolicyRequest;
import io.github.camelmtasts.testkit.ServerCertificate;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.draftEnforce;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.testing;
import static org.assertj.core.api.Assertions.assertThat;

/** A policy that is known already, one that changes meanwhile, and one that cannot be found. */
class PolicyOverTimeTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("known.example")
                    .policy(enforce("mx.known.example"))
                    .mx(10, mxHost("mx.known.example").withoutStartTls()),
            domain("moved.example").policy(enforce("old.moved.example")).mx(10, mxHost("new.moved.example")),
            domain("draft.example")
                    .policy(draftEnforce(".draft.example"))
                    .mx(10, mxHost("mx.draft.example").certificate(ServerCertificate.commonNameOnly())),
            domain("plain.example").mx(10, mxHost("mx.plain.example")));

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    @BeforeEach
    void start() {
        dns().ttl(Duration.ZERO);
    }

    private static DnsServer dns() {
        return INTERNET.internet().dns();
    }

    /** Ways in which a domain's policy can vanish, by attack or by accident. */
    enum Loss {
        POLICY_HOST_DOWN {
            @Override
            void happen() {
                dns().answer("mta-sts.known.example", "A", MxHost.DEAD_ADDRESS);
                dns().answer("_mta-sts.known.example", "TXT", "v=STSv1; id=2;");
            }
        },
        POLICY_GONE {
            @Override
            void happen() {
                INTERNET.internet().policyHost().withdraw("known.example");
                dns().answer("_mta-sts.known.example", "TXT", "v=STSv1; id=2;");
            }
        },
        POLICY_BROKEN {
            @Override
            void happen() {
                INTERNET.internet()
                        .policyHost()
                        .serve("known.example", enforce().body("mode: none"));
                dns().answer("_mta-sts.known.example", "TXT", "v=STSv1; id=2;");
            }
        },
        RECORD_GONE {
            @Override
            void happen() {
                dns().remove("_mta-sts.known.example", "TXT");
                INTERNET.internet().policyHost().withdraw("known.example");
            }
        },
        RECORD_BROKEN {
            @Override
            void happen() {
                dns().answer("_mta-sts.known.example", "TXT", "v=STSv1; id=not-an-id;");
                INTERNET.internet().policyHost().withdraw("known.example");
            }
        },
        DNS_BROKEN {
            @Override
            void happen() {
                dns().fail("_mta-sts.known.example", "TXT", "SERVFAIL");
                dns().fail("mta-sts.known.example", null, "SERVFAIL");
            }
        };

        abstract void happen();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement({"R8461-5.1-1", "R8461-5-1"})
    void aKnownPolicyStaysInForce(Loss loss) {
        assertThat(sender.resolve("known.example").decision().orElseThrow())
                .isInstanceOf(PolicyDecision.Enforced.class);
        loss.happen();

        Exchange sent = sender.send("you@known.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DEFERRED");
        assertThat(Sender.policyMode(sent)).isEqualTo("enforce");
        assertThat(Sender.reason(sent)).isEqualTo("STARTTLS_NOT_OFFERED");
        assertThat(INTERNET.internet().mails()).isEmpty();
    }

    @Test
    @Requirement({"R8461-5-4", "R8461-5.1-1"})
    void aMailThatThePolicyStopsIsTriedAgainUnderANewerPolicyAlthoughItsIdIsTheSame() {
        sender.resolve("moved.example");
        INTERNET.internet().policyHost().serve("moved.example", enforce("new.moved.example"));

        Exchange sent = sender.send("you@moved.example");

        assertThat(sent.getException()).isNull();
        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(Sender.policyMode(sent)).isEqualTo("enforce");
        assertThat(INTERNET.internet().mx("new.moved.example").mails()).hasSize(1);
        assertThat(Sender.report(sent).recipients().get(0).hosts()).hasSize(2);
    }

    @Test
    @Requirement({"R8461-5-4", "RIX-Q-1"})
    void aMailThatThePolicyStopsIsTriedAgainUnderAPolicyThatOurDnsCacheDoesNotKnowOfYet() {
        dns().ttl(Duration.ofMinutes(5));
        sender.resolve("moved.example");
        INTERNET.internet().policyHost().serve("moved.example", testing("old.moved.example"));
        dns().answer("_mta-sts.moved.example", "TXT", "v=STSv1; id=2;");

        Exchange sent = sender.send("you@moved.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(Sender.policyMode(sent)).isEqualTo("testing");
        assertThat(Sender.report(sent).recipients().get(0).hosts()).hasSize(2);
        assertThat(dns().queries("_mta-sts.moved.example")).hasSize(2);
    }

    @Test
    @Requirement({"R8461-5-4", "R8461-5-5"})
    void aPolicyThatIsStillTheSameIsAskedForOnceMoreAndThenTheMailWaits() {
        sender.resolve("moved.example");
        int before = INTERNET.internet().policyHost().requests("moved.example").size();

        Exchange first = sender.send("you@moved.example");
        Exchange second = sender.send("you@moved.example");

        assertThat(Sender.reason(first)).isEqualTo("MX_NOT_IN_POLICY");
        assertThat(Sender.reason(second)).isEqualTo("MX_NOT_IN_POLICY");
        // one re-check in five minutes, shared by all mails to the domain
        assertThat(INTERNET.internet().policyHost().requests("moved.example")).hasSize(before + 1);
    }

    @Test
    void theDraftIsSpokenWhereItIsAskedFor() {
        Exchange sent = sender.sendWith("dialect=draft06", "you@draft.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(Sender.policyMode(sent)).isEqualTo("enforce");
        assertThat(INTERNET.internet().policyHost().requests("draft.example"))
                .extracting(PolicyRequest::path)
                .containsExactly("/.well-known/mta-sts.json");
    }

    @Test
    void autoAsksForTheDraftWhereTheStandardHasNoPolicy() {
        Exchange sent = sender.sendWith("dialect=auto", "you@draft.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(Sender.policyMode(sent)).isEqualTo("enforce");
        assertThat(INTERNET.internet().policyHost().requests("draft.example"))
                .extracting(PolicyRequest::path)
                .containsExactly("/.well-known/mta-sts.txt", "/.well-known/mta-sts.json");
    }

    @Test
    void theStandardAloneSeesNoPolicyInADraft() {
        Exchange sent = sender.send("you@draft.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(Sender.policyMode(sent)).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dialect=draft06", "dialect=auto"})
    void theDraftIsEnforcedToo(String option) {
        INTERNET.internet()
                .mx("mx.draft.example")
                .behave(mxHost("mx.draft.example").certificate(ServerCertificate.wrongName()));

        Exchange sent = sender.sendWith(option, "personal.name@draft.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DEFERRED");
        assertThat(Sender.reason(sent)).isEqualTo("CERTIFICATE_NAME_MISMATCH");
        assertThat(sent.getException())
                .hasMessageContaining("mx.draft.example")
                .hasMessageNotContaining("personal.name");
        assertThat(INTERNET.internet().mails()).isEmpty();
    }

    @Test
    void aMailWaitsWhileDnsCannotSayWhetherThereIsAPolicy() {
        dns().fail("_mta-sts.plain.example", "TXT", "SERVFAIL");

        Exchange sent = sender.send("personal.name@plain.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DEFERRED");
        assertThat(Sender.reason(sent)).isEqualTo("POLICY_UNKNOWN");
        assertThat(Sender.policyMode(sent)).isEqualTo("unknown");
        assertThat(sent.getException())
                .isInstanceOf(TemporaryDeliveryException.class)
                .hasMessageContaining("plain.example")
                .hasMessageContaining("name servers")
                .hasMessageNotContaining("personal.name");
        assertThat(INTERNET.internet().mx("mx.plain.example").sessions()).isEmpty();
    }

    @Test
    void aMailGoesOutWithoutPolicyWhileDnsFailsIfTheOperatorSaysSo() {
        dns().fail("_mta-sts.plain.example", "TXT", "SERVFAIL");

        Exchange sent = sender.sendWith("onDnsFailure=deliver", "you@plain.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(Sender.policyMode(sent)).isEqualTo("none");
    }

    @Test
    void aPolicyThatCannotBeFetchedIsNoPolicyIfNoneIsKnown() {
        dns().answer("mta-sts.known.example", "A", MxHost.DEAD_ADDRESS);

        Exchange sent = sender.send("you@known.example");

        assertThat(Sender.outcome(sent)).isEqualTo("DELIVERED");
        assertThat(Sender.policyMode(sent)).isEqualTo("none");
        assertThat(INTERNET.internet().mails().get(0).encrypted()).isFalse();
    }
}
