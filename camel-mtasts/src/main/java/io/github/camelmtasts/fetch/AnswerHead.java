package io.github.camelmtasts.fetch;

import java.util.Locale;
import java.util.Optional;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.Untrusted;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;

/** Says of an answer of a policy host, before its body is read, whether that can be a policy. */
record AnswerHead(ClassicHttpResponse response) {

    /** What is wrong with it; empty if nothing. */
    Optional<FetchResult.Failed> fault(Dialect dialect, boolean lenientMediaType) {
        int status = status();
        if (status != HttpStatus.SC_OK) {
            return Optional.of(
                    new FetchResult.Failed(failureOf(status), "the policy host answered with status " + status));
        }
        return mediaTypeFault(dialect).filter(fault -> !lenientMediaType).or(this::codingFault);
    }

    int status() {
        return response.getCode();
    }

    /** What a strict reader has against the media type; empty if nothing. */
    Optional<FetchResult.Failed> mediaTypeFault(Dialect dialect) {
        String mediaType = mediaType();
        return isAcceptable(mediaType, dialect)
                ? Optional.empty()
                : Optional.of(new FetchResult.Failed(
                        FetchFailure.MEDIA_TYPE,
                        mediaType.isEmpty()
                                ? "the policy came without a Content-Type"
                                : "the policy came as '" + Untrusted.text(mediaType, 80) + "'"));
    }

    private static FetchFailure failureOf(int status) {
        if (status == HttpStatus.SC_NOT_FOUND || status == HttpStatus.SC_GONE) {
            return FetchFailure.NOT_FOUND;
        }
        return status >= 300 && status < 400 ? FetchFailure.REDIRECT : FetchFailure.STATUS;
    }

    /** The type without its parameters, of which none changes how we read the body (RFC 8461 section 3.2). */
    String mediaType() {
        HttpEntity entity = response.getEntity();
        return entity == null || entity.getContentType() == null
                ? ""
                : entity.getContentType().split(";", 2)[0].strip();
    }

    private static boolean isAcceptable(String mediaType, Dialect dialect) {
        return switch (dialect) {
            case RFC8461 -> mediaType.equalsIgnoreCase("text/plain");
            case DRAFT06 ->
                mediaType.equalsIgnoreCase("application/json")
                        || mediaType.toLowerCase(Locale.ROOT).endsWith("+json")
                        || mediaType.equalsIgnoreCase("text/plain");
        };
    }

    /** Nothing is unpacked here: a few bytes could become more than any limit allows. */
    private Optional<FetchResult.Failed> codingFault() {
        for (Header coding : response.getHeaders(HttpHeaders.CONTENT_ENCODING)) {
            String value = String.valueOf(coding.getValue()).strip();
            if (!value.isEmpty() && !value.equalsIgnoreCase("identity")) {
                return Optional.of(new FetchResult.Failed(
                        FetchFailure.CONTENT_CODING,
                        "the policy came packed as '" + Untrusted.text(value, 80)
                                + "', although it was asked for unpacked (Accept-Encoding: identity)"));
            }
        }
        return Optional.empty();
    }
}
