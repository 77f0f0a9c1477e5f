package io.github.camelmtasts;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.camelmtasts.channel.ChannelHeaders;
import io.github.camelmtasts.channel.TravellingEnvelope;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.ReceivedMail;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;

/**
 * A sender with two channels that keep what they get, and four domains: one takes every mail, one is busy, one knows nobody,
 * and one does not do what its policy demands.
 */
final class ChannelBench implements AutoCloseable {

    static final String CHANNELS = "&retryUri=direct:retry&deadLetterUri=direct:dead";

    static final String ALL = "you@good.example, me@busy.example, who@gone.example, her@strict.example";

    private static final String USER_UNKNOWN = "550 5.1.1 no such user";

    private final LoopbackInternet internet;
    private final MovableClock clock = MovableClock.at(Instant.now().toString());
    private final Sender sender;
    private final List<Taken> waiting = new ArrayList<>();
    private final List<Taken> dead = new ArrayList<>();
    private volatile boolean broken;

    /** A message that a channel has taken. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
    record Taken(byte[] body, Map<String, Object> headers) {

        String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }

        String header(String name) {
            return String.valueOf(headers.get(name));
        }

        TravellingEnvelope envelope() {
            return TravellingEnvelope.parse(header(ChannelHeaders.ENVELOPE));
        }

        List<String> recipients() {
            return envelope().envelope().recipients().stream()
                    .map(Object::toString)
                    .toList();
        }
    }

    ChannelBench(LoopbackInternet internet) throws Exception {
        this.internet = internet;
        this.sender = new Sender(internet, component -> component.setClock(clock));
        sender.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:retry").process(ChannelBench.this::failIfBroken).process(taken -> keep(taken, waiting));
                from("direct:dead").process(taken -> keep(taken, dead));
            }
        });
    }

    static LoopbackInternetExtension internet() {
        return LoopbackInternetExtension.of(
                domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
                domain("busy.example").mx(10, mxHost("mx.busy.example").reply(SmtpStage.RCPT, "451 4.3.0 busy")),
                domain("gone.example").mx(10, mxHost("mx.gone.example").reply(SmtpStage.RCPT, USER_UNKNOWN)),
                domain("strict.example")
                        .policy(enforce("mx.strict.example"))
                        .mx(10, mxHost("mx.strict.example").withoutStartTls()));
    }

    private void failIfBroken(Exchange exchange) {
        if (broken) {
            throw new IllegalStateException("the broker is down");
        }
    }

    private static void keep(Exchange taken, List<Taken> place) {
        place.add(new Taken(
                Objects.requireNonNull(taken.getMessage().getBody(byte[].class)),
                Map.copyOf(taken.getMessage().getHeaders())));
    }

    /** Whether the retry channel takes nothing from now on. */
    void breakRetry(boolean now) {
        broken = now;
    }

    void mend(String domain) {
        MxHost good = mxHost("mx." + domain);
        internet.mx(good.name()).behave(good.down()); // connections that are kept open would go on in the old way
        internet.mx(good.name()).behave(good);
    }

    Exchange send(String recipients) {
        return sender.sendWith(CHANNELS.substring(1), recipients);
    }

    /** Sends what a channel has taken, with its headers, on to the recipients. */
    Exchange sendOn(Taken message) {
        return sendOn(message, "useEnvelopeHeaders=true" + CHANNELS);
    }

    Exchange sendOn(Taken message, String options) {
        return sender.send(
                "mtasts:send?localHostname=mail.sender.example&" + options,
                message.body(),
                new HashMap<>(message.headers()));
    }

    /** The one message that waits, which is taken out. */
    Taken next() {
        if (waiting.size() != 1) {
            throw new AssertionError("there are " + waiting.size() + " that wait");
        }
        return waiting.remove(0);
    }

    List<Taken> waiting() {
        return waiting;
    }

    List<Taken> dead() {
        return dead;
    }

    List<ReceivedMail> at(String domain) {
        return internet.mx("mx." + domain).mails();
    }

    /** How many sessions the host of the domain has seen. */
    int sessionsAt(String domain) {
        return internet.mx("mx." + domain).sessions().size();
    }

    MovableClock clock() {
        return clock;
    }

    Sender sender() {
        return sender;
    }

    LoopbackInternet net() {
        return internet;
    }

    @Override
    public void close() {
        sender.close();
    }
}
