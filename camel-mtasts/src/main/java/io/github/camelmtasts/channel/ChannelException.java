package io.github.camelmtasts.channel;

import org.apache.camel.CamelException;
import org.jspecify.annotations.Nullable;

/**
 * A mail that waits or has failed could not be handed over to {@code retryUri} or {@code deadLetterUri}. It is lost only if
 * whoever gave the exchange to the route throws it away now.
 */
public final class ChannelException extends CamelException {

    private static final long serialVersionUID = 1;

    ChannelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
