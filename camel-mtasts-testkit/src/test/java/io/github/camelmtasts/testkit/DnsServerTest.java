package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MailDomain.txtStrings;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DnsServerTest {
    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
            domain("split.example").txt(txtStrings("v=STSv1;", " id=1;"), "v=STSv1; id=\"2\";"),
            domain("quiet.example").policy(enforce("mx.quiet.example")).withoutTxt(),
            domain("none.example").nullMx(),
            domain("self.example").implicitMx(),
            domain("bücher.example").mx(10, "MX.Good.Example."),
            mxHost("alias.example").cname("mx.good.example"),
            mxHost("loop.example").cname("loop.example"),
            mxHost("nowhere.example").withoutAddress(),
            mxHost("six.example").addresses("::1", "192.0.2.1"));

    private final DnsServer dns;

    DnsServerTest(LoopbackInternet internet) {
        dns = internet.dns();
    }

    @Test
    void publishesWhatWasDescribed() throws IOException {
        assertThat(data("good.example", Type.MX)).containsExactly("10 mx.good.example.");
        assertThat(data("mx.good.example", Type.A)).hasSize(1).allMatch(address -> address.startsWith("127.0.0."));
        assertThat(data("mta-sts.good.example", Type.A)).containsExactly("127.0.0.1");
        assertThat(data("_mta-sts.good.example", Type.TXT)).containsExactly("\"v=STSv1; id=1;\"");
        assertThat(data("none.example", Type.MX)).containsExactly("0 .");
        assertThat(data("self.example", Type.MX)).isEmpty();
        assertThat(data("self.example", Type.A)).hasSize(1);
        assertThat(data("xn--bcher-kva.example", Type.MX)).containsExactly("10 mx.good.example.");
        assertThat(data("six.example", Type.A)).containsExactly("192.0.2.1");
        assertThat(data("six.example", Type.AAAA)).containsExactly("0:0:0:0:0:0:0:1");
    }

    @Test
    void keepsCharacterStringsApart() throws IOException {
        List<Record> records = ask("_mta-sts.split.example", Type.TXT).getSection(Section.ANSWER);
        assertThat(((TXTRecord) records.get(0)).getStrings()).containsExactly("v=STSv1;", " id=1;");
        assertThat(((TXTRecord) records.get(1)).getStrings(false)).containsExactly("v=STSv1; id=\"2\";");
    }

    @Test
    void splitsLongTextAndKeepsUtf8() throws IOException {
        dns.answer("long.example", "TXT", "x".repeat(600), "grün");
        List<Record> records = ask("long.example", Type.TXT).getSection(Section.ANSWER);
        assertThat(((TXTRecord) records.get(0)).getStrings())
                .extracting(String::length)
                .containsExactly(255, 255, 90);
        assertThat(((TXTRecord) records.get(1)).getStringsAsByteArrays()).containsExactly("grün".getBytes(UTF_8));
    }

    @Test
    void tellsNoSuchNameFromNoData() throws IOException {
        Message noSuchName = ask("_mta-sts.quiet.example", Type.TXT);
        assertThat(noSuchName.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(noSuchName.getSection(Section.AUTHORITY))
                .extracting(Record::getType)
                .containsExactly(Type.SOA);

        Message noData = ask("good.example", Type.TXT);
        assertThat(noData.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(noData.getSection(Section.ANSWER)).isEmpty();
        assertThat(noData.getSection(Section.AUTHORITY))
                .extracting(Record::getType)
                .containsExactly(Type.SOA);

        assertThat(ask("example", Type.A).getRcode()).as("only names below it").isEqualTo(Rcode.NOERROR);
        assertThat(ask("nowhere.example", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void followsAliases() throws IOException {
        assertThat(ask("alias.example", Type.A).getSection(Section.ANSWER))
                .extracting(Record::getType)
                .containsExactly(Type.CNAME, Type.A);
        assertThat(ask("loop.example", Type.A).getSection(Section.ANSWER))
                .extracting(Record::getType)
                .containsExactly(Type.CNAME);
        dns.answer("gone.example", "CNAME", "no-such.example");
        assertThat(ask("gone.example", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void changesAnswersAtRunTime() throws IOException {
        dns.answer("_mta-sts.good.example", "TXT", "v=STSv1; id=2;");
        dns.answer("good.example", "MX", "10 a.example", "20 b.example");
        dns.ttl(Duration.ofSeconds(7));
        assertThat(data("_MTA-STS.Good.Example", Type.TXT)).containsExactly("\"v=STSv1; id=2;\"");
        assertThat(data("good.example", Type.MX)).containsExactly("10 a.example.", "20 b.example.");
        assertThat(ask("good.example", Type.MX).getSection(Section.ANSWER))
                .extracting(Record::getTTL)
                .containsOnly(7L);

        dns.remove("_mta-sts.good.example", "TXT");
        assertThat(ask("_mta-sts.good.example", Type.TXT).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void failsOnDemand() throws IOException {
        dns.fail("good.example", "MX", "SERVFAIL");
        dns.fail("mx.good.example", null, "REFUSED");
        assertThat(ask("good.example", Type.MX).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(ask("good.example", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(ask("mx.good.example", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
        dns.heal("good.example");
        assertThat(ask("good.example", Type.MX).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void keepsSilentOnDemand() throws IOException {
        dns.silence("good.example", "MX");
        assertThatIOException()
                .isThrownBy(() -> resolver(Duration.ofMillis(300)).send(query("good.example", Type.MX)));
        assertThat(ask("good.example", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(dns.queries("good.example")).extracting(DnsQuery::type).contains("MX");
    }

    @Test
    void keepsAnswersBackOnDemand() throws IOException {
        dns.hold("good.example");
        var held = resolver(Duration.ofSeconds(10))
                .sendAsync(query("good.example", Type.MX))
                .toCompletableFuture();
        assertThat(ask("mx.good.example", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(held).isNotDone();

        dns.heal("good.example");
        assertThat(held.join().getSection(Section.ANSWER)).hasSize(1);
    }

    @Test
    void refersToOthersOnDemand() throws IOException {
        dns.refer("good.example");
        Message referral = ask("good.example", Type.MX);
        assertThat(referral.getSection(Section.ANSWER)).isEmpty();
        assertThat(referral.getSection(Section.AUTHORITY))
                .extracting(Record::getType)
                .containsExactly(Type.NS);
    }

    @Test
    void saysForHowLongAnswersCount() throws IOException {
        dns.ttl("mx.good.example", Duration.ofSeconds(7));
        dns.negativeTtl(Duration.ofSeconds(60), Duration.ofSeconds(120));
        assertThat(ask("alias.example", Type.A).getSection(Section.ANSWER))
                .extracting(Record::getTTL)
                .containsExactly(300L, 7L);
        SOARecord soa = (SOARecord)
                ask("good.example", Type.TXT).getSection(Section.AUTHORITY).get(0);
        assertThat(List.of(soa.getTTL(), soa.getMinimum())).containsExactly(60L, 120L);

        dns.withoutSoa();
        assertThat(ask("good.example", Type.TXT).getSection(Section.AUTHORITY)).isEmpty();
    }

    @Test
    void makesClientsAskOverTcp() throws IOException {
        dns.truncate("good.example");
        assertThat(data("good.example", Type.MX)).containsExactly("10 mx.good.example.");
        assertThat(dns.queries("GOOD.example."))
                .containsExactly(
                        new DnsQuery("good.example", "MX", DnsQuery.Transport.UDP),
                        new DnsQuery("good.example", "MX", DnsQuery.Transport.TCP));
        dns.clearQueries();
        assertThat(dns.queries()).isEmpty();
    }

    @Test
    void truncatesWhatDoesNotFit() throws IOException {
        dns.answer("big.example", "TXT", "x".repeat(3000));
        assertThat(data("big.example", Type.TXT)).hasSize(1);
        assertThat(dns.queries("big.example"))
                .extracting(DnsQuery::transport)
                .containsExactly(DnsQuery.Transport.UDP, DnsQuery.Transport.TCP);
    }

    @Test
    void refusesWhatIsNoRecord() {
        assertThatIllegalArgumentException().isThrownBy(() -> dns.answer("a.example", "A", "nonsense"));
        assertThatIllegalArgumentException().isThrownBy(() -> dns.answer("a.example", "NONSENSE", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> dns.fail("a.example", null, "NONSENSE"));
    }

    private Message ask(String name, int type) throws IOException {
        return resolver(Duration.ofSeconds(10)).send(query(name, type));
    }

    private SimpleResolver resolver(Duration timeout) {
        SimpleResolver resolver =
                new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), dns.port()));
        resolver.setTimeout(timeout);
        return resolver;
    }

    private static Message query(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
    }

    private List<String> data(String name, int type) throws IOException {
        return ask(name, type).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }
}
