package io.github.camelmtasts.publication;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.github.camelmtasts.policy.Dialect;

/**
 * The answer to a request for a policy.
 *
 * @param status  of HTTP
 * @param headers further ones than the length
 * @param body    empty for HEAD, too
 */
public record WebAnswer(int status, Map<String, String> headers, String body) {

    /**
     * RFC 8461 section 3.3 lets no sender use an HTTP cache, and section 8.2 a proxy before the policy host for a minute. We allow
     * none: it would hand out the old policy under the new id. Expires says so again, as Camel's consumers drop Cache-Control.
     */
    private static final Map<String, String> UNCACHED = Map.of("Cache-Control", "no-store", "Expires", "0");

    /** The policy of that host; nothing else is there, so everything else is not found (RFC 8461 section 3.3). */
    public static WebAnswer to(WebRequest request, Optional<PublishedPolicy> policy) {
        Optional<Dialect> dialect = request.dialect();
        Optional<String> file = dialect.flatMap(asked -> policy.flatMap(found -> found.text(asked)));
        if (file.isEmpty()) {
            return new WebAnswer(404, UNCACHED, "");
        }
        if (!request.reads()) {
            return new WebAnswer(405, Map.of("Allow", "GET, HEAD"), "");
        }
        return new WebAnswer(200, policyHeaders(dialect.get()), request.isHead() ? "" : file.get());
    }

    /** When nobody can say which policy it is: senders keep the one they have (RFC 8461 section 3.3). */
    public static WebAnswer cannotTell() {
        return new WebAnswer(503, UNCACHED, "");
    }

    private static Map<String, String> policyHeaders(Dialect dialect) {
        Map<String, String> headers = new TreeMap<>(UNCACHED);
        headers.put("Content-Type", mediaType(dialect));
        return headers;
    }

    private static String mediaType(Dialect dialect) {
        return switch (dialect) {
            case RFC8461 -> "text/plain"; // RFC 8461 section 3.2
            case DRAFT06 -> "application/json";
        };
    }
}
