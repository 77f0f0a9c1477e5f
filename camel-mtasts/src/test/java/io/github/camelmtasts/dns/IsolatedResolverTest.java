package io.github.camelmtasts.dns;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.testkit.DnsQuery;
import io.github.camelmtasts.testkit.DnsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A resolver in a network without a way out. */
@Timeout(30)
class IsolatedResolverTest {

    private static final DomainName PARTNER = DomainName.of("partner.com");
    private static final String ROOT = "";

    private final DnsServer server = DnsServer.open();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final DnsMemory dns = new DnsMemory(
            DnsServers.parse("127.0.0.1:" + server.port()),
            new ResolverListener() {
                @Override
                public void answered() {
                    heard.add("answered");
                }

                @Override
                public void failed(String detail) {
                    heard.add(detail);
                }
            },
            Clock.systemUTC());

    IsolatedResolverTest() throws IOException {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aNameThatIsDeniedWithTheTopLevelDomainsMayExist() {
        server.isolate();

        assertThat(dns.mx(PARTNER)).isEqualTo(new DnsAnswer.Failed<>(RootZone.DENIED));
        assertThat(dns.txt(PARTNER.recordName())).isEqualTo(new DnsAnswer.Failed<>(RootZone.DENIED));
        assertThat(dns.addresses(PARTNER)).isEqualTo(new DnsAnswer.Failed<>(RootZone.DENIED));
        assertThat(heard).containsOnly(RootZone.DENIED);
    }

    @Test
    void aNameThatIsDeniedByWhoKnowsTheInternetDoesNotExist() {
        assertThat(dns.mx(PARTNER)).isEqualTo(new DnsAnswer.NoSuchName<>());
        assertThat(dns.txt(PARTNER.recordName())).isEqualTo(new DnsAnswer.NoSuchName<>());
        assertThat(server.queries())
                .extracting(DnsQuery::name)
                .containsExactly("partner.com", "com", "_mta-sts.partner.com");
    }

    @Test
    void aNameThatTheRootZoneNeverHasIsDeniedRightly() {
        server.isolate();

        assertThat(dns.mx(DomainName.of("nobody.example"))).isEqualTo(new DnsAnswer.NoSuchName<>());
        assertThat(server.queries()).hasSize(1);
    }

    @Test
    void whatAResolverFailsToSayOfTopLevelDomainsProvesNothing() {
        server.isolate();
        server.fail("org", null, "SERVFAIL");

        assertThat(dns.mx(PARTNER)).isEqualTo(new DnsAnswer.NoSuchName<>());
    }

    @Test
    void anIsolatedResolverIsNotWellBecauseItAnswersForTheRoot() {
        server.isolate();
        dns.freshTxt(ROOT);
        assertThat(heard).as("an empty root is denied").containsExactly(RootZone.DENIED);

        server.answer("good.example", "A", "192.0.2.1"); // so that there is a root
        heard.clear();
        dns.freshTxt(ROOT);

        assertThat(heard).containsExactly(RootZone.DENIED);
    }

    @Test
    void namesInsideAreStillFound() {
        server.isolate();
        server.answer("inside.lan", "MX", "10 mx.inside.lan.");

        assertThat(dns.mx(DomainName.of("inside.lan"))).isInstanceOf(DnsAnswer.Found.class);
        assertThat(dns.mx(DomainName.of("partner.org"))).isInstanceOf(DnsAnswer.Failed.class);
    }
}
