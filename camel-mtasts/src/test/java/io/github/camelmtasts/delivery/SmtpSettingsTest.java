package io.github.camelmtasts.delivery;

import java.net.InetAddress;
import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SmtpSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "mail.sender.example, 192.0.2.1,   mail.sender.example",
        "mx,                  192.0.2.1,   mx",
        "localhost,           192.0.2.1,   [192.0.2.1]",
        "localhost,           2001:db8::1, [IPv6:2001:db8:0:0:0:0:0:1]"
    })
    void aMachineWithoutNameGreetsWithItsAddress(String name, String ourEnd, String greeting) throws Exception {
        SmtpSettings settings = new SmtpSettings(name, Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertThat(settings.greetingFrom(InetAddress.getByName(ourEnd))).isEqualTo(greeting);
    }
}
