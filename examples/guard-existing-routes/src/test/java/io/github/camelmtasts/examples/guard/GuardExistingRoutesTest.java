package io.github.camelmtasts.examples.guard;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GuardExistingRoutesTest {

    private static List<String> printed = List.of();

    @BeforeAll
    static void run(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output");
        assertThat(GuardExistingRoutes.run(Redirect.to(output.toFile()))).isZero();
        printed = Files.readAllLines(output);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ann@customer.example | relay.example, clear text      | relay.example, TLS
            ben@customer.example | old-relay.example, clear text  | stopped: certificate name mismatch
            cleo@partner.example | mx.partner.example, clear text | mx.partner.example, TLS
            dan@moved.example    | mx.partner.example, clear text | stopped: mx not in policy
            eve@customer.example | relay.example, clear text      | mx.customer.example, TLS
            fay@customer.example | sidecar.example, clear text    | sidecar.example, clear text
            """)
    void eachMailIsSentAsEverUntilTheGuardEnforces(String recipient, String asEver, String enforced) {
        assertThat(printed)
                .filteredOn(line -> line.contains("  " + recipient + "  "))
                .singleElement()
                .satisfies(line -> assertThat(line.split(" {2,}")).endsWith(recipient, asEver, asEver, enforced));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            //old-relay.example:  | hosts=relay  | mails: 1, stopped or to be stopped: 1; at last: old-relay.example: the certificate names wrong.example
            //mx.partner.example: | hosts=mx     | mails: 1, stopped or to be stopped: 1; at last: to moved.example: no mx pattern of the policy covers mx.partner.example
            //relay.example:      | hosts=relay  | mails: 1, stopped or to be stopped: 0
            //relay.example:      | hosts=direct | mails: 1, stopped or to be stopped: 0
            //127.0.0.            | hosts=relay  | mails: 1, stopped or to be stopped: 0
            """)
    void whatWouldBeStoppedIsTold(String host, String hosts, String told) {
        assertThat(printed)
                .filteredOn(line -> line.contains(host) && line.contains("(" + hosts + ", mode=observe)"))
                .singleElement()
                .asString()
                .contains(": " + told);
    }

    @Test
    void theReadmeShowsWhatIsPrinted() throws Exception {
        assertThat(Files.readAllLines(Path.of("README.md")))
                .containsSubsequence(printed.stream()
                        .takeWhile(line -> !line.startsWith("What the guard told"))
                        .filter(line -> !line.isEmpty())
                        .map(line -> "    " + line)
                        .toList());
    }
}
