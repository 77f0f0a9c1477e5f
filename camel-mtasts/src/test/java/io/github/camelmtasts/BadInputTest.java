package io.github.camelmtasts;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.CharBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import jakarta.activation.DataHandler;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.ByteArrayDataSource;

import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mail.MailBinding;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What cannot be sent is refused with a word on why, and before anybody is asked anything. */
class BadInputTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET =
            LoopbackInternetExtension.of(domain("good.example").mx(10, mxHost("mx.good.example")));

    private static Sender sender;

    @BeforeAll
    static void start() {
        sender = new Sender(INTERNET.internet());
    }

    @AfterAll
    static void stop() {
        sender.close();
    }

    @AfterEach
    void nobodyWasAskedAnything() {
        assertThat(INTERNET.internet().dns().queries()).isEmpty();
        assertThat(INTERNET.internet().mx("mx.good.example").sessions()).isEmpty();
    }

    private static String words(Throwable failure) {
        StringBuilder words = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            words.append(cause.getMessage()).append('\n');
        }
        return words.toString();
    }

    private static void assertRefused(Exchange sent, String... culprits) {
        Exception failure = Objects.requireNonNull(sent.getException());
        assertThat(failure).isInstanceOf(IllegalArgumentException.class);
        assertThat(failure.getMessage()).contains(culprits).doesNotContain("\r", "\n", "\0");
    }

    static Stream<Arguments> badAddresses() {
        return Stream.of(
                arguments("you@", "'...@' is no mail address: Missing domain"),
                arguments("you@good..example", "'...@good..example'"),
                arguments("you@-good.example", "hyphen"),
                arguments("you@" + "a".repeat(64) + ".example", "63"),
                arguments("you@good_bad.example", "'...@good_bad.example'"),
                arguments("you", "'...' is no mail address: it has no domain"),
                arguments("@good.example", "'...@good.example' is no mail address: Missing local name"),
                arguments("you@[192.0.2.1]", "address literal"),
                arguments("you@[IPv6:2001:db8::1]", "address literal"),
                arguments("you@192.0.2.1", "IP address"),
                arguments("you@good.example, him@", "'...@' is no mail address: Missing domain"),
                arguments("y" + "o".repeat(300) + "u@good.example", "254"),
                arguments("y" + "o".repeat(100_000) + "u@good.example", "254"),
                arguments("\"" + "\\a".repeat(100_000) + "\"@good.example", "254"),
                arguments("you@" + "good.".repeat(100_000) + "example", "254"),
                arguments("you\u202E@good.example", "local part"),
                arguments("you@good.example\r\nBcc: him@good.example", "header To"),
                arguments("you@good.example\nBcc: him@good.example", "header To"),
                arguments("you@good.example\rBcc: him@good.example", "header To"),
                arguments("you\0@good.example", "header To"),
                arguments("you@good.example\u0001", "header To"),
                arguments("you@good.example\t", "header To"),
                arguments("you@good.example\u001F, him@good.example", "header To"),
                arguments("\u001Fyou@good.example", "header To"),
                arguments("you@good.example\u007F", "header To"),
                arguments("you@good.example\u0085", "header To"),
                arguments("you@good.example\u00A0", "'...@good.example"),
                arguments("you@good.example\u200B", "'...@good.example"),
                arguments("\"a\r\nRCPT TO:<him@good.example>\"@good.example", "header To"));
    }

    @ParameterizedTest
    @MethodSource("badAddresses")
    void aRecipientThatIsNoAddressIsRefused(String to, String culprit) {
        assertRefused(sender.send(to), culprit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"to", "cc", "bcc", "from", "replyTo"})
    void anAddressInAnOptionWithAControlCharacterIsRefused(String option) {
        for (String address : List.of("x@good.example%01", "%1Fx@good.example", "x@good.example%00")) {
            String endpoint = "mtasts:send?from=a@sender.example&to=you@good.example"
                            .replaceAll(option + "=[^&]*", "lazyStartProducer=false")
                    + "&" + option + "=" + address;
            assertRefused(sender.send(endpoint, "Hello", Map.of()), "option " + option);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\u001F", "\0", "\t", " ", "\n", "\u0085", "\u2028"})
    void aDomainWithWhiteSpaceOrAControlCharacterAtAnEndIsRefused(String stray) {
        for (String domain : List.of("good.example" + stray, stray + "good.example")) {
            Exchange byHeader = sender.send("mtasts:resolve", "", Map.of(MtaStsConstants.DOMAIN, domain));
            assertRefused(byHeader, "good.example");
        }
        if (!stray.equals(" ")) {
            assertRefused(sender.send("mtasts:resolve", stray + "good.example", Map.of()), "good.example");
        }
    }

    @Test
    void anErrorWhileTheMailIsBuiltIsTheExchangesFailure() {
        StackOverflowError error = new StackOverflowError();
        sender.context().getRegistry().bind("deep", new MailBinding() {
            @Override
            public void populateMailMessage(MailEndpoint endpoint, MimeMessage message, Exchange exchange) {
                throw error;
            }
        });

        Exchange sent = sender.send(Sender.ENDPOINT + "&binding=#deep", "Hello", Map.of("To", "you@good.example"));

        assertThat(sent.getException()).hasRootCause(error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ","})
    void aMailWithoutRecipientsIsRefused(String to) {
        assertRefused(sender.send(to), "no recipients");
    }

    @Test
    void aMailWithoutRecipientHeaderIsRefused() {
        assertRefused(sender.send(Sender.ENDPOINT, "Hello", Map.of()), "no recipients", "useHeaderRecipients");
    }

    @Test
    void recipientsOfAStrangersHeaderCountForNothing() {
        assertRefused(
                sender.send("mtasts:send?from=a@sender.example", "Hello", Map.of("To", "you@good.example")),
                "no recipients");
    }

    @Test
    void aMailWithoutSenderIsRefused() {
        assertRefused(
                sender.send("mtasts:send?to=you@good.example", "Hello", Map.of("From", "me@sender.example")),
                "no sender",
                "from");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "billing,             '...' is no mail address",
                "billing@,            '...@' is no mail address",
                "billing@[192.0.2.1], '...@[192.0.2.1]' is refused"
            })
    void aSenderThatIsNoAddressIsRefused(String from, String culprit) {
        assertRefused(
                sender.send("mtasts:send?useHeaderFrom=true&to=you@good.example", "Hello", Map.of("From", from)),
                culprit);
    }

    /** Camel logs the whole of it at error, causes too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rosalind",
                "rosalind@",
                "rosalind@good..example",
                "rosalind@[192.0.2.1]",
                "rosalind@192.0.2.1",
                "<rosalind@good.example",
                "you@good.example, rosalind@",
                "rosalind@good.example, you@",
                "rosalind <you@good..example>",
                "rosalind\u202E@good.example"
            })
    void noRefusalTellsWhoWasMeant(String to) {
        Exception refusal = Objects.requireNonNull(sender.send(to).getException());
        StringWriter trace = new StringWriter();
        refusal.printStackTrace(new PrintWriter(trace));

        assertThat(trace.toString()).doesNotContain("rosalind", "you@");
    }

    static Stream<Arguments> brokenHeaders() {
        return Stream.of("\r\nBcc: him@good.example", "\nBcc: him@good.example", "\rBcc: him", "\0", "\r\n\r\nbody")
                .flatMap(line -> Stream.of(
                        arguments("Subject", "Invoice" + line),
                        arguments("X-Mine", "one" + line),
                        arguments("X-Mine", CharBuffer.wrap("one" + line)),
                        arguments("X-Mine", List.of("one", "two" + line)),
                        arguments("Message-ID", "<a@b>" + line),
                        arguments("In-Reply-To", "<a@b>" + line),
                        arguments("Sender", "me@sender.example" + line),
                        arguments("Content-Type", "text/plain" + line),
                        arguments("X-Mi" + line, "one")));
    }

    @ParameterizedTest
    @MethodSource("brokenHeaders")
    void aLineEndInAHeaderIsRefused(String name, Object value) {
        assertRefused(
                sender.send(Sender.ENDPOINT, "Hello", Map.of("To", "you@good.example", name, value)),
                name.substring(0, 4),
                "line end or NUL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bcc ", " X-Mine", "X Mine", "X:Mine", "X-Grüße"})
    void aHeaderWhoseNameIsNoneIsRefused(String name) {
        assertRefused(
                sender.send(Sender.ENDPOINT, "Hello", Map.of("To", "you@good.example", name, "one")),
                "'" + name + "' is no name for a header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"subject", "replyTo", "to", "cc", "bcc", "from"})
    void aLineEndInAnOptionIsRefused(String option) {
        String endpoint = "mtasts:send?from=a@sender.example&to=you@good.example"
                        .replaceAll(option + "=[^&]*", "lazyStartProducer=false")
                + "&" + option + "=x@good.example%0D%0ABcc:%20him@good.example";

        Exchange sent = sender.send(endpoint, "Hello", Map.of());

        assertThat(words(Objects.requireNonNull(sent.getException()))).containsAnyOf("line end", "no mail address");
    }

    static Stream<String> refusedOptions() {
        return Stream.concat(
                RefusedOptions.reasons().keySet().stream(),
                Stream.of(
                        "mail.smtp.ssl.trust",
                        "mail.smtp.ssl.checkserveridentity",
                        "mail.smtp.socketFactory.class",
                        "mail.smtp.ssl.socketFactory",
                        "mail.smtp.starttls.enable",
                        "mail.smtp.host",
                        "mail.smtps.host",
                        "mail.debug",
                        "additionalJavaMailProperties.mail.smtp.ssl.trust"));
    }

    @ParameterizedTest
    @MethodSource("refusedOptions")
    void anOptionThatWouldWeakenTlsOrRedirectIsRefusedByName(String option) {
        assertThatThrownBy(() -> sender.context().getEndpoint(Sender.ENDPOINT + "&" + option + "=x"))
                .extracting(BadInputTest::words)
                .asString()
                .contains("The option " + option + " is not allowed on mtasts://send: ");
    }

    @Test
    void anUnknownOptionIsCamelsOwnError() {
        assertThatThrownBy(() -> sender.context().getEndpoint(Sender.ENDPOINT + "&recipiants=you@good.example"))
                .hasMessageContaining("recipiants")
                .hasMessageContaining("nknown parameters");
    }

    @Test
    void anUnknownOperationIsRefused() {
        assertThatThrownBy(() -> sender.context().getEndpoint("mtasts:receive"))
                .extracting(BadInputTest::words)
                .asString()
                .contains("mtasts:receive is no operation", "mtasts:send");
    }

    @Test
    void aHostInPlaceOfAnOperationIsPointedAtTheSmartHostWithoutItsLogin() {
        assertThatThrownBy(() -> sender.context().getEndpoint("mtasts:bert:sesame@smtp.example:587"))
                .rootCause()
                .hasMessageContaining("mtasts:smtp.example:587 is no operation")
                .hasMessageContaining("smartHost")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void nothingCanBeReceived() {
        try (Sender other = new Sender(INTERNET.internet())) {
            assertThatThrownBy(() -> other.context().addRoutes(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("mtasts:send").to("direct:nowhere");
                        }
                    }))
                    .extracting(BadInputTest::words)
                    .asString()
                    .contains("mtasts: only sends");
        }
    }

    static Stream<Arguments> badComponents() {
        return Stream.of(
                arguments("trust store", change(component -> component.setSslContextParameters(trust("no-such.p12")))),
                arguments("no-such.p12", change(component -> component.setSslContextParameters(trust("no-such.p12")))),
                arguments("dnsServers: 'ns.example'", change(component -> component.setDnsServers("ns.example"))),
                arguments("dnsServers: '192.0.2.1:x'", change(component -> component.setDnsServers("192.0.2.1:x"))),
                arguments(
                        "allowedAddresses: '10.0.0.0/40'",
                        change(component -> component.setAllowedAddresses("127.0.0.0/8,10.0.0.0/40"))),
                arguments(
                        "allowedAddresses: 'localhost'",
                        change(component -> component.setAllowedAddresses("localhost"))));
    }

    private static Consumer<MtaStsComponent> change(Consumer<MtaStsComponent> change) {
        return change;
    }

    private static SSLContextParameters trust(String file) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setPassword("changeit");
        TrustManagersParameters managers = new TrustManagersParameters();
        managers.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(managers);
        return parameters;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badComponents")
    void aComponentThatCannotWorkDoesNotStart(String culprit, Consumer<MtaStsComponent> change) {
        assertThatThrownBy(() -> new Sender(INTERNET.internet(), change).close())
                .extracting(BadInputTest::words)
                .asString()
                .contains(culprit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail sender", "-x.example", "mail..example", "[192.0.2.1]"})
    void aLocalHostnameThatIsNoneIsRefused(String name) {
        String endpoint = "mtasts:send?from=a@sender.example&to=you@good.example&localHostname=RAW(" + name + ")";

        assertThatThrownBy(() -> sender.send(endpoint, "Hello", Map.of()))
                .hasMessageContaining("localHostname: '" + name + "'");
    }

    @Test
    void aDomainToResolveMustBeOne() {
        Exchange sent = sender.send("mtasts:resolve", "no domain", Map.of());

        assertThat(words(Objects.requireNonNull(sent.getException()))).contains("'no domain' is not a domain name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smtpPort=0",
                "smtpPort=70000",
                "connectionTimeout=-1",
                "responseTimeout=0",
                "responseTimeout=3000000000",
                "dataTimeout=0",
                "finalReplyTimeout=-5"
            })
    void aNumberThatMakesNoSenseIsRefusedByTheNameOfItsOption(String option) {
        assertThatThrownBy(() -> sender.send(
                        Sender.ENDPOINT + "&" + option, "Hello", Map.of("To", "you@good.example", "Subject", "x")))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageStartingWith(option.split("=", 2)[0] + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt\r\nContent-Type: text/html\r\n\r\n<b>x</b>", "a\0.txt", "a.txt\nX: y"})
    void anAttachmentWhoseNameWouldBreakTheMailApartIsRefused(String name) {
        Exchange sent = sender.context().createProducerTemplate().request(Sender.ENDPOINT, exchange -> {
            exchange.getMessage().setHeader("To", "you@good.example");
            exchange.getMessage().setBody("Hello");
            Objects.requireNonNull(exchange.getMessage(AttachmentMessage.class))
                    .addAttachment(name, new DataHandler(new ByteArrayDataSource(new byte[] {1}, "text/plain")));
        });

        assertRefused(sent, "attachment");
    }
}
