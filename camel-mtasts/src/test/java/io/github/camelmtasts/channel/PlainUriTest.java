package io.github.camelmtasts.channel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlainUriTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            direct:retry                                                  | direct:retry
            jms:queue:mail.retry?username=bert&password=RAW(open)sesame)  | jms:queue:mail.retry
            jms:queue:mail.retry?token=sesame                             | jms:queue:mail.retry
            ftp://bert:sesame@dead.example/mails?passive=true             | ftp://dead.example/mails
            ftp:bert:sesame@dead.example/mails                            | ftp:dead.example/mails
            ftp://bert:ses@me@dead.example/mails                          | ftp://dead.example/mails
            file:mails/dead                                               | file:mails/dead
            """)
    void namesThePlaceWithoutOptionsAndLogin(String uri, String plain) {
        assertThat(PlainUri.of(uri)).isEqualTo(plain);
    }
}
