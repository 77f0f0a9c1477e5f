package io.github.camelmtasts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.mail.internet.InternetAddress;

import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;

/** Addresses in the header of a mail that is built here: for every receiver, SMTPUTF8 or not. */
class AddressFieldsTest {

    private static final String TO = "you@good.example";

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").mx(10, mxHost("mx.good.example")),
            domain("xn--bcher-kva.example").mx(10, mxHost("mx.xn--bcher-kva.example")));

    @AutoClose
    private final Sender sender = new Sender(INTERNET.internet());

    private Exchange send(String endpoint, Map<String, Object> headers) {
        return sender.send(endpoint, "Hello", new HashMap<>(headers));
    }

    private ReceivedMail sent(String options, Map<String, Object> headers) {
        assertThat(send(Sender.ENDPOINT + options, headers).getException()).isNull();
        List<ReceivedMail> mails = INTERNET.internet().mails();
        assertThat(mails).hasSize(1);
        return mails.get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"To", "Cc", "Bcc"})
    void aRecipientOfADomainInULabelsGetsItInALabels(String field) {
        ReceivedMail mail = sent("", Map.of(field, "Zoë <a@bücher.example>"));

        assertThat(mail.recipients()).containsExactly("a@xn--bcher-kva.example");
        assertThat(mail.text()).isASCII();
        assertThat(mail.header(field))
                .isEqualTo(mail.header(field).map(same -> "=?UTF-8?Q?Zo=C3=AB?= <a@xn--bcher-kva.example>"));
    }

    @Test
    void recipientsAndSendersByOptionAreInALabelsToo() {
        assertThat(send(
                                "mtasts:send?from=a@bücher.example&replyTo=b@bücher.example&to=c@bücher.example"
                                        + "&cc=d@bücher.example&localHostname=mail.sender.example",
                                Map.of())
                        .getException())
                .isNull();

        ReceivedMail mail = INTERNET.internet().mails().get(0);
        assertThat(mail.header("From")).contains("a@xn--bcher-kva.example");
        assertThat(mail.header("Reply-To")).contains("b@xn--bcher-kva.example");
        assertThat(mail.header("To")).contains("c@xn--bcher-kva.example");
        assertThat(mail.header("Cc")).contains("d@xn--bcher-kva.example");
        assertThat(mail.text()).isASCII();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Disposition-Notification-To",
                "Errors-To",
                "Return-Receipt-To",
                "Mail-Followup-To",
                "Mail-Reply-To",
                "X-Confirm-Reading-To",
                "Resent-From",
                "Resent-To",
                "Reply-To",
                "Sender"
            })
    void onlyTheDisplayNameIsEncodedInAFieldOfAddresses(String field) throws Exception {
        ReceivedMail mail = sent(
                "&useHeaderFrom=true&useHeaderReplyTo=true",
                Map.of("To", TO, "From", "me@sender.example", field, "Jürgen <j@bücher.example>"));

        assertThat(mail.text()).isASCII();
        InternetAddress address = new InternetAddress(mail.header(field).orElseThrow());
        assertThat(address.getAddress()).isEqualTo("j@xn--bcher-kva.example");
        assertThat(address.getPersonal()).isEqualTo("Jürgen");
    }

    @Test
    void aFieldThatHoldsNoAddressesIsEncodedAsText() {
        ReceivedMail mail = sent("", Map.of("To", TO, "X-Answer-To", "Frage für Jürgen"));

        assertThat(mail.header("X-Answer-To").orElseThrow()).startsWith("=?UTF-8?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Team: a@good.example, b@good.example;",
                "Team:a@good.example,b@good.example;,",
                "a@good.example, Rest: b@good.example;",
                "Team: Anna <a@good.example>; b@good.example",
                "\"One: two; three\" <a@good.example>; b@good.example (he, she; it: (yes))",
                "nobody:; a@good.example, Two: <b@good.example>;"
            })
    void aGroupStandsForItsMembers(String to) {
        ReceivedMail mail = sent("", Map.of("To", to));

        assertThat(mail.recipients()).containsExactly("a@good.example", "b@good.example");
        assertThat(mail.header("To").orElseThrow()).doesNotContain("Team", "Rest", "nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"undisclosed-recipients:;", "Undisclosed recipients: ;", "Empfänger:;"})
    void aGroupWithoutMembersIsShownAndGetsNothing(String to) {
        ReceivedMail mail = sent("", Map.of("To", to, "Bcc", TO));

        assertThat(mail.recipients()).containsExactly(TO);
        assertThat(mail.header("To")).contains("undisclosed-recipients:;");
    }

    @Test
    void aMailToAGroupWithoutMembersAloneHasNoRecipients() {
        assertThat(send(Sender.ENDPOINT, Map.of("To", "undisclosed-recipients:;"))
                        .getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no recipients");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailto:you@good.example", "Team: you@good.example"})
    void aGroupThatDoesNotEndIsRefused(String to) {
        assertThat(send(Sender.ENDPOINT, Map.of("To", to)).getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A group ends with a semicolon");
    }

    @Test
    void recipientsOfAHundredThousandQuotesAreReadInOnePass() {
        String quoted = "\"a\" \"b\"; ".repeat(100_000);

        assertThat(send(Sender.ENDPOINT, Map.of("To", quoted)).getException())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
