package io.github.camelmtasts;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import ch.qos.logback.classic.Level;
import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static io.github.camelmtasts.testkit.PolicyFile.json;
import static io.github.camelmtasts.testkit.PolicyFile.text;
import static io.github.camelmtasts.testkit.ServerCertificate.named;
import static org.assertj.core.api.Assertions.assertThat;

/** Whatever peers say forges no line of a log and moves no terminal, wherever it comes out. */
@Timeout(60)
class HostileTextTest {

    /** Clears a screen, rings, is no harmless HTML, and would begin a line. */
    private static final String EVIL = "<script>\u001B[2J\u0007\u202E\rFORGED";

    private static final String EVIL_LINES = EVIL + "\r\nFORGED\n";

    private static final int FLOOD = 60_000;

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("reply.example").mx(10, mxHost("mx.reply.example").reply(SmtpStage.RCPT, "550 5.1.1 " + EVIL)),
            domain("lines.example")
                    .mx(10, mxHost("mx.lines.example").reply(SmtpStage.MAIL, "451-" + EVIL + "\r\n451 FORGED")),
            domain("flood.example")
                    .mx(10, mxHost("mx.flood.example").reply(SmtpStage.RCPT, "550 " + "x".repeat(FLOOD))),
            domain("banner.example").mx(10, mxHost("mx.banner.example").reply(SmtpStage.BANNER, EVIL)),
            domain("mode.example")
                    .policy(text("version: STSv1\nmode: " + EVIL + "\nmx: *.example\nmax_age: 86400\n"))
                    .mx(10, refusing("mode.example")),
            domain("line.example")
                    .policy(text("version: STSv1\n" + EVIL + "\n"))
                    .mx(10, refusing("line.example")),
            domain("pattern.example")
                    .policy(text(
                            "version: STSv1\nmode: enforce\nmx: " + EVIL + "\nmx: *.pattern.example\nmax_age: 86400\n"))
                    .mx(10, refusing("pattern.example")),
            domain("json.example")
                    .policy(json("{\"version\": \"STSv1\", " + EVIL))
                    .mx(10, refusing("json.example")),
            domain("record.example")
                    .txt("\"v=STSv1; id=<script>\\027[2J\\007\\013FORGED\\013\\010FORGED;\"")
                    .mx(10, refusing("record.example")),
            domain("type.example")
                    .policy(enforce("*.type.example").header("Content-Type", EVIL.replace("\r", "")))
                    .mx(10, refusing("type.example")),
            domain("coding.example")
                    .policy(enforce("*.coding.example").header("Content-Encoding", EVIL.replace("\r", "")))
                    .mx(10, refusing("coding.example")),
            domain("name.example")
                    .policy(enforce("*.name.example"))
                    .mx(
                            10,
                            mxHost("mx.name.example")
                                    .certificate(named(EVIL_LINES).commonName(EVIL_LINES))),
            domain("policy-name.example")
                    .policy(enforce("*.policy-name.example").certificate(named(EVIL_LINES)))
                    .mx(10, refusing("policy-name.example")));

    private final LoopbackInternet internet;
    private final List<String> heard = new ArrayList<>();

    HostileTextTest(LoopbackInternet internet) {
        this.internet = internet;
    }

    private static MxHost refusing(String domain) {
        return mxHost("mx." + domain).reply(SmtpStage.RCPT, "451 4.3.0 busy");
    }

    @ParameterizedTest
    @CsvSource({
        "reply.example,       550 5.1.1 <script>",
        "lines.example,       451-<script>",
        "flood.example,       xxxx",
        "banner.example,      what is no reply: <script>",
        "mode.example,        mode: <script>",
        "line.example,        begins a web page",
        "pattern.example,     mx: <script>",
        "json.example,        no JSON object",
        "record.example,      <script>",
        "type.example,        the policy came as '<script>",
        "coding.example,      the policy came packed as '<script>",
        "name.example,        the certificate names",
        "policy-name.example, the certificate of the policy host"
    })
    void isTamedWhereverItComesOut(String domain, String mark) throws Exception {
        try (LogLines log = new LogLines();
                Sender sender = new Sender(internet)) {
            Exchange sent = sender.sendWith("dialect=auto", "you@" + domain);
            hear(sent);
            hear(sender.context(), domain);
            heard.addAll(log.from(Level.DEBUG));
        }

        assertThat(heard).as("what was said is told").anyMatch(text -> text.contains(mark));
        assertThat(heard)
                .allSatisfy(
                        text -> assertThat(text).doesNotContainPattern("[\\p{Cc}\\u202E&&[^\\n\\t]]|(?m)^\\W*FORGED"))
                .allSatisfy(text -> assertThat(text.lines()).allMatch(line -> line.length() < FLOOD / 10));
    }

    private void hear(Exchange sent) {
        Exception failure = Objects.requireNonNull(sent.getException());
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        heard.add(trace.toString());
        DeliveryReport report = Sender.report(sent);
        heard.add(report.toJson());
        heard.add(report.explanation());
        heard.add(report.toString());
    }

    private void hear(CamelContext context, String domain) throws Exception {
        DevConsole console = Objects.requireNonNull(
                Objects.requireNonNull(DevConsoleRegistry.get(context)).resolveById("mtasts"));
        heard.add(String.valueOf(console.call(DevConsole.MediaType.TEXT, Map.of())));
        heard.add(String.valueOf(console.call(DevConsole.MediaType.JSON, Map.of())));
        heard.add(String.valueOf(Objects.requireNonNull(HealthCheckRegistry.get(context))
                .getCheck("mtasts")
                .orElseThrow()
                .callReadiness()
                .getDetails()));
        heard.add(String.valueOf(HealthCheckHelper.invokeReadiness(context)));
        hearBean(context, domain);
    }

    private void hearBean(CamelContext context, String domain) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        String[] text = {"java.lang.String"};
        Set<ObjectName> names = server.queryNames(
                new ObjectName("org.apache.camel:context=" + context.getName() + ",type=components,name=\"mtasts\""),
                null);
        ObjectName bean = names.iterator().next();
        for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
            heard.add(String.valueOf(server.getAttribute(bean, attribute.getName())));
        }
        heard.add(String.valueOf(server.invoke(bean, "resolvePolicy", new Object[] {domain}, text)));
        heard.add(String.valueOf(server.invoke(bean, "refreshPolicy", new Object[] {domain}, text)));
        heard.add(String.valueOf(server.invoke(bean, "listPolicies", new Object[0], new String[0])));
    }
}
