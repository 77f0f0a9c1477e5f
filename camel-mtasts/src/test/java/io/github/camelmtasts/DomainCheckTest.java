package io.github.camelmtasts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.camelmtasts.check.DomainCheck;
import io.github.camelmtasts.check.Finding;
import io.github.camelmtasts.policy.ShownCertificate;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.PolicyFile;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.draftEnforce;
import static io.github.camelmtasts.testkit.PolicyFile.draftReport;
import static io.github.camelmtasts.testkit.PolicyFile.json;
import static io.github.camelmtasts.testkit.PolicyFile.none;
import static io.github.camelmtasts.testkit.PolicyFile.text;
import static io.github.camelmtasts.testkit.ServerCertificate.expired;
import static io.github.camelmtasts.testkit.ServerCertificate.missingIntermediate;
import static io.github.camelmtasts.testkit.ServerCertificate.notYetValid;
import static io.github.camelmtasts.testkit.ServerCertificate.selfSigned;
import static io.github.camelmtasts.testkit.ServerCertificate.unknownAuthority;
import static io.github.camelmtasts.testkit.ServerCertificate.wrongName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Broken domains, and what is found in them. */
@Timeout(120)
class DomainCheckTest {

    /** Every host of the loopback internet has IPv4 alone, and no domain asks for reports. */
    private static final Predicate<Finding> EVERYWHERE =
            finding -> finding.code().equals("no-ipv6") || finding.code().equals("reports-unwanted");

    private static final String HEAD = "version: STSv1\n";
    private static final String LIFE = "max_age: 2592000\n";

    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").mx(10, mx("good")).policy(enforce("mx.good.example")),
            domain("bare.example").mx(10, mx("bare")),
            domain("two-records.example")
                    .mx(10, mx("two-records"))
                    .policy(enforce("mx.two-records.example"))
                    .txt("v=STSv1; id=1;", "v=STSv1; id=2;"),
            domain("dash-id.example")
                    .mx(10, mx("dash-id"))
                    .policy(enforce("mx.dash-id.example"))
                    .policyId("2024-01"),
            domain("other-txt.example").mx(10, mx("other-txt")).txt("v=spf1 -all"),
            domain("unannounced.example")
                    .mx(10, mx("unannounced"))
                    .policy(enforce("mx.unannounced.example"))
                    .withoutTxt(),
            domain("no-policy.example").mx(10, mx("no-policy")).txt("v=STSv1; id=1;"),
            domain("misplaced.example").mx(10, mx("misplaced")),
            domain("lost-policy.example")
                    .mx(10, mx("lost-policy"))
                    .policy(enforce("mx.lost-policy.example").status(404)),
            domain("moved-policy.example")
                    .mx(10, mx("moved-policy"))
                    .policy(enforce("mx.moved-policy.example").status(301)),
            domain("broken-host.example")
                    .mx(10, mx("broken-host"))
                    .policy(enforce("mx.broken-host.example").status(503)),
            domain("html.example")
                    .mx(10, mx("html"))
                    .policy(enforce("mx.html.example").header("Content-Type", "text/html")),
            domain("packed.example")
                    .mx(10, mx("packed"))
                    .policy(enforce("mx.packed.example").header("Content-Encoding", "gzip")),
            domain("endless.example")
                    .mx(10, mx("endless"))
                    .policy(enforce("mx.endless.example").endless()),
            domain("old-cert.example")
                    .mx(10, mx("old-cert"))
                    .policy(enforce("mx.old-cert.example").certificate(expired())),
            domain("wrong-cert.example")
                    .mx(10, mx("wrong-cert"))
                    .policy(enforce("mx.wrong-cert.example").certificate(wrongName())),
            domain("own-cert.example")
                    .mx(10, mx("own-cert"))
                    .policy(enforce("mx.own-cert.example").certificate(selfSigned())),
            domain("half-chain.example")
                    .mx(10, mx("half-chain"))
                    .policy(enforce("mx.half-chain.example").certificate(missingIntermediate())),
            domain("old-tls.example")
                    .mx(10, mx("old-tls"))
                    .policy(enforce("mx.old-tls.example").tlsProtocols("TLSv1")),
            domain("dead-policy-host.example")
                    .mx(10, mx("dead-policy-host"))
                    .policy(enforce("mx.dead-policy-host.example")),
            domain("no-mx-line.example").mx(10, mx("no-mx-line")).policy(text(HEAD + "mode: enforce\n" + LIFE)),
            domain("loud-mode.example")
                    .mx(10, mx("loud-mode"))
                    .policy(text(HEAD + "mode: ENFORCE\n" + LIFE + "mx: mx.loud-mode.example\n")),
            domain("nmx.example")
                    .mx(10, mx("nmx"))
                    .policy(text(HEAD + "mode: enforce\n" + LIFE + "mx: mx.nmx.example\nnmx: mx2.nmx.example\n")),
            domain("extended.example")
                    .mx(10, mx("extended"))
                    .policy(text(HEAD + "mode: enforce\n" + LIFE + "mx: mx.extended.example\nx_owner: us\n")),
            domain("twice.example")
                    .mx(10, mx("twice"))
                    .policy(text(HEAD + "mode: enforce\nmode: none\n" + LIFE + "mx: mx.twice.example\n")),
            domain("bad-pattern.example")
                    .mx(10, mx("bad-pattern"))
                    .policy(text(HEAD + "mode: enforce\n" + LIFE
                            + "mx: mx.bad-pattern.example\nmx: mx*.bad-pattern.example\n")),
            domain("all-wrong.example")
                    .mx(10, mx("all-wrong"))
                    .policy(text("version=STSv1\nmode: on\nmax_age: 1 week\nmx: *\n")),
            domain("short.example")
                    .mx(10, mx("short"))
                    .policy(enforce("mx.short.example").maxAge(Duration.ofDays(13))),
            domain("two-weeks.example")
                    .mx(10, mx("two-weeks"))
                    .policy(enforce("mx.two-weeks.example").maxAge(Duration.ofDays(14))),
            domain("testing.example")
                    .mx(10, mx("testing"))
                    .policy(PolicyFile.testing("mx.testing.example").maxAge(Duration.ofDays(30))),
            domain("testing-long.example")
                    .mx(10, mx("testing-long"))
                    .policyId("20200101000000Z")
                    .policy(PolicyFile.testing("mx.testing-long.example").maxAge(Duration.ofDays(30))),
            domain("leaving.example").mx(10, mx("leaving")).policy(none()),
            domain("any-com.example").mx(10, mx("any-com")).policy(enforce("mx.any-com.example", "*.com")),
            domain("hoster.example").mx(10, mx("hoster")).policy(enforce("mx.hoster.example", "*.hosting.test")),
            domain("own-wildcard.example").mx(10, mx("own-wildcard")).policy(enforce("*.own-wildcard.example")),
            domain("leftover.example")
                    .mx(10, mx("leftover"))
                    .policy(enforce("mx.leftover.example", "old.leftover.example")),
            domain("long-life.example")
                    .mx(10, mx("long-life"))
                    .policy(enforce("mx.long-life.example").maxAge(Duration.ofDays(365))),
            domain("uncovered.example")
                    .mx(10, mx("uncovered"))
                    .mx(20, "mx.good.example")
                    .policy(enforce("mx.uncovered.example")),
            domain("locked-out.example").mx(10, mx("locked-out")).policy(enforce("mail.locked-out.example")),
            domain("expired-mx.example")
                    .mx(10, mx("expired-mx").certificate(expired()))
                    .policy(enforce("mx.expired-mx.example")),
            domain("early-mx.example")
                    .mx(10, mx("early-mx").certificate(notYetValid()))
                    .policy(enforce("mx.early-mx.example")),
            domain("stranger-mx.example")
                    .mx(10, mx("stranger-mx").certificate(unknownAuthority()))
                    .policy(enforce("mx.stranger-mx.example")),
            domain("wrong-mx.example")
                    .mx(10, mx("wrong-mx").certificate(wrongName()))
                    .policy(enforce("mx.wrong-mx.example")),
            domain("clear-mx.example").mx(10, mx("clear-mx").withoutStartTls()).policy(enforce("mx.clear-mx.example")),
            domain("refusing-mx.example")
                    .mx(10, mx("refusing-mx").reply(SmtpStage.STARTTLS, "454 no"))
                    .policy(enforce("mx.refusing-mx.example")),
            domain("injecting-mx.example")
                    .mx(10, mx("injecting-mx").injecting("250 x\r\n"))
                    .policy(enforce("mx.injecting-mx.example")),
            domain("old-tls-mx.example")
                    .mx(10, mx("old-tls-mx").tlsProtocols("TLSv1"))
                    .policy(enforce("mx.old-tls-mx.example")),
            domain("clear-testing.example")
                    .mx(10, mx("clear-testing").withoutStartTls())
                    .policy(PolicyFile.testing("mx.clear-testing.example").maxAge(Duration.ofDays(30))),
            domain("clear-bare.example").mx(10, mx("clear-bare").withoutStartTls()),
            domain("down.example").mx(10, mx("down").down()).policy(enforce("mx.down.example")),
            domain("half-down.example")
                    .mx(10, mx("half-down").down())
                    .mx(20, "mx.good.example")
                    .policy(enforce("mx.half-down.example", "mx.good.example")),
            domain("unfriendly.example")
                    .mx(10, mx("unfriendly").reply(SmtpStage.BANNER, "554 5.3.2 go away"))
                    .mx(20, "mx.good.example")
                    .policy(enforce("mx.unfriendly.example", "mx.good.example")),
            domain("silent.example")
                    .mx(10, mx("silent").hangingAt(SmtpStage.BANNER))
                    .mx(20, "mx.good.example")
                    .policy(enforce("mx.silent.example", "mx.good.example")),
            domain("no-address.example")
                    .mx(10, mx("no-address").withoutAddress())
                    .mx(20, "mx.good.example")
                    .policy(enforce("mx.no-address.example", "mx.good.example")),
            domain("private.example")
                    .mx(10, mx("private").addresses("10.0.0.1"))
                    .mx(20, "mx.good.example")
                    .policy(enforce("mx.private.example", "mx.good.example")),
            domain("implicit.example").implicitMx().policy(enforce("implicit.example")),
            domain("null.example").nullMx(),
            domain("draft.example")
                    .mx(10, mx("draft"))
                    .policy(draftEnforce(".draft.example").maxAge(Duration.ofDays(30))),
            domain("draft-report.example")
                    .mx(10, mx("draft-report"))
                    .policy(draftReport(".draft-report.example").maxAge(Duration.ofDays(30))),
            domain("draft-name.example")
                    .mx(10, mx("draft-name"))
                    .policy(draftEnforce("mail.draft-name.example").maxAge(Duration.ofDays(30))),
            domain("draft-broken.example")
                    .mx(10, mx("draft-broken"))
                    .policy(json("{\"version\":\"STSv1\",\n\"mode\":\"none\"}")),
            domain("draft-wildcard.example")
                    .mx(10, mx("draft-wildcard"))
                    .policy(draftEnforce(".draft-wildcard.example", "*.draft-wildcard.example")
                            .maxAge(Duration.ofDays(30))));

    private final LoopbackInternet internet;
    private Sender sender;

    DomainCheckTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    private static MxHost mx(String domain) {
        return mxHost("mx." + domain + ".example");
    }

    private static PolicyFile enforce(String... patterns) {
        return PolicyFile.enforce(patterns).maxAge(Duration.ofDays(30));
    }

    @BeforeEach
    void start() {
        internet.dns().ttl(Duration.ZERO);
        sender = new Sender(internet);
    }

    @AfterEach
    void stop() {
        sender.close();
    }

    private DomainCheck check(String domain, String options) {
        return (DomainCheck)
                ask("mtasts:check?localHostname=mail.sender.example&responseTimeout=1000" + options, domain);
    }

    private Object ask(String endpoint, String domain) {
        return Objects.requireNonNull(sender.context().createProducerTemplate().requestBody(endpoint, domain));
    }

    private static String brief(Finding finding) {
        return finding.severity() + " " + finding.code();
    }

    private static List<String> briefly(DomainCheck check) {
        return check.findings().stream()
                .filter(EVERYWHERE.negate())
                .map(DomainCheckTest::brief)
                .toList();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "good.example             | ",
                "bare.example             | WARNING record-missing",
                "other-txt.example        | WARNING record-missing",
                "two-records.example      | ERROR record-ambiguous",
                "dash-id.example          | ERROR record-malformed",
                "unannounced.example      | WARNING policy-unannounced",
                "no-policy.example        | ERROR policy-no-address",
                "lost-policy.example      | ERROR policy-not-found",
                "moved-policy.example     | ERROR policy-redirect",
                "broken-host.example      | ERROR policy-status",
                "html.example             | ERROR policy-media-type",
                "packed.example           | ERROR policy-content-coding",
                "endless.example          | ERROR policy-too-large",
                "old-cert.example         | ERROR policy-certificate-expired",
                "wrong-cert.example       | ERROR policy-certificate-name-mismatch",
                "own-cert.example         | ERROR policy-certificate-not-trusted",
                "half-chain.example       | ERROR policy-certificate-not-trusted",
                "old-tls.example          | ERROR policy-tls",
                "no-mx-line.example       | ERROR policy-invalid",
                "loud-mode.example        | ERROR policy-line-broken",
                "nmx.example              | WARNING policy-field-misspelt",
                "extended.example         | NOTE policy-field-unknown",
                "twice.example            | WARNING policy-field-repeated",
                "bad-pattern.example      | WARNING policy-line-broken",
                "all-wrong.example        | ERROR policy-line-broken;ERROR policy-line-broken;ERROR policy-line-broken;ERROR policy-line-broken",
                "short.example            | WARNING max-age-short",
                "two-weeks.example        | ",
                "testing.example          | WARNING mode-testing",
                "testing-long.example     | WARNING mode-testing;WARNING testing-for-long",
                "leaving.example          | WARNING mode-none",
                "any-com.example          | WARNING mx-pattern-too-broad",
                "hoster.example           | WARNING mx-pattern-too-broad",
                "own-wildcard.example     | NOTE mx-pattern-too-broad",
                "leftover.example         | NOTE mx-pattern-unused",
                "long-life.example        | NOTE policy-certificate-expires;NOTE mx-certificate-expires",
                "uncovered.example        | WARNING mx-not-in-policy",
                "locked-out.example       | ERROR mail-locked-out;WARNING mx-not-in-policy;NOTE mx-pattern-unused",
                "expired-mx.example       | ERROR mail-locked-out;ERROR mx-certificate-expired",
                "early-mx.example         | ERROR mail-locked-out;ERROR mx-certificate-not-yet-valid",
                "stranger-mx.example      | ERROR mail-locked-out;ERROR mx-certificate-not-trusted",
                "wrong-mx.example         | ERROR mail-locked-out;ERROR mx-certificate-name-mismatch",
                "clear-mx.example         | ERROR mail-locked-out;ERROR mx-starttls-not-offered",
                "refusing-mx.example      | ERROR mail-locked-out;ERROR mx-starttls-refused",
                "injecting-mx.example     | ERROR mail-locked-out;ERROR mx-response-injected",
                "old-tls-mx.example       | ERROR mail-locked-out;ERROR mx-tls-handshake",
                "clear-testing.example    | WARNING mode-testing;WARNING mx-starttls-not-offered",
                "clear-bare.example       | WARNING record-missing;WARNING mx-starttls-not-offered",
                "down.example             | UNKNOWN mx-connection-failed",
                "half-down.example        | WARNING mx-connection-failed",
                "unfriendly.example       | WARNING mx-session-refused",
                "silent.example           | WARNING mx-connection-lost",
                "no-address.example       | WARNING mx-no-usable-host",
                "private.example          | WARNING mx-address-refused",
                "implicit.example         | NOTE mx-implicit",
                "null.example             | NOTE null-mx",
                "nowhere.example          | ERROR no-such-domain",
            })
    void whatIsWrongIsFound(String domain, String findings) {
        List<String> expected = findings == null ? List.of() : List.of(findings.split(";"));

        assertThat(briefly(check(domain, ""))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} by {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "draft.example          | DRAFT06 | ",
                "draft.example          | AUTO    | ",
                "draft.example          | RFC8461 | ERROR policy-not-found",
                "good.example           | AUTO    | ",
                "good.example           | DRAFT06 | ERROR policy-not-found",
                "draft-report.example   | DRAFT06 | WARNING mode-testing",
                "draft-name.example     | DRAFT06 | ERROR mail-locked-out;ERROR mx-certificate-name-mismatch",
                "draft-broken.example   | DRAFT06 | ERROR policy-line-broken",
                "draft-wildcard.example | DRAFT06 | WARNING policy-line-broken;NOTE mx-pattern-too-broad",
            })
    void bothDialectsAreSpoken(String domain, String dialect, String findings) {
        List<String> expected = findings == null ? List.of() : List.of(findings.split(";"));

        assertThat(briefly(check(domain, "&dialect=" + dialect))).containsAll(expected);
        assertThat(briefly(check(domain, "&dialect=" + dialect)).stream().filter(brief -> !brief.startsWith("NOTE")))
                .isEqualTo(expected.stream()
                        .filter(brief -> !brief.startsWith("NOTE"))
                        .toList());
    }

    @Test
    void aRecordAtTheDomainItselfIsFound() {
        internet.dns().answer("misplaced.example", "TXT", "v=STSv1; id=1;");

        assertThat(briefly(check("misplaced.example", ""))).containsExactly("ERROR record-misplaced");
    }

    @Test
    void anAddressOfThePolicyHostWhereNobodyAnswersIsFound() {
        internet.dns().answer("mta-sts.dead-policy-host.example", "A", MxHost.DEAD_ADDRESS);

        assertThat(briefly(check("dead-policy-host.example", ""))).containsExactly("ERROR policy-unreachable");

        internet.dns().answer("mta-sts.dead-policy-host.example", "A", MxHost.DEAD_ADDRESS, "127.0.0.1");

        assertThat(briefly(check("dead-policy-host.example", "")))
                .as("senders who begin with the other address get the policy")
                .containsExactly("WARNING policy-unreachable");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "_mta-sts.good.example | TXT | UNKNOWN record-unknown",
                "good.example          | MX  | UNKNOWN mx-unknown",
                "mta-sts.good.example  | A   | UNKNOWN policy-address-unknown",
                "mx.good.example       | A   | UNKNOWN mx-dns-failed",
            })
    void whatDnsCannotSayIsUnknownAndNoFault(String name, String type, String expected) {
        internet.dns().fail(name, type, "SERVFAIL");
        if (type.equals("A")) {
            internet.dns().fail(name, "AAAA", "SERVFAIL");
        }

        assertThat(briefly(check("good.example", "")))
                .filteredOn(brief -> !brief.startsWith("NOTE"))
                .contains(expected)
                .allSatisfy(brief -> assertThat(brief).startsWith("UNKNOWN"));
    }

    @Test
    void whereNoResolverAnswersNothingIsAFault() {
        try (Sender deaf = new Sender(internet, component -> component.setDnsServers(MxHost.DEAD_ADDRESS + ":9"))) {
            DomainCheck check = Objects.requireNonNull(deaf.context()
                    .createProducerTemplate()
                    .requestBody("mtasts:check?localHostname=mail.sender.example", "good.example", DomainCheck.class));

            assertThat(briefly(check)).containsExactly("UNKNOWN record-unknown", "UNKNOWN mx-unknown");
            assertThat(check.toText()).doesNotContain("null", "no TXT record").contains("no resolver answers");
        }
    }

    @ParameterizedTest(name = "no thread of {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "MtaStsDelivery | ",
                "MtaStsCheck    | UNKNOWN policy-unseen;UNKNOWN mx-out-of-time",
            })
    void whatThisMachineHasNoTimeForIsNobodysFault(String pool, String findings) throws Exception {
        List<String> expected = findings == null ? List.of() : List.of(findings.split(";"));
        try (DefaultCamelContext busy = new DefaultCamelContext()) {
            busy.getExecutorServiceManager().setThreadPoolFactory(new BusyPool(pool));
            busy.addComponent("mtasts", Sender.component(internet));
            busy.start();
            DomainCheck check = Objects.requireNonNull(busy.createProducerTemplate()
                    .requestBody("mtasts:check?localHostname=mail.sender.example", "good.example", DomainCheck.class));

            assertThat(briefly(check)).isEqualTo(expected);
        }
    }

    /** Gives threads to all but one of the pools. */
    private static final class BusyPool extends DefaultThreadPoolFactory {

        private final String name;

        BusyPool(String name) {
            this.name = name;
        }

        @Override
        public ExecutorService newThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
            ExecutorService pool = super.newThreadPool(profile, threads);
            if (name.equals(profile.getId())) {
                pool.shutdown();
            }
            return pool;
        }
    }

    @Test
    void whoeverAsksForReportsIsNotToldTo() {
        internet.dns().answer("_smtp._tls.testing.example", "TXT", "v=TLSRPTv1; rua=mailto:tls@testing.example");

        assertThat(check("testing.example", "").findings())
                .extracting(Finding::code)
                .doesNotContain("reports-unwanted");
        assertThat(check("testing-long.example", "").findings())
                .extracting(DomainCheckTest::brief)
                .contains("WARNING reports-unwanted");
        assertThat(check("good.example", "").findings())
                .extracting(DomainCheckTest::brief)
                .contains("NOTE reports-unwanted");
    }

    @Test
    void whoHasIpv6IsNotToldToGetIt() {
        internet.dns().answer("mx.good.example", "AAAA", "::1");
        internet.dns().answer("mta-sts.good.example", "AAAA", "::1");

        assertThat(check("good.example", "").findings())
                .extracting(Finding::code)
                .doesNotContain("no-ipv6");
    }

    @Test
    void whoLacksIpv6IsInOrder() {
        DomainCheck check = check("good.example", "");

        assertThat(check.findings()).extracting(DomainCheckTest::brief).contains("NOTE no-ipv6");
        assertThat(check.verdict()).contains("is in order");
    }

    /** Its policy holds for 30 days. */
    @ParameterizedTest(name = "{0} days before the end: {1}")
    @CsvSource({"31, ''", "29, NOTE", "22, NOTE", "20, WARNING"})
    void aCertificateThatNobodySeemsToRenewIsAWarning(int days, String severity) {
        Instant end = certificateOfPolicyHost(check("good.example", "")).notAfter();
        MovableClock clock = MovableClock.at(end.minus(Duration.ofDays(days)).toString());
        try (Sender later = new Sender(internet, component -> component.setClock(clock))) {
            DomainCheck check = Objects.requireNonNull(later.context()
                    .createProducerTemplate()
                    .requestBody("mtasts:check?localHostname=mail.sender.example", "good.example", DomainCheck.class));

            assertThat(briefly(check))
                    .isEqualTo(
                            severity.isEmpty()
                                    ? List.of()
                                    : List.of(
                                            severity + " policy-certificate-expires",
                                            severity + " mx-certificate-expires"));
        }
    }

    private static ShownCertificate certificateOfPolicyHost(DomainCheck check) {
        return check.view().policyHost().answer().orElseThrow().chain().get(0);
    }

    @Test
    void whereNoIpv6AddressAnswersTheFaultMayBeOurs() {
        internet.dns().answer("mx.good.example", "AAAA", "::1");
        internet.dns().answer("mta-sts.good.example", "AAAA", "::1");
        try (Sender both = new Sender(internet, component -> component.setAllowedAddresses("127.0.0.0/8,::1/128"))) {
            DomainCheck check = Objects.requireNonNull(both.context()
                    .createProducerTemplate()
                    .requestBody("mtasts:check?localHostname=mail.sender.example", "good.example", DomainCheck.class));

            assertThat(briefly(check)).containsExactly("NOTE ipv6-unseen");
        }
    }

    @Test
    void nothingThatIsKeptCountsAndNothingIsKept() {
        sender.resolve("good.example");
        internet.policyHost()
                .serve("good.example", PolicyFile.testing("mx.good.example").maxAge(Duration.ofDays(30)));

        assertThat(briefly(check("good.example", ""))).containsExactly("WARNING mode-testing");
        assertThat(sender.resolve("good.example")
                        .decision()
                        .orElseThrow()
                        .inForce()
                        .orElseThrow()
                        .policy()
                        .mode())
                .hasToString("ENFORCE");

        check("short.example", "");
        assertThat((List<?>) ask("mtasts:policies", "")).hasSize(1);
    }

    @Test
    void noMailIsBegun() {
        check("good.example", "");

        assertThat(internet.mx("mx.good.example").sessions())
                .allSatisfy(session -> assertThat(session.commands()).noneMatch(command -> command.startsWith("MAIL")));
    }

    @Test
    void strangersLeadNobodyIntoOurNetwork() {
        try (Sender guarded = new Sender(internet, component -> component.setAllowedAddresses(""))) {
            DomainCheck check = Objects.requireNonNull(guarded.context()
                    .createProducerTemplate()
                    .requestBody("mtasts:check?localHostname=mail.sender.example", "good.example", DomainCheck.class));

            assertThat(briefly(check))
                    .containsExactlyInAnyOrder("ERROR policy-address-refused", "ERROR mx-address-refused");
        }
        assertThat(internet.mx("mx.good.example").sessions()).isEmpty();
        assertThat(internet.policyHost().connections("good.example")).isZero();
    }

    @Test
    void aPersonIsToldWhoCanMendItAndWhereItIsWritten() {
        Finding finding = check("expired-mx.example", "").findings().get(1);

        assertThat(finding.sentence()).startsWith("mx.expired-mx.example: the certificate expired at ");
        assertThat(finding.remedy()).isEqualTo("the operator of the host must install a valid certificate");
        assertThat(finding.section()).isEqualTo("RFC 8461 section 4.2");
        assertThat(finding.mender()).hasToString("MAIL_HOST");
    }

    @Test
    void everyBrokenLineHasItsNumber() {
        assertThat(check("all-wrong.example", "").findings())
                .filteredOn(finding -> finding.code().equals("policy-line-broken"))
                .extracting(Finding::sentence)
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("line 1 of the policy: "),
                        two -> assertThat(two).startsWith("line 2 of the policy: "),
                        three -> assertThat(three).startsWith("line 3 of the policy: "),
                        four -> assertThat(four).startsWith("line 4 of the policy: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"good.example", "GOOD.Example.", " good.example "})
    void theDomainIsNamedAsForResolve(String name) {
        assertThat(check(name, "").view().domain()).hasToString("good.example");
    }

    @Test
    void anAddressHasNoPolicy() {
        assertThatThrownBy(() -> check("mail@good.example", "")).hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textIsForCheckAlone() {
        assertThatThrownBy(() -> ask("mtasts:resolve?format=text", "good.example"))
                .rootCause()
                .hasMessageContaining("format: TEXT is for mtasts:check");
    }

    @ParameterizedTest
    @ValueSource(strings = {"good.example", "expired-mx.example"})
    void severalChecksAtOnceDoNotDisturbEachOther(String domain) {
        List<List<String>> all = Stream.generate(() -> domain)
                .limit(8)
                .parallel()
                .map(name -> briefly(check(name, "")))
                .distinct()
                .toList();

        assertThat(all).hasSize(1);
    }
}
