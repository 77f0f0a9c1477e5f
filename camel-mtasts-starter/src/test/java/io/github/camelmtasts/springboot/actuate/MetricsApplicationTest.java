package io.github.camelmtasts.springboot.actuate;

import java.util.concurrent.TimeUnit;

import io.github.camelmtasts.springboot.BootApplication;
import io.github.camelmtasts.springboot.InvoiceApplication;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** What an application with the actuator measures, without a line of its own. */
class MetricsApplicationTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")));

    @Test
    void deliveriesAreCountedAndTheirStepsTimed() {
        try (BootApplication application = BootApplication.on(INTERNET.internet(), InvoiceApplication.class)) {
            application.send("anna@good.example");

            MeterRegistry meters = application.context().getBean(MeterRegistry.class);
            assertThat(meters.get("mtasts.deliveries")
                            .tags("outcome", "delivered", "mode", "enforce")
                            .counter()
                            .count())
                    .isEqualTo(1);
            for (String step : new String[] {"mtasts.discover", "mtasts.send", "mtasts.connect"}) {
                assertThat(meters.get(step).timer().totalTime(TimeUnit.NANOSECONDS))
                        .as(step)
                        .isPositive();
            }
        }
    }
}
