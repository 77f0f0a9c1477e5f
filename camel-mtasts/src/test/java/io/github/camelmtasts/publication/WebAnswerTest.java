package io.github.camelmtasts.publication;

import java.util.Optional;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WebAnswerTest {

    private static final String TEXT = "/.well-known/mta-sts.txt";
    private static final String JSON = "/.well-known/mta-sts.json";

    private static PublishedPolicy policy(String words) throws Exception {
        return PublishedPolicy.read(DomainName.of("mine.example"), PolicyText.ofWords(words));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,     " + TEXT + ", 200, text/plain",
        "HEAD,    " + TEXT + ", 200, text/plain",
        "GET,     " + JSON + ", 200, application/json",
        "POST,    " + TEXT + ", 405,",
        "get,     " + TEXT + ", 405,", // methods have their case
        "'',      " + TEXT + ", 405,",
        "GET,     /,            404,",
        "POST,    /,            404,",
        "GET,     '',           404,",
    })
    void answersWithThePolicyOrNothing(String method, String path, int status, String mediaType) throws Exception {
        PublishedPolicy policy = policy("enforce mx.mine.example for 2w");
        WebRequest request = new WebRequest(method, "mta-sts.mine.example", path);

        WebAnswer answer = WebAnswer.to(request, Optional.of(policy));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().get("Content-Type")).isEqualTo(mediaType);
        boolean read = status == 200 && method.equals("GET");
        assertThat(answer.body())
                .isEqualTo(
                        read
                                ? policy.text(request.dialect().orElse(Dialect.RFC8461))
                                        .orElseThrow()
                                : "");
        assertThat(answer.headers().containsKey("Allow")).isEqualTo(status == 405);
        assertThat(answer.headers().containsKey("Cache-Control")).isEqualTo(status != 405);
    }

    @Test
    void whatThereIsNotIsNotFound() throws Exception {
        WebRequest text = new WebRequest("GET", "mta-sts.mine.example", TEXT);
        WebRequest json = new WebRequest("GET", "mta-sts.mine.example", JSON);

        assertThat(WebAnswer.to(text, Optional.empty()).status()).isEqualTo(404);
        assertThat(WebAnswer.to(json, Optional.of(policy("none for 1d"))).status())
                .isEqualTo(404);
        assertThat(WebAnswer.cannotTell().status()).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({
        "mta-sts.mine.example,          mine.example",
        "mta-sts.mine.example:443,      mine.example",
        "mta-sts.mine.example:123456,",
        "xmta-sts.mine.example,",
        "mine.example,",
        "mta-sts.a/../b,",
    })
    void tellsWhosePolicyIsAskedFor(String host, String domain) {
        assertThat(new WebRequest("GET", host, TEXT).domain().map(DomainName::toString))
                .isEqualTo(Optional.ofNullable(domain));
    }
}
