package io.github.camelmtasts;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.camelmtasts.delivery.Resolution;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.publication.Notice;
import io.github.camelmtasts.publication.PublishedPolicy;
import io.github.camelmtasts.publication.RollOverReport;
import io.github.camelmtasts.publication.Stage;
import io.github.camelmtasts.testkit.IssuedCertificate;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.ServerCertificate;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Our publisher and our sender against each other, from the first policy to the last, and a client that we did not write. */
@Timeout(120)
class RollOverOfAPolicyTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("mine.example").mx(10, mxHost("old.mine.example")), mxHost("new.mine.example"));

    private static final String OLD = "enforce old.mine.example for 2w";
    private static final String BOTH = "enforce old.mine.example,new.mine.example for 2w";
    private static final String NEW = "enforce new.mine.example for 2w";
    private static final String URL = "https://mta-sts.mine.example/.well-known/mta-sts.txt";

    @TempDir
    private Path directory;

    private final LoopbackInternet internet = INTERNET.internet();
    private final MovableClock clock = MovableClock.atNoonToday();
    private final IssuedCertificate certificate =
            internet.authority().issue(ServerCertificate.valid(), "mta-sts.mine.example");
    private Path wanted;
    private PublishingNode node;
    private Sender sender;

    @BeforeEach
    void start() throws Exception {
        internet.reset();
        internet.dns().ttl(Duration.ZERO);
        internet.dns().answer("mta-sts.mine.example", "A", "127.0.0.1");
        wanted = Files.createDirectories(directory.resolve("policies")).resolve("mine.example.txt");
        node = node("127.0.0.1", 0, certificate);
        sender = new Sender(internet, component -> {
            component.setPolicyPort(node.port());
            component.setClock(clock);
        });
    }

    @AfterEach
    void stop() {
        sender.close();
        node.close();
    }

    private PublishingNode node(String address, int port, IssuedCertificate shown) throws Exception {
        return new PublishingNode(internet, address, port, shown, directory, component -> {
            component.setClock(clock);
            component.setPublishedPolicyDirectory(directory.resolve("policies").toString());
            component.setPublicationState(directory.resolve("state").toString());
        });
    }

    private void want(String words) throws Exception {
        Files.writeString(wanted, text(words));
    }

    /** As one would write it by hand. */
    private static String text(String words) {
        String[] parts = words.split(" ", -1);
        StringBuilder text = new StringBuilder("version: STSv1\nmode: " + parts[0] + "\n");
        if (parts.length > 3) {
            List.of(parts[1].split(",", -1))
                    .forEach(pattern -> text.append("mx: ").append(pattern).append('\n'));
        }
        return text.append("max_age: ")
                .append(parts.length > 3 ? 1_209_600 : 86_400)
                .append('\n')
                .toString();
    }

    private RollOverReport rollOver() {
        return node.rollOver("mine.example", "");
    }

    /** What the report says, done. */
    private void paste(RollOverReport report) {
        internet.dns()
                .answer(
                        "_mta-sts.mine.example",
                        "TXT",
                        "v=STSv1; id=" + report.recordId().orElseThrow() + ";");
    }

    private void publish(String words) throws Exception {
        want(words);
        paste(rollOver());
        assertThat(rollOver().stage()).isIn(Stage.ANNOUNCED, Stage.SETTLED);
    }

    private static List<String> errors(RollOverReport report) {
        return report.notices().stream()
                .filter(notice -> notice.severity() == Notice.Severity.ERROR)
                .map(Notice::sentence)
                .toList();
    }

    private String modeForSenders() {
        return Sender.policyMode(sender.send("you@mine.example"));
    }

    @Test
    @Requirement("R8461-8.1-1")
    void fromNothingToEnforceWithoutAMailLost() throws Exception {
        assertThat(modeForSenders()).isEqualTo("none");

        publish("testing old.mine.example for 2w");
        assertThat(modeForSenders()).isEqualTo("testing");

        publish(OLD);
        assertThat(modeForSenders()).isEqualTo("enforce");
        assertThat(internet.mails()).hasSize(3);
        try (WebClient client = new WebClient(internet, node.port())) {
            HttpResponse<String> answer = client.get(URL);
            assertThat(answer.body()).isEqualTo(text(OLD));
        }
    }

    @Test
    @Requirement("R8461-8.1-1")
    void fromOneMailHostToAnotherWithoutAMailLost() throws Exception {
        publish(OLD);
        assertThat(modeForSenders()).isEqualTo("enforce");

        // at once would lock mail out: of those with the new policy, and after a change of DNS of those with the old
        want(NEW);
        RollOverReport refused = rollOver();
        assertThat(refused.stage()).isEqualTo(Stage.REFUSED);
        assertThat(errors(refused)).singleElement().asString().contains("covers its MX host old.mine.example");
        assertThat(refused.suggestion().orElseThrow()).contains("mx: new.mine.example\r\nmx: old.mine.example\r\n");
        assertThat(modeForSenders()).isEqualTo("enforce");

        publish(BOTH);
        assertThat(modeForSenders()).isEqualTo("enforce");
        clock.advance(Duration.ofDays(14));
        assertThat(rollOver().stage()).isEqualTo(Stage.SETTLED);

        internet.dns().answer("mine.example", "MX", "10 new.mine.example.");
        publish(NEW);
        Exchange sent = sender.send("you@mine.example");
        assertThat(Sender.report(sent).toJson()).contains("\"id\":\"" + id(NEW) + "\"");
        assertThat(internet.mx("new.mine.example").mailCount()).isEqualTo(1);
        assertThat(internet.mx("old.mine.example").mailCount()).isEqualTo(3);
    }

    @Test
    @Requirement({"RD06-6.1-1", "RD06-6.1-2", "R8461-8.1-1"})
    void aRecordThatWasChangedFirstIsComplainedOfAndHealsItself() throws Exception {
        publish(OLD);
        Resolution before = sender.resolve("mine.example");
        assertThat(before.toJson()).contains("old.mine.example");

        // the race of draft-06 section 6.1: a second node still serves the old policy, and somebody changes the record
        internet.dns().answer("mta-sts.mine.example", "A", "127.0.0.1", "127.0.0.5");
        Files.createDirectories(directory.resolve("behind"));
        Files.writeString(directory.resolve("behind/mine.example.txt"), text(OLD));
        try (PublishingNode behind = new PublishingNode(
                internet,
                "127.0.0.5",
                node.port(),
                certificate,
                directory,
                component -> component.setPublishedPolicyDirectory(
                        directory.resolve("behind").toString()))) {
            want(BOTH);
            RollOverReport served = rollOver();
            assertThat(served.stage()).isEqualTo(Stage.SERVED);
            assertThat(errors(served))
                    .containsExactly("At 127.0.0.5 the policy host of mine.example serves another policy at"
                            + " /.well-known/mta-sts.txt; whoever runs that server must bring it up to date.");
            String id = id(BOTH);
            internet.dns().answer("_mta-sts.mine.example", "TXT", "v=STSv1; id=" + id + ";");
            assertThat(rollOver().notices())
                    .anyMatch(notice -> notice.sentence().contains("senders may keep that one under this id"));

            // a sender that meets the node behind pairs the new id with the old policy
            internet.dns().answer("mta-sts.mine.example", "A", "127.0.0.5");
            assertThat(sender.resolve("mine.example").toJson())
                    .contains("\"id\":\"" + id + "\"", "\"mx\":[\"old.mine.example\"]");

            // the node catches up, and the mail host moves: before a mail has to wait its sender looks once more
            Files.writeString(directory.resolve("behind/mine.example.txt"), text(BOTH));
            RollOverReport verified = rollOver();
            assertThat(verified.recordId()).as("makes all senders look again").contains(id + "r1");
            internet.dns().answer("mine.example", "MX", "10 new.mine.example.");
            assertThat(Sender.outcome(sender.send("you@mine.example"))).isEqualTo("DELIVERED");
            assertThat(sender.resolve("mine.example").toJson())
                    .contains("\"mx\":[\"old.mine.example\",\"new.mine.example\"]");
            paste(verified);
            assertThat(rollOver().stage()).isEqualTo(Stage.ANNOUNCED);
            assertThat(behind.port()).isEqualTo(node.port());
        }
    }

    private String id(String words) throws Exception {
        return PublishedPolicy.read(DomainName.of("mine.example"), text(words)).recordId();
    }

    @Test
    @Requirement("R8461-8.3-1")
    void whoLeavesIsCountedDownAndThenGone() throws Exception {
        publish(OLD);
        assertThat(modeForSenders()).isEqualTo("enforce");

        want("none for 1d");
        RollOverReport leaving = rollOver();
        assertThat(leaving.stage()).isEqualTo(Stage.VERIFIED);
        paste(leaving);
        assertThat(rollOver().until()).contains(clock.instant().plus(Duration.ofDays(14)));
        assertThat(modeForSenders()).isEqualTo("none");

        clock.advance(Duration.ofDays(13));
        assertThat(rollOver().stage()).isEqualTo(Stage.ANNOUNCED);
        clock.advance(Duration.ofDays(1));
        assertThat(rollOver().stage()).isEqualTo(Stage.REMOVABLE);
        Files.delete(wanted);
        internet.dns().remove("_mta-sts.mine.example", "TXT");
        assertThat(rollOver().stage()).isEqualTo(Stage.REMOVED);
        try (WebClient client = new WebClient(internet, node.port())) {
            assertThat(client.get(URL).statusCode()).isEqualTo(404);
        }
        assertThatThrownBy(this::rollOver).hasStackTraceContaining("No policy is to be published for mine.example");
    }

    @Test
    void aRestartForgetsNothing() throws Exception {
        publish(OLD);
        want(NEW);
        assertThat(rollOver().stage()).isEqualTo(Stage.REFUSED);
        int port = node.port();
        node.close();
        node = node("127.0.0.1", port, certificate);

        assertThat(modeForSenders()).isEqualTo("enforce");
        RollOverReport again = rollOver();
        assertThat(again.stage()).isEqualTo(Stage.REFUSED);
        assertThat(again.changed()).isFalse();
    }

    @Test
    void aFaultOfTheMailHostIsFoundBeforeThePolicyIsServed() throws Exception {
        internet.mx("old.mine.example").behave(mxHost("old.mine.example").certificate(ServerCertificate.expired()));
        want(OLD);

        RollOverReport refused = rollOver();
        assertThat(refused.stage()).isEqualTo(Stage.REFUSED);
        assertThat(errors(refused)).singleElement().asString().contains("old.mine.example", "expired");
        assertThat(sender.resolve("mine.example").toJson()).contains("\"mode\":\"none\"");

        RollOverReport forced = node.rollOver("mine.example", "&force=true");
        assertThat(forced.stage()).isEqualTo(Stage.VERIFIED);
        assertThat(errors(forced)).as("forced, and told nevertheless").hasSize(1);
    }

    @Test
    void aFaultAtOneAddressIsNotHiddenByAnotherThatIsDown() throws Exception {
        internet.mx("old.mine.example").behave(mxHost("old.mine.example").certificate(ServerCertificate.expired()));
        String address = internet.mx("old.mine.example").address().getHostAddress();
        internet.dns().answer("old.mine.example", "A", MxHost.DEAD_ADDRESS, address);
        want(OLD);

        RollOverReport refused = rollOver();
        assertThat(refused.stage()).isEqualTo(Stage.REFUSED);
        assertThat(errors(refused)).singleElement().asString().contains("expired");
    }

    @Test
    void aMailHostThatCannotBeMetFromHereStopsNothing() throws Exception {
        internet.mx("old.mine.example").behave(mxHost("old.mine.example").down());
        want(OLD);

        RollOverReport report = rollOver();
        assertThat(report.stage()).isEqualTo(Stage.VERIFIED);
        assertThat(report.notices()).extracting(Notice::severity).containsExactly(Notice.Severity.WARNING);
    }

    @Test
    void anAliasNeedsACertificateForTheDomainsOwnPolicyHost() throws Exception {
        node.close();
        node = node("127.0.0.1", 0, internet.authority().issue(ServerCertificate.valid(), "sts.hoster.example"));
        internet.dns().remove("mta-sts.mine.example", "A");
        internet.dns().answer("mta-sts.mine.example", "CNAME", "sts.hoster.example.");
        internet.dns().answer("sts.hoster.example", "A", "127.0.0.1");
        want(OLD);

        RollOverReport report = rollOver();
        assertThat(report.stage()).isEqualTo(Stage.SERVED);
        assertThat(errors(report))
                .singleElement()
                .asString()
                .contains("at 127.0.0.1: the certificate of the policy host is not valid for it")
                .endsWith(
                        "mta-sts.mine.example is an alias (CNAME) of sts.hoster.example: whoever runs that host needs a"
                                + " certificate for mta-sts.mine.example there, besides their own.");
    }

    private String health() {
        return node.component().watch().health().orElseThrow().items().stream()
                .filter(item -> item.name().equals("publishing"))
                .map(item -> item.state() + ": " + item.detail())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsNotPublishedAnyMoreLeavesTheHealth() throws Exception {
        want("enforce elsewhere.example for 2w");
        node.ask("mtasts:rollover");
        assertThat(health())
                .startsWith("WARN: 1 of 1 published policies need something done: mine.example is REFUSED. No mx line");

        Files.delete(wanted);
        node.ask("mtasts:rollover");
        assertThat(health()).isEqualTo("UP: none of 0 published policies needs anything done");
    }

    @Test
    void eachStageIsAnEventAndHeadersSayWhatToDo() throws Exception {
        List<String> events = new ArrayList<>();
        SimpleEventNotifierSupport notifier = new SimpleEventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof MtaStsRollOverEvent step) {
                    events.add(step.toString());
                }
            }
        };
        notifier.start();
        node.context().getManagementStrategy().addEventNotifier(notifier);
        want(OLD);

        RollOverReport first = rollOver();
        for (String part : List.of("changed", "stage", "recordDue", "recordId", "zoneLine", "until", "toDo")) {
            assertThat(node.simple("${body." + part + "}", first)).as(part).isNotEqualTo("null");
        }
        assertThat(node.simple("${body.recordDue}", first)).isEqualTo("true");
        Exchange verified = node.ask("mtasts:rollover?domain=mine.example&format=json");
        node.ask("mtasts:rollover");
        assertThat(verified.getMessage().getHeaders())
                .containsEntry("CamelMtaStsStage", "VERIFIED")
                .containsEntry("CamelMtaStsRecordId", id(OLD));
        assertThat(verified.getMessage().getBody(String.class)).contains("\"stage\":\"VERIFIED\"", id(OLD));
        assertThat(health())
                .isEqualTo(
                        "WARN: 1 of 1 published policies need something done: mine.example is VERIFIED. Whoever runs the"
                                + " zone must publish the record: _mta-sts.mine.example. 3600 IN TXT \"v=STSv1; id="
                                + id(OLD) + ";\"");
        paste(rollOver());
        Exchange all = node.ask("mtasts:rollover");
        assertThat(health()).isEqualTo("UP: none of 1 published policies needs anything done");
        assertThat((List<?>) all.getMessage().getBody()).hasSize(1);
        clock.advance(Duration.ofHours(1));
        assertThat(node.ask("mtasts:rollover?format=json").getMessage().getBody(String.class))
                .startsWith("[{\"domain\":\"mine.example\",\"stage\":\"SETTLED\"");

        assertThat(events).containsExactly("mine.example VERIFIED", "mine.example ANNOUNCED", "mine.example SETTLED");
    }

    @Test
    void recordsArePrintedOnceThePolicyIsSeen() throws Exception {
        want(OLD);
        String records = "mtasts:records?servedAt=192.0.2.10";
        assertThat(node.ask(records).getMessage().getBody(String.class)).isEqualTo("""
                mta-sts.mine.example. 3600 IN A 192.0.2.10
                ; mtasts:rollover says when to change the record at _mta-sts.mine.example
                """);
        rollOver();
        assertThat(node.ask(records).getMessage().getBody(String.class)).isEqualTo("""
                mta-sts.mine.example. 3600 IN A 192.0.2.10
                _mta-sts.mine.example. 3600 IN TXT "v=STSv1; id=%s;"
                """.formatted(id(OLD)));
    }

    @Test
    void oneBrokenDomainHoldsUpNoOther() throws Exception {
        want(OLD);
        Files.writeString(wanted.resolveSibling("broken.example.txt"), "mode: enforce\n");
        Files.createDirectories(directory.resolve("state"));
        Files.writeString(directory.resolve("state/corrupt.example.json"), "{");

        Object reports = node.ask("mtasts:rollover").getMessage().getBody();

        assertThat((List<?>) reports)
                .extracting(report -> ((RollOverReport) report).domain() + " " + ((RollOverReport) report).stage())
                .containsExactly("broken.example REFUSED", "corrupt.example REFUSED", "mine.example VERIFIED");
        assertThat(Files.readString(directory.resolve("state/corrupt.example.json")))
                .isEqualTo("{");
    }

    @Test
    void aFileThatIsNoDomainsAndAStateThatCannotBeKeptHoldUpNoOther() throws Exception {
        want(OLD);
        Files.writeString(wanted.resolveSibling("README.txt"), "Policies, a file for each domain.");
        Files.writeString(wanted.resolveSibling("alpha.example.txt"), text("none for 1d"));
        Files.createDirectories(directory.resolve("state/alpha.example.json")); // no file can be read or written there

        Object reports = node.ask("mtasts:rollover").getMessage().getBody();

        assertThat((List<?>) reports)
                .extracting(report -> ((RollOverReport) report).domain() + " " + ((RollOverReport) report).stage())
                .containsExactly("alpha.example REFUSED", "mine.example VERIFIED");
    }

    @Test
    void whatDnsSaidBeforeIsNotBelieved() throws Exception {
        internet.dns().ttl(Duration.ofHours(1));
        want(OLD);
        rollOver();
        internet.dns().answer("mine.example", "MX", "10 new.mine.example.");

        RollOverReport report = rollOver();
        assertThat(errors(report)).anyMatch(error -> error.contains("covers its MX host new.mine.example"));
    }

    @Test
    void forceIsForOneDomain() {
        assertThatThrownBy(() -> node.context().createProducerTemplate().sendBody("mtasts:rollover?force=true", ""))
                .hasStackTraceContaining("force is for one domain");
    }

    @Test
    void aRollOverNeedsAMemory() {
        try (Sender other = new Sender(
                internet, component -> component.setPublishedPolicies(Map.of("mine.example", "none for 1d")))) {
            assertThatThrownBy(() -> other.context().createProducerTemplate().sendBody("mtasts:rollover", ""))
                    .hasStackTraceContaining("publicationState");
        }
    }
}
