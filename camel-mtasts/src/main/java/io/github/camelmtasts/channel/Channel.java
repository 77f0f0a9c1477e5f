package io.github.camelmtasts.channel;

import java.util.Map;

import io.github.camelmtasts.message.BuiltMail;
import io.github.camelmtasts.policy.Untrusted;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place where mails wait, or end: any Camel endpoint. It gets a message of its own, since headers of the exchange that was
 * sent may name other recipients; and on the caller's thread, since a local JMS transaction is bound to that.
 */
final class Channel implements AutoCloseable {

    private static final String PLACE_OF_DELAY = "${header." + ChannelHeaders.DELAY + "}";

    private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

    private final String option;
    private final String uri;
    private final ProducerTemplate template;
    private boolean warned;

    private Channel(CamelContext context, String option, String uri) {
        this.option = option;
        this.uri = uri;
        this.template = context.createProducerTemplate();
    }

    /** Where mails wait; makes the endpoint for each delay. */
    static Channel retry(CamelContext context, String uri, Iterable<Long> delays) {
        demandUri("retryUri", uri.replace(PLACE_OF_DELAY, ""));
        Channel channel = new Channel(context, "retryUri", uri);
        delays.forEach(delay -> channel.warnIfInMemory(context.getEndpoint(channel.place(delay))));
        return channel;
    }

    /** Where mails end. */
    static Channel deadLetter(CamelContext context, String uri) {
        demandUri("deadLetterUri", uri);
        Channel channel = new Channel(context, "deadLetterUri", uri);
        channel.warnIfInMemory(context.getEndpoint(uri));
        return channel;
    }

    private void warnIfInMemory(Endpoint endpoint) {
        if (InMemory.isChannel(endpoint.getEndpointUri()) && !warned) {
            warned = true;
            LOG.warn(
                    "{} hands messages on in memory: a restart loses every mail in it that is not on disk behind it. Name an"
                            + " endpoint that keeps them, such as the queue of a broker",
                    this);
        }
    }

    private static void demandUri(String option, String uri) {
        if (uri.contains("${")) {
            throw new IllegalArgumentException(option + ": '" + PlainUri.of(uri)
                    + "' is a URI and no expression; only in retryUri " + PLACE_OF_DELAY + " may be left open");
        }
    }

    private String place(Object delay) {
        return uri.replace(PLACE_OF_DELAY, delay.toString());
    }

    /**
     * Hands a mail over, as one message.
     *
     * @throws ChannelException if the channel does not take it
     */
    void send(BuiltMail mail, Map<String, Object> headers) throws ChannelException {
        Exchange taken;
        try {
            taken = offer(mail, headers);
        } catch (RuntimeException | Error broken) {
            throw notTaken(Untrusted.text(String.valueOf(broken.getMessage())), broken);
        }
        if (taken.getException() != null) {
            throw notTaken(Untrusted.text(String.valueOf(taken.getException().getMessage())), taken.getException());
        }
        if (taken.isRollbackOnly() || taken.isRollbackOnlyLast()) {
            throw notTaken("the route behind it rolled back", null);
        }
    }

    private Exchange offer(BuiltMail mail, Map<String, Object> headers) {
        return template.send(
                place(headers.getOrDefault(ChannelHeaders.DELAY, "")), ExchangePattern.InOnly, exchange -> {
                    exchange.getMessage().setBody(MailStream.bodyOf(mail, exchange));
                    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "message/rfc822");
                    exchange.getMessage().getHeaders().putAll(headers);
                });
    }

    private ChannelException notTaken(String why, @Nullable Throwable cause) {
        return new ChannelException(
                "The mail could not be handed over to " + this
                        + ", and is not lost as long as this exchange, which fails, is kept: " + why,
                cause);
    }

    @Override
    public void close() {
        template.stop();
    }

    @Override
    public String toString() {
        return option + " (" + PlainUri.of(uri) + ")";
    }
}
