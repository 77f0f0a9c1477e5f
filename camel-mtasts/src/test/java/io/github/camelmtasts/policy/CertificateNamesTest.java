package io.github.camelmtasts.policy;

import java.io.InputStream;
import java.nio.file.Files;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class CertificateNamesTest {

    private static final TestAuthority AUTHORITY = new TestAuthority();

    private static final String HOST = "mx.a.example";

    static Stream<Arguments> certificates() {
        return Stream.of(
                arguments(ServerCertificate.valid(), true, "the host's own name"),
                arguments(ServerCertificate.named("MX.A.Example"), true, "case does not count"),
                arguments(ServerCertificate.named("b.example", HOST), true, "one of two"),
                arguments(ServerCertificate.named(HOST).commonName(null), true, "no common name"),
                arguments(ServerCertificate.named(HOST).commonName("b.example"), true, "another common name"),
                arguments(ServerCertificate.wildcard(), true, "star for the whole left-most label"),
                arguments(ServerCertificate.wrongName(), false, "another name"),
                arguments(ServerCertificate.commonNameOnly(), false, "the common name never counts"),
                arguments(ServerCertificate.named("b.example").commonName(HOST), false, "nor beside another DNS-ID"),
                arguments(ServerCertificate.partialWildcard(), false, "partial wildcard"),
                arguments(ServerCertificate.named("*x.a.example"), false, "partial wildcard in front"),
                arguments(ServerCertificate.named("mx.*.example"), false, "star in the second label"),
                arguments(ServerCertificate.named("*.*.example"), false, "two stars"),
                arguments(ServerCertificate.named("*.example"), false, "star for two labels"),
                arguments(ServerCertificate.named("*.mx.a.example"), false, "star for no label"),
                arguments(ServerCertificate.named("*"), false, "star alone"),
                arguments(ServerCertificate.named("a.example"), false, "the parent"),
                arguments(ServerCertificate.named(".a.example"), false, "leading dot"),
                arguments(ServerCertificate.named("xmx.a.example"), false, "no label boundary"));
    }

    @ParameterizedTest(name = "{2}: {0}")
    @MethodSource("certificates")
    @Requirement({"R8461-4.2-2", "R8461-4.2-4"})
    void coverAHostByDnsIdsAlone(ServerCertificate kind, boolean covered, String reason) {
        CertificateNames names = CertificateNames.of(AUTHORITY.issue(kind, HOST).certificate());
        assertThat(names.cover(DomainName.of(HOST))).as(reason).isEqualTo(covered);
    }

    @ParameterizedTest(name = "{3}: {0} for {1}")
    @CsvSource(delimiter = '|', textBlock = """
            *.example.com           | mail.example.com        | true  | one label
            *.EXAMPLE.com           | mail.example.com        | true  | case does not count
            *.example.com           | example.com             | false | no label
            *.example.com           | a.mail.example.com      | false | two labels
            *.example.com           | xn--bcher-kva.example.com | true | a star for an A-label
            *.com                   | example.com             | false | a star below one label speaks for everybody
            xn--*.example.com       | xn--bcher-kva.example.com | false | partial wildcard in an A-label
            xn--bcher-kva.example   | bücher.example          | true  | A-label against U-label
            bücher.example          | bücher.example          | false | a DNS-ID is written in A-labels
            ''                      | mail.example.com        | false | empty DNS-ID
            'mail.example.com '     | mail.example.com        | false | space behind
            """)
    @Requirement({"R8461-4.2-2", "R8461-4.2-4"})
    void coverAHostLabelByLabel(String dnsId, String host, boolean covered, String reason) {
        CertificateNames names = new CertificateNames(List.of(dnsId), Optional.empty());
        assertThat(names.cover(DomainName.of(host))).as(reason).isEqualTo(covered);
    }

    @Test
    @Requirement("R8461-4.2-2")
    void coverNoHostByWhatStandsBeforeANul() {
        CertificateNames names = new CertificateNames(List.of("mx.a.example\u0000.evil.example"), Optional.empty());
        assertThat(names.cover(DomainName.of(HOST))).isFalse();
    }

    @Test
    @Requirement("R8461-4.2-2")
    void coverNoHostIfThereAreNone() {
        assertThat(new CertificateNames(List.of(), Optional.of(HOST)).cover(DomainName.of(HOST)))
                .isFalse();
    }

    static Stream<Arguments> identities() {
        return Stream.of(
                arguments(ServerCertificate.valid(), List.of(HOST), HOST, "one of each"),
                arguments(
                        ServerCertificate.named("b.example", "A.example"),
                        List.of("b.example", "A.example"),
                        "b.example",
                        "as written and in order"),
                arguments(ServerCertificate.commonNameOnly(), List.of(), HOST, "no alternative names"),
                arguments(ServerCertificate.partialWildcard(), List.of("m*.a.example"), "m*.a.example", "valid or not"),
                arguments(
                        ServerCertificate.named(HOST).commonName("Example Mail, Server"),
                        List.of(HOST),
                        "Example Mail, Server",
                        "common name that is no host"),
                arguments(ServerCertificate.named(HOST).commonName(null), List.of(HOST), "", "no common name"));
    }

    @ParameterizedTest(name = "{3}: {0}")
    @MethodSource("identities")
    @Requirement("RD06-4.1-1")
    void areReadFromTheCertificateAsWritten(
            ServerCertificate kind, List<String> dnsIds, String commonName, String reason) {
        CertificateNames names = CertificateNames.of(AUTHORITY.issue(kind, HOST).certificate());
        assertThat(names.dnsIds()).as(reason).isEqualTo(dnsIds);
        assertThat(names.commonName().orElse("")).as(reason).isEqualTo(commonName);
    }

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource({
        "common-name-only,     mx.a.example, the subject is the common name and nothing else",
        "common-name-of-bytes, '',           a value that is no text names nobody",
        "no-common-name,       '',           the subject has other parts"
    })
    void haveTheCommonNameOfOddSubjects(String file, String commonName, String reason) throws Exception {
        try (InputStream der =
                Files.newInputStream(FuzzTarget.CERTIFICATE.corpus().resolve(file))) {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(der);
            assertThat(CertificateNames.of(certificate).commonName().orElse(""))
                    .as(reason)
                    .isEqualTo(commonName);
        }
    }
}
