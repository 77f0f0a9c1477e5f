package io.github.camelmtasts;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.publication.PublishedPolicy;
import io.github.camelmtasts.publication.WebAnswer;
import io.github.camelmtasts.publication.WebRequest;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** Answers a request that some HTTP consumer of Camel took with the policy of the host that was asked for, or not at all. */
final class MtaStsPublishProducer extends AnsweringProducer {

    private static final String HOST = "Host";
    private static final String FORWARDED_HOST = "X-Forwarded-Host";

    private final MtaStsEndpoint endpoint;

    MtaStsPublishProducer(MtaStsEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        NamedPolicies.mustBeNamed(endpoint.getComponent(), MtaStsOperation.publish);
    }

    @Override
    void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        WebAnswer answer = answer(request(message));
        message.removeHeaders("*"); // what came with a request does not go back with its answer
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        answer.headers().forEach(message::setHeader);
        message.setBody(answer.body().isEmpty() ? null : answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private WebAnswer answer(WebRequest request) {
        Optional<Dialect> dialect = request.dialect()
                .filter(asked ->
                        endpoint.getConfiguration().getDialect().dialects().contains(asked));
        try {
            Optional<PublishedPolicy> policy = dialect.isEmpty()
                    ? Optional.empty()
                    : request.domain().flatMap(endpoint.getComponent().engine().publisher()::served);
            return WebAnswer.to(request, policy);
        } catch (RuntimeException | Error cannotTell) {
            endpoint.getComponent().servingFailures().tell(request.host(), cannotTell);
            return WebAnswer.cannotTell();
        }
    }

    private WebRequest request(Message message) {
        return new WebRequest(text(message, Exchange.HTTP_METHOD), host(message), path(message));
    }

    /** The last name of the forwarded ones is the word of the nearest proxy. */
    private String host(Message message) {
        @Nullable
        String forwarded = endpoint.isUseForwardedHost() ? message.getHeader(FORWARDED_HOST, String.class) : null;
        if (forwarded != null) {
            return StringHelper.afterLast(forwarded, ",", forwarded).strip();
        }
        @Nullable String host = message.getHeader(HOST, String.class);
        return host == null ? hostInUrl(text(message, Exchange.HTTP_URL)) : host;
    }

    /** HTTP/2 has no header Host. */
    private static String hostInUrl(String url) {
        try {
            return Optional.ofNullable(URI.create(url).getHost()).orElse("");
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    /** As the client wrote it; behind a servlet that is mounted elsewhere, what is left of it there. */
    private static String path(Message message) {
        String asked = withoutQuery(text(message, Exchange.HTTP_URI));
        return new WebRequest("GET", "", asked).dialect().isPresent()
                ? asked
                : withoutQuery(text(message, Exchange.HTTP_PATH));
    }

    private static String text(Message message, String header) {
        return Objects.requireNonNullElse(message.getHeader(header, String.class), "");
    }

    private static String withoutQuery(String path) {
        return StringHelper.before(path, "?", path);
    }
}
