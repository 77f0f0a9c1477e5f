package io.github.camelmtasts;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.X509TrustManager;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.discovery.LookupListener;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.smtp.ConnectionListener;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.watch.StepObserver;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** An Error (no memory, no stack, no class) costs no domain its mail but that for which it happened, and no message. */
@Timeout(120)
class ErrorsOnThisMachineTest {

    private static final String ALL = "you@good.example, me@broken.example, her@other.example";

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
            domain("broken.example").policy(enforce("mx.broken.example")).mx(10, mxHost("mx.broken.example")),
            domain("other.example").mx(10, mxHost("mx.other.example")));

    private final AtomicInteger redeliveries = new AtomicInteger();
    private volatile boolean broken = true;

    private static int mailsAt(String host) {
        return INTERNET.internet().mx(host).mails().size();
    }

    /** Trusts everybody, but that there is no stack left to look at one of them. */
    private final class BrokenTrust implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            if (broken && chain[0].getSubjectAlternativeNames().toString().contains("mx.broken.example")) {
                throw new StackOverflowError();
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private Sender senderWithBrokenTrust() {
        TrustManagersParameters managers = new TrustManagersParameters();
        managers.setTrustManager(new BrokenTrust());
        SSLContextParameters trust = new SSLContextParameters();
        trust.setTrustManagers(managers);
        return new Sender(INTERNET.internet(), component -> component.setSslContextParameters(trust));
    }

    @Test
    void anErrorInOneDomainsDeliveryDefersThatDomainAlone() {
        try (Sender sender = senderWithBrokenTrust()) {
            DeliveryReport report = Sender.report(sender.send(ALL));

            assertThat(report.recipients())
                    .extracting(recipient -> recipient.recipient().domain() + " " + recipient.outcome())
                    .containsExactly("good.example DELIVERED", "broken.example DEFERRED", "other.example DELIVERED");
            assertThat(report.recipients().get(1).failure().map(Failure::reason))
                    .contains(FailureReason.LOCAL_ERROR);
        }
    }

    @Test
    void aRedeliveryAfterAnErrorGoesToThatDomainAlone() throws Exception {
        try (Sender sender = senderWithBrokenTrust()) {
            sender.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(DeliveryException.class)
                            .maximumRedeliveries(3)
                            .redeliveryDelay(0)
                            .onRedelivery(exchange -> broken = redeliveries.incrementAndGet() < 3);
                    from("direct:in").to(Sender.ENDPOINT);
                }
            });

            assertThat(sender.send("direct:in", "Hello", Map.of("To", ALL)).getException())
                    .isNull();
            assertThat(mailsAt("mx.good.example")).isEqualTo(1);
            assertThat(mailsAt("mx.broken.example")).isEqualTo(1);
            assertThat(mailsAt("mx.other.example")).isEqualTo(1);
        }
    }

    @Test
    void anEventNotifierThatBreaksByAnErrorDoesNotMakeADeliveredMailLookUndelivered() {
        try (Sender sender = new Sender(INTERNET.internet())) {
            var notifier = new SimpleEventNotifierSupport() {
                @Override
                public void notify(CamelEvent event) {
                    if (event instanceof MtaStsDeliveryEvent) {
                        throw new NoClassDefFoundError("com/example/Notifier");
                    }
                }
            };
            notifier.setIgnoreExchangeEvents(false);
            notifier.start();
            sender.context().getManagementStrategy().addEventNotifier(notifier);

            assertThat(sender.send("you@good.example").getException()).isNull();
        }
    }

    @Test
    void anObserverThatBreaksByAnErrorDoesNotMakeADeliveredMailLookUndelivered() {
        try (Sender sender = new Sender(INTERNET.internet())) {
            sender.context()
                    .getComponent("mtasts", MtaStsComponent.class)
                    .watch()
                    .observe(new BrokenObserver());

            Exchange sent = sender.send("you@good.example, her@other.example");

            assertThat(sent.getException()).isNull();
            assertThat(Sender.report(sent).recipients())
                    .extracting(RecipientReport::outcome)
                    .hasToString("[DELIVERED, DELIVERED]");
        }
    }

    private static final class BrokenObserver implements StepObserver {
        @Override
        public LookupListener.Lookup discovers(DomainName domain) {
            throw new NoClassDefFoundError("com/example/Observer");
        }

        @Override
        public ConnectionListener.Opening connects(MxTarget target) {
            throw new NoClassDefFoundError("com/example/Observer");
        }

        @Override
        public Sending sends(MxTarget target, Envelope envelope) {
            return visit -> {
                throw new OutOfMemoryError("Java heap space");
            };
        }

        @Override
        public Runnable carried(Runnable work) {
            throw new StackOverflowError();
        }
    }

    /** What a mail is made of may be a stranger's class. */
    private static final class BrokenBody {
        @Override
        public String toString() {
            throw new StackOverflowError();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Sender.ENDPOINT + "&to=you@good.example",
                "mtasts:resolve",
                "mtasts:split?from=a@b.example&to=you@good.example"
            })
    void anErrorInAProducerEndsInTheExchangeAndPassesNoErrorHandler(String endpoint) throws Exception {
        List<Throwable> caught = new ArrayList<>();
        try (Sender sender = new Sender(INTERNET.internet())) {
            sender.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(Throwable.class)
                            .handled(true)
                            .process(exchange ->
                                    caught.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
                    from("direct:in").to(endpoint);
                }
            });

            Exchange sent = sender.send("direct:in", new BrokenBody(), Map.of("To", "you@good.example"));

            assertThat(sent.getException()).isNull();
            assertThat(caught)
                    .singleElement()
                    .satisfies(thrown -> assertThat(thrown).hasRootCauseInstanceOf(StackOverflowError.class));
        }
    }

    @Test
    void anErrorBehindARetryChannelKeepsTheMailInTheExchange() throws Exception {
        try (Sender sender = senderWithBrokenTrust()) {
            sender.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("direct:retry").process(exchange -> {
                        throw new StackOverflowError();
                    });
                }
            });
            Map<String, Object> headers = new HashMap<>(Map.of("To", ALL));

            Exchange first = sender.send(Sender.ENDPOINT + "&retryUri=direct:retry", "Hello", headers);

            assertThat(Objects.requireNonNull(first.getException()))
                    .hasMessageContaining("is not lost as long as this exchange")
                    .hasRootCauseInstanceOf(StackOverflowError.class);
            assertThat(mailsAt("mx.good.example")).isEqualTo(1);
        }
    }
}
