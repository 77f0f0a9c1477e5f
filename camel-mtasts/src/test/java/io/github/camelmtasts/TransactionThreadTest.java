package io.github.camelmtasts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** A local JMS transaction is bound to its thread: whatever follows a send has to run on it. */
class TransactionThreadTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("a.example").policy(enforce("mx.a.example")).mx(10, mxHost("mx.a.example")),
            domain("b.example").mx(10, mxHost("mx.b.example")),
            domain("c.example").mx(10, mxHost("mx.c.example").down()));

    private final List<Thread> seen = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @ValueSource(
            strings = {"you@a.example", "you@a.example,you@b.example", "you@c.example", "you@a.example,you@c.example"})
    void aRouteGoesOnOnTheThreadThatItCameOn(String recipients) throws Exception {
        try (Sender sender = new Sender(INTERNET.internet())) {
            sender.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(DeliveryException.class).handled(true).process(exchange -> note());
                    from("direct:in")
                            .process(exchange -> note())
                            .to(Sender.ENDPOINT)
                            .process(exchange -> note());
                }
            });

            sender.send("direct:in", "Hello", Map.of("To", recipients));

            assertThat(seen).containsExactly(Thread.currentThread(), Thread.currentThread());
        }
    }

    private void note() {
        seen.add(Thread.currentThread());
    }
}
