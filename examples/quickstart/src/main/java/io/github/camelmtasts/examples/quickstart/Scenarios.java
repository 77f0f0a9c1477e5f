package io.github.camelmtasts.examples.quickstart;

import java.util.List;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.Participant;
import io.github.camelmtasts.testkit.ServerCertificate;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.draftEnforce;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.none;
import static io.github.camelmtasts.testkit.PolicyFile.testing;

/** The domains of the tour: one of each kind that a sender meets. */
final class Scenarios {

    static final List<Scenario> ALL = List.of(
            Scenario.delivered(
                    domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
                    "enforce"),
            Scenario.refused(
                    domain("wrong-name.example")
                            .policy(enforce("mx.wrong-name.example"))
                            .mx(10, mxHost("mx.wrong-name.example").certificate(ServerCertificate.wrongName())),
                    "enforce",
                    FailureReason.CERTIFICATE_NAME_MISMATCH),
            Scenario.refused(
                    domain("no-starttls.example")
                            .policy(enforce("mx.no-starttls.example"))
                            .mx(10, mxHost("mx.no-starttls.example").withoutStartTls()),
                    "enforce",
                    FailureReason.STARTTLS_NOT_OFFERED),
            Scenario.delivered(
                    domain("second-mx.example")
                            .policy(enforce("mx.second-mx.example"))
                            .mx(10, mxHost("mx.stranger.example"))
                            .mx(20, mxHost("mx.second-mx.example")),
                    "enforce"),
            Scenario.noted(
                    domain("testing.example")
                            .policy(testing("mx.testing.example"))
                            .mx(10, mxHost("mx.testing.example").certificate(ServerCertificate.expired())),
                    FailureReason.CERTIFICATE_EXPIRED),
            Scenario.delivered(
                    domain("mode-none.example").policy(none()).mx(10, mxHost("mx.mode-none.example")), "none"),
            Scenario.delivered(domain("no-policy.example").mx(10, mxHost("mx.no-policy.example")), "none"),
            Scenario.delivered(
                    domain("redirect.example")
                            .policy(enforce("mx.redirect.example")
                                    .status(301)
                                    .header("Location", "https://elsewhere.example/.well-known/mta-sts.txt"))
                            .mx(10, mxHost("mx.redirect.example")),
                    "none"),
            Scenario.delivered(
                    domain("draft.example")
                            .policy(draftEnforce(".draft.example"))
                            .mx(10, mxHost("mx.draft.example")),
                    "enforce"),
            Scenario.refused(domain("no-mail.example").nullMx(), "none", FailureReason.NULL_MX));

    private Scenarios() {}

    static LoopbackInternet start() {
        return LoopbackInternet.of(ALL.stream().map(Scenario::domain).toArray(Participant[]::new))
                .start();
    }
}
