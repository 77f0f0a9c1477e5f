package io.github.camelmtasts.delivery;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Nobody's address, and every other word of the host. */
class AddressMaskTest {

    private static final AddressMask MASK = AddressMask.of(new Envelope(
            Optional.of(MailAddress.of("sender@sender.example")),
            List.of(MailAddress.of("user@good.example"), MailAddress.of("rejected@good.example"))));

    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 user unknown, 550 5.1.1 user unknown",
        "550 sender rejected, 550 sender rejected",
        "550 <user@good.example>: user unknown, 550 <...@good.example>: user unknown",
        "550 <User>: user unknown, 550 <...>: user unknown",
        "550 other.name@good.example is gone, 550 ...@good.example is gone",
        "'550 \"jo doe\"@good.example is gone', 550 ...@good.example is gone",
        "550 <someone> is gone, 550 <someone> is gone",
        "550 @ 12:00, 550 @ 12:00"
    })
    void hidesWhatStandsBeforeAnAtSignOrBehindABracketAlone(String said, String shown) {
        assertThat(MASK.in(new SmtpReply(550, said))).isEqualTo(shown);
    }
}
