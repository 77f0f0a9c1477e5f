package io.github.camelmtasts;

import java.util.ArrayList;
import java.util.List;

import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

class DeliveryEventTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
            domain("bad.example")
                    .policy(enforce("mx.bad.example"))
                    .mx(10, mxHost("mx.bad.example").withoutStartTls()));

    private final Sender sender = new Sender(INTERNET.internet());

    @AfterEach
    void stop() {
        sender.close();
    }

    @Test
    void tellsEventNotifiersWhatCameOfEachMail() {
        List<MtaStsDeliveryEvent> events = new ArrayList<>();
        notify(event -> {
            if (event instanceof MtaStsDeliveryEvent delivery) {
                events.add(delivery);
            }
        });

        Exchange delivered = sender.send("you@good.example");
        Exchange deferred = sender.send("you@bad.example");

        assertThat(events)
                .extracting(event -> event.getReport().outcome())
                .containsExactly(Outcome.DELIVERED, Outcome.DEFERRED);
        assertThat(events).extracting(MtaStsDeliveryEvent::getExchange).containsExactly(delivered, deferred);
        assertThat(events.get(0).getReport()).isSameAs(Sender.report(delivered));
        assertThat(events.get(0)).hasToString(delivered.getExchangeId() + " DELIVERED");
    }

    @Test
    void aNotifierThatBreaksDoesNotMakeADeliveredMailLookUndelivered() {
        notify(event -> {
            if (event instanceof MtaStsDeliveryEvent) {
                throw new IllegalStateException("the notifier is broken");
            }
        });

        assertThat(sender.send("you@good.example").getException()).isNull();
        assertThat(INTERNET.internet().mx("mx.good.example").mails()).isNotEmpty();
    }

    private interface Hearing {
        void notify(CamelEvent event);
    }

    private void notify(Hearing hearing) {
        var notifier = new SimpleEventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                hearing.notify(event);
            }
        };
        notifier.setIgnoreExchangeEvents(false);
        notifier.start();
        sender.context().getManagementStrategy().addEventNotifier(notifier);
    }
}
