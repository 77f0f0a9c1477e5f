package io.github.camelmtasts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.github.camelmtasts.fetch.ConnectProxy;
import io.github.camelmtasts.publication.Notice;
import io.github.camelmtasts.publication.RollOverReport;
import io.github.camelmtasts.publication.Stage;
import io.github.camelmtasts.testkit.IssuedCertificate;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ServerCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

/** What a publisher does about that which it cannot see, or not for sure. */
@Timeout(120)
class RollOverSeenFromHereTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET =
            LoopbackInternetExtension.of(domain("mine.example").mx(10, mxHost("mx.mine.example")));

    @TempDir
    private Path directory;

    private final LoopbackInternet internet = INTERNET.internet();
    private final MovableClock clock = MovableClock.atNoonToday();
    private PublishingNode node;

    @BeforeEach
    void start() throws Exception {
        internet.reset();
        internet.dns().ttl(Duration.ZERO);
        internet.dns().answer("mta-sts.mine.example", "A", "127.0.0.1");
        node = node(component -> {});
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private PublishingNode node(Consumer<MtaStsComponent> change) throws Exception {
        IssuedCertificate certificate = internet.authority().issue(ServerCertificate.valid(), "mta-sts.mine.example");
        return new PublishingNode(internet, "127.0.0.1", 0, certificate, directory, component -> {
            component.setClock(clock);
            component.setAllowedAddresses("127.0.0.0/8, ::1/128");
            component.getPublishedPolicies().put("mine.example", "enforce mx.mine.example for 2w");
            component.setPublicationState(directory.resolve("state").toString());
            change.accept(component);
        });
    }

    private RollOverReport rollOver(String options) {
        return node.rollOver("mine.example", options);
    }

    private void paste(RollOverReport report) {
        internet.dns()
                .answer(
                        "_mta-sts.mine.example",
                        "TXT",
                        "v=STSv1; id=" + report.recordId().orElseThrow() + ";");
    }

    private static List<String> sentences(RollOverReport report) {
        return report.notices().stream().map(Notice::sentence).toList();
    }

    @Test
    void anAddressWithoutAWayToItIsTheOperatorsToJudge() {
        internet.dns().answer("mta-sts.mine.example", "AAAA", "::1"); // where nobody listens

        RollOverReport unmet = rollOver("");
        assertThat(unmet.stage()).isEqualTo(Stage.SERVED);
        assertThat(sentences(unmet))
                .singleElement()
                .asString()
                .contains(
                        "at 0:0:0:0:0:0:0:1", "If this machine has no IPv6, set addressFamily=ipv4", "force=true says");

        RollOverReport leftOut = rollOver("&addressFamily=ipv4");
        assertThat(leftOut.stage()).isEqualTo(Stage.VERIFIED);
        assertThat(leftOut.notices()).extracting(Notice::severity).containsExactly(Notice.Severity.WARNING);
        assertThat(rollOver("").stage()).as("as before").isEqualTo(Stage.SERVED);
        assertThat(rollOver("&force=true").stage()).isEqualTo(Stage.VERIFIED);
        assertThat(rollOver("").stage()).as("somebody has vouched for it").isEqualTo(Stage.VERIFIED);
    }

    @Test
    void aFamilyOfAddressesThatDnsCannotLookUpIsNotTakenForNone() {
        internet.dns().fail("mta-sts.mine.example", "AAAA", "SERVFAIL");

        RollOverReport blind = rollOver("");
        assertThat(blind.stage()).isEqualTo(Stage.SERVED);
        assertThat(sentences(blind)).singleElement().asString().contains("cannot be found", "mend its name servers");

        internet.dns().heal("mta-sts.mine.example");
        assertThat(rollOver("").stage()).isEqualTo(Stage.VERIFIED);
    }

    @Test
    void anAddressWhereNoSenderGoesHoldsNothingUp() {
        internet.dns().answer("mta-sts.mine.example", "A", "127.0.0.1", "10.0.0.1");

        RollOverReport report = rollOver("");
        assertThat(report.stage()).isEqualTo(Stage.VERIFIED);
        assertThat(sentences(report)).singleElement().asString().contains("10.0.0.1 in a special-purpose network");
    }

    @Test
    void aProxyGoesToEachAddress() throws Exception {
        internet.dns().answer("mta-sts.mine.example", "A", "127.0.0.1", "127.0.0.9");
        int port = node.port();
        try (ConnectProxy proxy = new ConnectProxy(port, request -> ConnectProxy.ESTABLISHED);
                PublishingNode behind = node(component -> {
                    component.setPolicyPort(port);
                    component.setFetchProxy(proxy.address());
                })) {
            assertThat(behind.rollOver("mine.example", "").stage()).isEqualTo(Stage.VERIFIED);
            assertThat(proxy.requests())
                    .extracting(request -> request.get(0))
                    .contains("CONNECT 127.0.0.1:" + port + " HTTP/1.1", "CONNECT 127.0.0.9:" + port + " HTTP/1.1");
        }
    }

    @Test
    void theRecordIsWaitedForAsLongAsResolversKeepIt() {
        RollOverReport verified = rollOver("");
        internet.dns().ttl("_mta-sts.mine.example", Duration.ofHours(6));
        paste(verified);

        assertThat(rollOver("").until()).contains(clock.instant().plus(Duration.ofHours(6)));
        clock.advance(Duration.ofHours(6));
        assertThat(rollOver("").stage()).isEqualTo(Stage.SETTLED);
    }

    @Test
    void aRecordBesideAnotherIsNone() {
        internet.dns().answer("_mta-sts.mine.example", "TXT", "v=STSv1; id=old;", "v=STSv1; id=new;");

        rollOver("");
        RollOverReport report = rollOver("");
        assertThat(report.toDo())
                .anyMatch(sentence -> sentence.contains("is there 2 times")
                        && sentence.contains("exactly this one: _mta-sts.mine.example."));
    }

    @Test
    void aLostMemoryIsNoticedByTheRecordThatItLeft() throws Exception {
        paste(rollOver(""));
        clock.advance(Duration.ofHours(2));
        rollOver("");
        clock.advance(Duration.ofHours(2));
        assertThat(rollOver("").stage()).isEqualTo(Stage.SETTLED);
        Files.delete(directory.resolve("state/mine.example.json"));

        RollOverReport again = rollOver("");
        assertThat(again.stage()).as("nobody is left without a policy").isEqualTo(Stage.ANNOUNCED);
        assertThat(sentences(again))
                .anyMatch(sentence -> sentence.contains("restore the publicationState from a backup"));
        clock.advance(Duration.ofDays(300));
        assertThat(rollOver("").stage()).isEqualTo(Stage.ANNOUNCED);
    }

    @Test
    void whatLastsIsNewsOnce() throws Exception {
        Files.createDirectories(directory.resolve("state"));
        Files.writeString(directory.resolve("state/mine.example.json"), "{");

        assertThat(rollOver("").changed()).isTrue();
        assertThat(rollOver("").changed()).isFalse();
        Files.delete(directory.resolve("state/mine.example.json"));
        internet.mx("mx.mine.example").behave(mxHost("mx.mine.example").certificate(ServerCertificate.expired()));
        assertThat(rollOver("").stage()).isEqualTo(Stage.REFUSED);
        assertThat(rollOver("").changed()).isFalse();
        internet.mx("mx.mine.example").behave(mxHost("mx.mine.example"));
        assertThat(rollOver("").changed()).isTrue();
    }
}
