package io.github.camelmtasts;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.camelmtasts.testkit.DnsQuery;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

class RecheckOfManyMailsTest {

    private static final int MAILS = 500;
    private static final int AT_ONCE = 50;

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("wrong.example").policy(enforce("mx.right.example")).mx(10, mxHost("mx.wrong.example")));

    @Test
    @Requirement("R8461-3.3-9")
    @Timeout(120)
    void mailsThatFailTogetherAskForTheRecordOnceAndForThePolicyOnce() throws Exception {
        var internet = INTERNET.internet();
        ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE);
        try (Sender sender = new Sender(internet)) {
            sender.resolve("wrong.example");
            internet.dns().clearQueries();
            internet.policyHost().clearRequests();

            List<Future<Exchange>> sent = callers.invokeAll(IntStream.range(0, MAILS)
                    .<Callable<Exchange>>mapToObj(mail -> () -> sender.send("you" + mail + "@wrong.example"))
                    .toList());

            for (Future<Exchange> each : sent) {
                assertThat(Sender.reason(each.get())).isEqualTo("MX_NOT_IN_POLICY");
            }
            assertThat(internet.dns().queries("_mta-sts.wrong.example"))
                    .extracting(DnsQuery::type)
                    .containsExactly("TXT");
            assertThat(internet.policyHost().requests("wrong.example")).hasSize(1);
        } finally {
            callers.shutdownNow();
        }
    }
}
