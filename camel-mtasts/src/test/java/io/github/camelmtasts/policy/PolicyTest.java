package io.github.camelmtasts.policy;

import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.Requirement;
import io.github.camelmtasts.testkit.ServerCertificate;
import io.github.camelmtasts.testkit.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PolicyTest {

    private static final String RFC_TEXT =
            "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 86400\n";

    private static final String DRAFT_TEXT =
            "{\"version\":\"STSv1\",\"mode\":\"enforce\",\"mx\":[\"mail.example.com\",\".example.net\"],\"max_age\":86400}";

    @ParameterizedTest(name = "{4}: {0} with a certificate for {1}")
    @CsvSource(delimiter = '|', textBlock = """
            mail.example.com | mail.example.com | true  | true  | all is well
            a.example.net    | a.example.net    | true  | true  | by the second pattern
            a.example.net    | *.example.net    | true  | true  | wildcard certificate
            a.example.net    | b.example.net    | true  | false | the certificate fits the pattern, not the host
            mail.example.com | a.example.net    | true  | false | the certificate fits another pattern
            mail.example.com | example.com      | true  | false | the certificate is the domain's own
            mx.example.org   | mx.example.org   | false | true  | no pattern covers the host
            mx.example.org   | mail.example.com | false | false | nothing fits
            """)
    @Requirement({"R8461-4-1", "R8461-4.1-1", "R8461-4.2-3"})
    void asksByTheRfcForAPatternAndForACertificateOfThatHost(
            String host, String dnsId, boolean permitted, boolean accepted, String reason)
            throws PolicySyntaxException {
        Policy policy = PolicyParser.of(Dialect.RFC8461).parse(RFC_TEXT);
        assertThat(policy.permits(DomainName.of(host))).as(reason).isEqualTo(permitted);
        assertThat(policy.accepts(names(dnsId), DomainName.of(host))).as(reason).isEqualTo(accepted);
    }

    @ParameterizedTest(name = "{3}: {0} with a certificate for {1}")
    @CsvSource(delimiter = '|', textBlock = """
            mail.example.com   | mail.example.com   | true  | all is well
            x.attacker.example | mail.example.com   | true  | the certificate decides, whatever DNS says
            x.attacker.example | a.b.example.net    | true  | by the suffix
            x.attacker.example | x.attacker.example | false | a certificate for that host alone
            mail.example.com   | x.attacker.example | false | no pattern covers the certificate
            """)
    @Requirement({"RD06-4-1", "RD06-4-2"})
    void asksByTheDraftForACertificateThatFitsAPattern(String host, String dnsId, boolean accepted, String reason)
            throws PolicySyntaxException {
        Policy policy = PolicyParser.of(Dialect.DRAFT06).parse(DRAFT_TEXT);
        assertThat(policy.permits(DomainName.of(host))).as(reason).isTrue();
        assertThat(policy.accepts(names(dnsId), DomainName.of(host))).as(reason).isEqualTo(accepted);
    }

    @Test
    @Requirement({"R8461-4.2-2", "RD06-4.1-1"})
    void countsACommonNameByTheDraftAlone() throws PolicySyntaxException {
        DomainName host = DomainName.of("mail.example.com");
        CertificateNames names = CertificateNames.of(new TestAuthority()
                .issue(ServerCertificate.commonNameOnly(), host.toString())
                .certificate());
        assertThat(PolicyParser.of(Dialect.RFC8461).parse(RFC_TEXT).accepts(names, host))
                .isFalse();
        assertThat(PolicyParser.of(Dialect.DRAFT06).parse(DRAFT_TEXT).accepts(names, host))
                .isTrue();
    }

    @Test
    @Requirement("R8461-4.1-5")
    void asksForAPatternOfItsOwnIfTheDomainIsTheMx() throws PolicySyntaxException {
        DomainName domain = DomainName.of("example.net");
        Policy wildcardOnly = PolicyParser.of(Dialect.RFC8461).parse(RFC_TEXT);
        Policy ownName = PolicyParser.of(Dialect.RFC8461).parse(RFC_TEXT + "mx: example.net\n");
        assertThat(wildcardOnly.permits(domain)).isFalse();
        assertThat(ownName.permits(domain)).isTrue();
    }

    @Test
    @Requirement({"R8461-3.2-1", "RD06-3.2-1"})
    void hasThePathAndTheFormOfItsDialect() throws PolicySyntaxException {
        assertThat(Dialect.RFC8461.wellKnownPath()).isEqualTo("/.well-known/mta-sts.txt");
        assertThat(Dialect.DRAFT06.wellKnownPath()).isEqualTo("/.well-known/mta-sts.json");
        assertThat(PolicyParser.of(Dialect.RFC8461).parse(RFC_TEXT).dialect()).isEqualTo(Dialect.RFC8461);
        assertThat(PolicyParser.of(Dialect.DRAFT06).parse(DRAFT_TEXT).dialect()).isEqualTo(Dialect.DRAFT06);
    }

    @ParameterizedTest(name = "{0} for {1} s: {2}")
    @CsvSource({
        "enforce, 86399, true",
        "testing, 86399, true",
        "enforce, 0, true",
        "enforce, 86400, false",
        "testing, 604800, false",
        "none, 0, false",
    })
    @Requirement("R8461-10.2-1")
    void isRemarkedOnIfItLivesLessThanADay(String mode, long maxAge, boolean remarked) throws PolicySyntaxException {
        Policy text = PolicyParser.of(Dialect.RFC8461)
                .parse(RFC_TEXT.replace("enforce", mode).replace("86400", "" + maxAge));
        assertThat(text.remarks().toString().contains("max_age is shorter than a day"))
                .isEqualTo(remarked);
        if (!mode.equals("none")) {
            Policy json = PolicyParser.of(Dialect.DRAFT06)
                    .parse(DRAFT_TEXT
                            .replace("enforce", mode.replace("testing", "report"))
                            .replace("86400", "" + maxAge));
            assertThat(json.remarks()).isEqualTo(text.remarks());
        }
    }

    @Test
    void isNamedByTheDigestOfItsUtf8() throws PolicySyntaxException {
        Policy policy =
                PolicyParser.of(Dialect.RFC8461).parse("version: STSv1\nmode: none\nmax_age: 0\nnote: \u00e9\n");
        assertThat(policy.sha256()).isEqualTo("d10eb78d9d31071f83d213a63d503419883446ee700aa6484150a511786b6294");
    }

    @Test
    void isEqualByAllItHolds() throws PolicySyntaxException {
        Policy policy = PolicyParser.of(Dialect.RFC8461).parse(RFC_TEXT);
        assertThat(policy)
                .isEqualTo(PolicyParser.of(Dialect.RFC8461).parse(RFC_TEXT))
                .isEqualTo(new Policy(
                        policy.dialect(),
                        policy.mode(),
                        policy.maxAge(),
                        policy.mxPatterns(),
                        policy.sha256(),
                        policy.remarks()))
                .hasSameHashCodeAs(PolicyParser.of(Dialect.RFC8461).parse(RFC_TEXT))
                .isNotEqualTo(PolicyParser.of(Dialect.RFC8461).parse(RFC_TEXT + "note: x\n"))
                .isNotEqualTo(new Policy(
                        policy.dialect(),
                        policy.mode(),
                        policy.maxAge(),
                        policy.mxPatterns().subList(0, 1),
                        policy.sha256(),
                        policy.remarks()));
    }

    private static CertificateNames names(String dnsId) {
        return new CertificateNames(List.of(dnsId), Optional.empty());
    }
}
