package io.github.camelmtasts;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.HostTrace;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.testkit.DnsServer;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MailDomain;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.Participant;
import io.github.camelmtasts.testkit.PolicyFile;
import io.github.camelmtasts.testkit.PolicyServer;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a mail: one row for each thing that can happen, one column for each policy that can be in force. Each row
 * is one mail to four domains, to all of which the same happens.
 */
@Timeout(60)
class DecisionTableTest {

    private static final List<String> COLUMNS = List.of("enforce", "testing", "none", "no-policy");

    private static final String ONE_HOST = "one";
    private static final String TWO_HOSTS = "two";

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(domains());

    private final MovableClock clock = MovableClock.atNoonToday();

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet(), component -> component.setClock(clock));

    private static Participant[] domains() {
        Stream<Participant> ofColumns = COLUMNS.stream()
                .flatMap(column -> Stream.of(
                        withPolicy(column, domain("one." + column + ".example"))
                                .mx(10, mxHost("mx1.one." + column + ".example")),
                        withPolicy(column, domain("two." + column + ".example"))
                                .mx(10, mxHost("mx1.two." + column + ".example"))
                                .mx(20, mxHost("mx2.two." + column + ".example"))));
        return Stream.concat(ofColumns, Stream.of(mxHost("mx.stranger.example")))
                .toArray(Participant[]::new);
    }

    private static MailDomain withPolicy(String column, MailDomain domain) {
        String hosts = "*." + domain.name();
        return switch (column) {
            case "enforce" -> domain.policy(PolicyFile.enforce(hosts));
            case "testing" -> domain.policy(PolicyFile.testing(hosts));
            case "none" -> domain.policy(PolicyFile.none(hosts));
            default -> domain;
        };
    }

    @BeforeEach
    void start() {
        INTERNET.internet().dns().ttl(Duration.ZERO);
    }

    /** What happens to a domain. */
    enum Event {
        ALL_IS_WELL(ONE_HOST, domain -> {}),
        MX_NOT_IN_POLICY(ONE_HOST, domain -> domain.mxRecords("10 mx.stranger.example.")),
        FIRST_MX_NOT_IN_POLICY(
                TWO_HOSTS, domain -> domain.mxRecords("10 mx.stranger.example.", "20 mx2." + domain.name() + ".")),

        STARTTLS_MISSING(MxHost::withoutStartTls),
        STARTTLS_454(answer(SmtpStage.STARTTLS, "454 4.7.0 TLS not available")),
        STARTTLS_500(answer(SmtpStage.STARTTLS, "500 5.5.1 what?")),
        STARTTLS_554(answer(SmtpStage.STARTTLS, "554 5.7.0 no TLS here")),
        STARTTLS_CUT(host -> host.droppingAt(SmtpStage.STARTTLS)),
        STARTTLS_INJECTED(host -> host.injecting("250 2.0.0 forged\r\n")),
        HANDSHAKE_DIES(host -> host.tlsProtocols("TLSv1.1")),
        EHLO_550(answer(SmtpStage.EHLO, "550 5.5.1 speak HELO")),
        BANNER_554(answer(SmtpStage.BANNER, "554 5.3.2 go away")),
        BANNER_421(answer(SmtpStage.BANNER, "421 4.3.2 full")),

        EXPIRED(ServerCertificate.expired()),
        NOT_YET_VALID(ServerCertificate.notYetValid()),
        WRONG_NAME(ServerCertificate.wrongName()),
        COMMON_NAME_ONLY(ServerCertificate.commonNameOnly()),
        PARTIAL_WILDCARD(ServerCertificate.partialWildcard()),
        UNKNOWN_AUTHORITY(ServerCertificate.unknownAuthority()),
        SELF_SIGNED(ServerCertificate.selfSigned()),
        MISSING_INTERMEDIATE(ServerCertificate.missingIntermediate()),

        TCP_REFUSED(MxHost::down),
        MAIL_451(answer(SmtpStage.MAIL, "451 4.3.0 later")),
        RCPT_452(answer(SmtpStage.RCPT, "452 4.2.2 full")),
        DATA_451(answer(SmtpStage.DATA, "451 4.3.0 later")),
        DOT_452(answer(SmtpStage.END_OF_DATA, "452 4.3.1 disk full")),
        MAIL_550(answer(SmtpStage.MAIL, "550 5.7.1 not you")),
        RCPT_550(answer(SmtpStage.RCPT, "550 5.1.1 no such user")),
        DATA_554(answer(SmtpStage.DATA, "554 5.5.1 no")),
        DOT_554(answer(SmtpStage.END_OF_DATA, "554 5.7.1 spam")),

        TCP_REFUSED_THEN_WELL(TWO_HOSTS, domain -> domain.first(MxHost::down)),
        STARTTLS_MISSING_THEN_WELL(TWO_HOSTS, domain -> domain.first(MxHost::withoutStartTls)),
        STARTTLS_500_THEN_WELL(TWO_HOSTS, domain -> domain.first(STARTTLS_500.fault)),
        STARTTLS_554_THEN_WELL(TWO_HOSTS, domain -> domain.first(STARTTLS_554.fault)),
        EHLO_550_THEN_WELL(TWO_HOSTS, domain -> domain.first(EHLO_550.fault)),
        BANNER_554_THEN_WELL(TWO_HOSTS, domain -> domain.first(BANNER_554.fault)),
        HANDSHAKE_DIES_THEN_WELL(TWO_HOSTS, domain -> domain.first(HANDSHAKE_DIES.fault)),
        EXPIRED_THEN_WELL(TWO_HOSTS, domain -> domain.first(EXPIRED.fault)),
        STARTTLS_MISSING_THEN_550(TWO_HOSTS, domain -> {
            domain.first(MxHost::withoutStartTls);
            domain.second(RCPT_550.fault);
        }),
        RCPT_550_THEN_STARTTLS_MISSING(TWO_HOSTS, domain -> {
            domain.first(RCPT_550.fault);
            domain.second(MxHost::withoutStartTls);
        }),
        EXPIRED_THEN_TCP_REFUSED(TWO_HOSTS, domain -> {
            domain.first(EXPIRED.fault);
            domain.second(MxHost::down);
        }),

        NULL_MX(ONE_HOST, domain -> domain.mxRecords("0 .")),
        NULL_MX_BUT_POLICY_KNOWN(ONE_HOST, known(NULL_MX)),
        NO_SUCH_DOMAIN(ONE_HOST, domain -> domain.dns().fail(domain.name(), null, "NXDOMAIN")),
        NO_SUCH_DOMAIN_BUT_POLICY_KNOWN(ONE_HOST, known(NO_SUCH_DOMAIN)),
        MX_SERVFAIL(ONE_HOST, domain -> domain.dns().fail(domain.name(), "MX", "SERVFAIL")),
        MX_SERVFAIL_BUT_POLICY_KNOWN(ONE_HOST, known(MX_SERVFAIL)),

        TXT_GONE(ONE_HOST, atAHostWithoutTls(domain -> domain.dns().remove(domain.record(), "TXT"))),
        TXT_BROKEN(
                ONE_HOST,
                atAHostWithoutTls(domain -> domain.dns().answer(domain.record(), "TXT", "v=STSv1; id=no-id;"))),
        TXT_TWICE(
                ONE_HOST,
                atAHostWithoutTls(
                        domain -> domain.dns().answer(domain.record(), "TXT", "v=STSv1; id=2;", "v=STSv1; id=3;"))),
        TXT_SERVFAIL(ONE_HOST, atAHostWithoutTls(domain -> domain.dns().fail(domain.record(), "TXT", "SERVFAIL"))),
        HTTPS_404(ONE_HOST, atAHostWithoutTls(domain -> {
            domain.newId();
            domain.policyHost().withdraw(domain.name());
        })),
        HTTPS_REFUSED(ONE_HOST, atAHostWithoutTls(domain -> {
            domain.newId();
            domain.dns().answer("mta-sts." + domain.name(), "A", MxHost.DEAD_ADDRESS);
        })),
        HTTPS_FORGED(ONE_HOST, atAHostWithoutTls(domain -> {
            domain.newId();
            domain.serve(PolicyFile.none().certificate(ServerCertificate.selfSigned()));
        })),
        POLICY_BROKEN(ONE_HOST, atAHostWithoutTls(domain -> {
            domain.newId();
            domain.serve(PolicyFile.text("mode: none\n"));
        })),

        TXT_GONE_BUT_POLICY_KNOWN(ONE_HOST, known(TXT_GONE)),
        TXT_BROKEN_BUT_POLICY_KNOWN(ONE_HOST, known(TXT_BROKEN)),
        TXT_TWICE_BUT_POLICY_KNOWN(ONE_HOST, known(TXT_TWICE)),
        TXT_SERVFAIL_BUT_POLICY_KNOWN(ONE_HOST, known(TXT_SERVFAIL)),
        TXT_SILENT_BUT_POLICY_KNOWN(ONE_HOST, domain -> {
            domain.learnPolicy();
            domain.first(MxHost::withoutStartTls);
            domain.dns().silence(domain.record(), "TXT");
        }),
        HTTPS_404_BUT_POLICY_KNOWN(ONE_HOST, known(HTTPS_404)),
        HTTPS_REFUSED_BUT_POLICY_KNOWN(ONE_HOST, known(HTTPS_REFUSED)),
        HTTPS_FORGED_BUT_POLICY_KNOWN(ONE_HOST, known(HTTPS_FORGED)),
        POLICY_BROKEN_BUT_POLICY_KNOWN(ONE_HOST, known(POLICY_BROKEN)),
        POLICY_RUN_OUT_THEN_FETCHED(ONE_HOST, runOut(STARTTLS_MISSING)),
        POLICY_RUN_OUT_AND_TXT_GONE(ONE_HOST, runOut(TXT_GONE)),
        POLICY_RUN_OUT_AND_HTTPS_404(ONE_HOST, runOut(HTTPS_404)),
        POLICY_RUN_OUT_AND_HTTPS_REFUSED(ONE_HOST, runOut(HTTPS_REFUSED));

        private final String hosts;

        @SuppressWarnings("ImmutableEnumChecker") // values in, values out
        private final UnaryOperator<MxHost> fault;

        @SuppressWarnings("ImmutableEnumChecker") // keeps nothing
        private final Consumer<Place> happening;

        /** Something that the one host does. */
        Event(UnaryOperator<MxHost> fault) {
            this.hosts = ONE_HOST;
            this.fault = fault;
            this.happening = domain -> domain.first(fault);
        }

        Event(ServerCertificate certificate) {
            this((MxHost host) -> host.certificate(certificate));
        }

        Event(String hosts, Consumer<Place> happening) {
            this.hosts = hosts;
            this.fault = UnaryOperator.identity();
            this.happening = happening;
        }

        private static UnaryOperator<MxHost> answer(SmtpStage stage, String reply) {
            return host -> host.reply(stage, reply);
        }

        /** The host has a fault that shows which policy is in force. */
        private static Consumer<Place> atAHostWithoutTls(Consumer<Place> event) {
            return domain -> {
                domain.first(MxHost::withoutStartTls);
                event.accept(domain);
            };
        }

        private static Consumer<Place> known(Event event) {
            return domain -> {
                domain.learnPolicy();
                event.happening.accept(domain);
            };
        }

        private static Consumer<Place> runOut(Event event) {
            return known(event).andThen(domain -> domain.clock().advance(Duration.ofDays(8)));
        }
    }

    /** One of the four domains of a row, as far as events are concerned. */
    private record Place(LoopbackInternet internet, Sender sender, MovableClock clock, String name) {

        DnsServer dns() {
            return internet.dns();
        }

        PolicyServer policyHost() {
            return internet.policyHost();
        }

        String record() {
            return "_mta-sts." + name;
        }

        boolean hasPolicy() {
            return !name.contains("no-policy");
        }

        void mxRecords(String... records) {
            dns().answer(name, "MX", records);
        }

        void first(UnaryOperator<MxHost> behaviour) {
            behave("mx1." + name, behaviour);
        }

        void second(UnaryOperator<MxHost> behaviour) {
            behave("mx2." + name, behaviour);
        }

        private void behave(String host, UnaryOperator<MxHost> behaviour) {
            internet.mx(host).behave(behaviour.apply(mxHost(host)));
        }

        void learnPolicy() {
            sender.resolve(name);
        }

        void newId() {
            if (hasPolicy()) {
                dns().answer(record(), "TXT", "v=STSv1; id=2;");
            }
        }

        void serve(PolicyFile file) {
            policyHost().serve(name, file);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        # event                          | reason                    | enforce     | testing              | none          | no policy
        ALL_IS_WELL                      |                           | sent        | sent                 | sent          | sent
        MX_NOT_IN_POLICY                 | MX_NOT_IN_POLICY          | waits       | sent, noted          | sent          | sent
        FIRST_MX_NOT_IN_POLICY           | MX_NOT_IN_POLICY          | sent to mx2 | sent, noted          | sent          | sent

        STARTTLS_MISSING                 | STARTTLS_NOT_OFFERED      | waits       | sent in clear, noted | sent in clear | sent in clear
        STARTTLS_454                     | STARTTLS_REFUSED          | waits       | sent in clear, noted | sent in clear | sent in clear
        STARTTLS_500                     | STARTTLS_REFUSED          | waits       | sent in clear, noted | sent in clear | sent in clear
        STARTTLS_554                     | STARTTLS_REFUSED          | waits       | sent in clear, noted | sent in clear | sent in clear
        STARTTLS_CUT                     | STARTTLS_REFUSED          | waits       | sent in clear, noted | sent in clear | sent in clear
        STARTTLS_INJECTED                | RESPONSE_INJECTED         | waits       | sent in clear, noted | sent in clear | sent in clear
        HANDSHAKE_DIES                   | TLS_HANDSHAKE             | waits       | sent in clear, noted | sent in clear | sent in clear
        EHLO_550                         | STARTTLS_NOT_OFFERED      | waits       | sent in clear, noted | sent in clear | sent in clear
        BANNER_554                       | SESSION_REFUSED           | waits       | waits                | waits         | waits
        BANNER_421                       | SESSION_REFUSED           | waits       | waits                | waits         | waits

        EXPIRED                          | CERTIFICATE_EXPIRED       | waits       | sent, noted          | sent          | sent
        NOT_YET_VALID                    | CERTIFICATE_NOT_YET_VALID | waits       | sent, noted          | sent          | sent
        WRONG_NAME                       | CERTIFICATE_NAME_MISMATCH | waits       | sent, noted          | sent          | sent
        COMMON_NAME_ONLY                 | CERTIFICATE_NAME_MISMATCH | waits       | sent, noted          | sent          | sent
        PARTIAL_WILDCARD                 | CERTIFICATE_NAME_MISMATCH | waits       | sent, noted          | sent          | sent
        UNKNOWN_AUTHORITY                | CERTIFICATE_NOT_TRUSTED   | waits       | sent, noted          | sent          | sent
        SELF_SIGNED                      | CERTIFICATE_NOT_TRUSTED   | waits       | sent, noted          | sent          | sent
        MISSING_INTERMEDIATE             | CERTIFICATE_NOT_TRUSTED   | waits       | sent, noted          | sent          | sent

        TCP_REFUSED                      | CONNECTION_FAILED         | waits       | waits                | waits         | waits
        MAIL_451                         | SERVER_DEFERRED           | waits       | waits                | waits         | waits
        RCPT_452                         | SERVER_DEFERRED           | waits       | waits                | waits         | waits
        DATA_451                         | SERVER_DEFERRED           | waits       | waits                | waits         | waits
        DOT_452                          | SERVER_DEFERRED           | waits       | waits                | waits         | waits
        MAIL_550                         | SERVER_REFUSED            | fails       | fails                | fails         | fails
        RCPT_550                         | SERVER_REFUSED            | fails       | fails                | fails         | fails
        DATA_554                         | SERVER_REFUSED            | fails       | fails                | fails         | fails
        DOT_554                          | SERVER_REFUSED            | fails       | fails                | fails         | fails

        TCP_REFUSED_THEN_WELL            |                           | sent to mx2 | sent to mx2          | sent to mx2   | sent to mx2
        STARTTLS_MISSING_THEN_WELL       | STARTTLS_NOT_OFFERED      | sent to mx2 | sent in clear, noted | sent in clear | sent in clear
        STARTTLS_500_THEN_WELL           | STARTTLS_REFUSED          | sent to mx2 | sent in clear, noted | sent in clear | sent in clear
        STARTTLS_554_THEN_WELL           | STARTTLS_REFUSED          | sent to mx2 | sent in clear, noted | sent in clear | sent in clear
        EHLO_550_THEN_WELL               | STARTTLS_NOT_OFFERED      | sent to mx2 | sent in clear, noted | sent in clear | sent in clear
        BANNER_554_THEN_WELL             |                           | sent to mx2 | sent to mx2          | sent to mx2   | sent to mx2
        HANDSHAKE_DIES_THEN_WELL         | TLS_HANDSHAKE             | sent to mx2 | sent in clear, noted | sent in clear | sent in clear
        EXPIRED_THEN_WELL                | CERTIFICATE_EXPIRED       | sent to mx2 | sent, noted          | sent          | sent
        STARTTLS_MISSING_THEN_550        | SERVER_REFUSED            | fails       | sent in clear, noted: STARTTLS_NOT_OFFERED | sent in clear | sent in clear
        RCPT_550_THEN_STARTTLS_MISSING   | SERVER_REFUSED            | fails       | fails                | fails         | fails
        EXPIRED_THEN_TCP_REFUSED         | CERTIFICATE_EXPIRED       | waits       | sent, noted          | sent          | sent

        NULL_MX                          | NULL_MX                   | fails       | fails                | fails         | fails
        NULL_MX_BUT_POLICY_KNOWN         | NULL_MX                   | fails       | fails                | fails         | fails
        NO_SUCH_DOMAIN                   | NO_SUCH_DOMAIN            | fails       | fails                | fails         | fails
        NO_SUCH_DOMAIN_BUT_POLICY_KNOWN  | NO_SUCH_DOMAIN            | fails       | fails                | fails         | fails
        MX_SERVFAIL                      | DNS_FAILED                | waits       | waits                | waits         | waits
        MX_SERVFAIL_BUT_POLICY_KNOWN     | DNS_FAILED                | waits       | waits                | waits         | waits

        # from here on the host has no STARTTLS, which shows the policy that is in force
        TXT_GONE                         |                           | sent in clear | sent in clear      | sent in clear | sent in clear
        TXT_BROKEN                       |                           | sent in clear | sent in clear      | sent in clear | sent in clear
        TXT_TWICE                        |                           | sent in clear | sent in clear      | sent in clear | sent in clear
        TXT_SERVFAIL                     | POLICY_UNKNOWN            | waits       | waits                | waits         | waits
        HTTPS_404                        |                           | sent in clear | sent in clear      | sent in clear | sent in clear
        HTTPS_REFUSED                    |                           | sent in clear | sent in clear      | sent in clear | sent in clear
        HTTPS_FORGED                     |                           | sent in clear | sent in clear      | sent in clear | sent in clear
        POLICY_BROKEN                    |                           | sent in clear | sent in clear      | sent in clear | sent in clear

        TXT_GONE_BUT_POLICY_KNOWN        | STARTTLS_NOT_OFFERED      | waits       | sent in clear, noted | sent in clear | sent in clear
        TXT_BROKEN_BUT_POLICY_KNOWN      | STARTTLS_NOT_OFFERED      | waits       | sent in clear, noted | sent in clear | sent in clear
        TXT_TWICE_BUT_POLICY_KNOWN       | STARTTLS_NOT_OFFERED      | waits       | sent in clear, noted | sent in clear | sent in clear
        TXT_SERVFAIL_BUT_POLICY_KNOWN    | STARTTLS_NOT_OFFERED      | waits       | sent in clear, noted | sent in clear | waits: POLICY_UNKNOWN
        TXT_SILENT_BUT_POLICY_KNOWN      | STARTTLS_NOT_OFFERED      | waits       | sent in clear, noted | sent in clear | waits: POLICY_UNKNOWN
        HTTPS_404_BUT_POLICY_KNOWN       | STARTTLS_NOT_OFFERED      | waits       | sent in clear, noted | sent in clear | sent in clear
        HTTPS_REFUSED_BUT_POLICY_KNOWN   | STARTTLS_NOT_OFFERED      | waits       | sent in clear, noted | sent in clear | sent in clear
        HTTPS_FORGED_BUT_POLICY_KNOWN    | STARTTLS_NOT_OFFERED      | waits       | sent in clear, noted | sent in clear | sent in clear
        POLICY_BROKEN_BUT_POLICY_KNOWN   | STARTTLS_NOT_OFFERED      | waits       | sent in clear, noted | sent in clear | sent in clear
        POLICY_RUN_OUT_THEN_FETCHED      | STARTTLS_NOT_OFFERED      | waits       | sent in clear, noted | sent in clear | sent in clear
        POLICY_RUN_OUT_AND_TXT_GONE      |                           | sent in clear | sent in clear      | sent in clear | sent in clear
        POLICY_RUN_OUT_AND_HTTPS_404     |                           | sent in clear | sent in clear      | sent in clear | sent in clear
        POLICY_RUN_OUT_AND_HTTPS_REFUSED |                           | sent in clear | sent in clear      | sent in clear | sent in clear
        """)
    @Requirement({
        "R8461-3.1-20",
        "R8461-3.3-12",
        "R8461-3.3-13",
        "R8461-3.3-16",
        "R8461-5-1",
        "R8461-5-2",
        "R8461-5-3",
        "R8461-5-5",
        "R8461-5.1-3",
        "R8461-5.1-4",
        "R5321-5.1-2",
        "R5321-5.1-3",
        "R7505-4.1-1",
        "RIX-MX-1"
    })
    void theEventAndThePolicyDecide(
            Event event, @Nullable FailureReason reason, String enforce, String testing, String none, String noPolicy) {
        COLUMNS.forEach(column -> happen(event, domainOf(event, column)));

        Exchange sent = sender.send(
                COLUMNS.stream().map(column -> "you@" + domainOf(event, column)).collect(Collectors.joining(",")));

        assertThat(Sender.report(sent).recipients())
                .extracting(report -> cell(report, reason))
                .containsExactly(enforce, testing, none, noPolicy);
        assertFitsTheCells(sent, List.of(enforce, testing, none, noPolicy));
    }

    private static String domainOf(Event event, String column) {
        return event.hosts + "." + column + ".example";
    }

    private void happen(Event event, String domain) {
        event.happening.accept(new Place(INTERNET.internet(), sender, clock, domain));
    }

    private static String cell(RecipientReport report, @Nullable FailureReason expected) {
        String end = report.failure()
                .map(failure ->
                        (failure.reason().isPermanent() ? "fails" : "waits") + unlessExpected(failure, expected))
                .orElseGet(() -> sent(report.acceptedBy().orElseThrow()));
        return end
                + report.noted()
                        .map(failure -> ", noted" + unlessExpected(failure, expected))
                        .orElse("");
    }

    private static String unlessExpected(Failure failure, @Nullable FailureReason expected) {
        return failure.reason() == expected ? "" : ": " + failure.reason();
    }

    private static String sent(HostTrace by) {
        return "sent" + (by.tls().isPresent() ? "" : " in clear")
                + (by.host().toString().startsWith("mx2.") ? " to mx2" : "");
    }

    /** What routes see, and what the hosts saw, is what the report says. */
    private static void assertFitsTheCells(Exchange sent, List<String> cells) {
        assertThat(INTERNET.internet().mails()).hasSize((int)
                cells.stream().filter(cell -> cell.startsWith("sent")).count());
        if (cells.stream().anyMatch(cell -> cell.startsWith("waits"))) {
            assertThat(sent.getException()).isInstanceOf(TemporaryDeliveryException.class);
        } else if (cells.contains("fails")) {
            assertThat(sent.getException()).isInstanceOf(PermanentDeliveryException.class);
        } else {
            assertThat(sent.getException()).isNull();
        }
    }
}
