package io.github.camelmtasts.publication;

import java.util.Optional;

import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ZoneLinesTest {

    private static final DomainName DOMAIN = DomainName.of("mine.example");

    @Test
    void linesForAddressesStandTogether() {
        assertThat(ZoneLines.of(DOMAIN, "a1", Optional.of("192.0.2.10, 2001:db8::1")))
                .isEqualTo("""
                mta-sts.mine.example. 3600 IN A 192.0.2.10
                mta-sts.mine.example. 3600 IN AAAA 2001:db8:0:0:0:0:0:1
                _mta-sts.mine.example. 3600 IN TXT "v=STSv1; id=a1;"
                """);
        assertThat(ZoneLines.of(DOMAIN, "a1", Optional.of("192.0.2.10")))
                .startsWith("mta-sts.mine.example. 3600 IN A 192.0.2.10\n");
    }

    @Test
    void anAliasNeedsACertificate() {
        assertThat(ZoneLines.withoutRecord(DOMAIN, Optional.of(" sts.hoster.example ")))
                .isEqualTo("""
                ; the host behind needs a certificate for mta-sts.mine.example
                mta-sts.mine.example. 3600 IN CNAME sts.hoster.example.
                ; mtasts:rollover says when to change the record at _mta-sts.mine.example
                """);
    }

    @Test
    void whereThePolicyHostIsMustBeSaid() {
        assertThat(ZoneLines.of(DOMAIN, "a1", Optional.empty()))
                .startsWith(
                        "; mta-sts.mine.example needs A and AAAA records, or a CNAME; the option servedAt says where it is\n");
    }
}
