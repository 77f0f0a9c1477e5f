package io.github.camelmtasts;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ServerCertificate;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;

/** Resolvers and a policy host that others wrote: BIND, unbound, nginx. */
@Timeout(120)
class RealResolversTest {

    private static final String ADDRESS = "127.0.52.1";

    /** BIND listens only at addresses that an interface has. */
    private static final String BIND = "127.0.0.1";

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")),
            domain("clear.example")
                    .policy(enforce("mx.clear.example"))
                    .mx(10, mxHost("mx.clear.example").withoutStartTls()));

    private static RealServers servers;
    private static int unboundPort;
    private static int refusingPort;

    @BeforeAll
    static void start() throws Exception {
        servers = new RealServers();
        startUnbound();
        startBindThatRefuses();
    }

    private static void startUnbound() throws Exception {
        unboundPort = RealServers.freePort(ADDRESS);
        String kit = INTERNET.internet().dnsServer().replace(':', '@');
        servers.write("etc/unbound/unbound.conf", """
                server:
                  interface: %s@%d
                  access-control: 127.0.0.0/8 allow
                  do-not-query-localhost: no
                  module-config: "iterator"
                  local-zone: "example." nodefault
                  username: ""
                  chroot: ""
                  use-syslog: no
                  do-daemonize: no
                  cache-max-ttl: 1
                remote-control:
                  control-enable: no
                stub-zone:
                  name: "example."
                  stub-addr: %s
                """.formatted(ADDRESS, unboundPort, kit));
        servers.start(new InetSocketAddress(ADDRESS, unboundPort), "unbound", "-d", "-p");
    }

    private static void startBindThatRefuses() throws Exception {
        refusingPort = RealServers.freePort(BIND);
        servers.folder("var/cache/bind", "bind");
        servers.folder("run/named", "bind");
        servers.write("etc/bind/named.conf", """
                options {
                  directory "/var/cache/bind";
                  listen-on port %d { %s; };
                  listen-on-v6 { none; };
                  recursion no;
                  allow-query { none; };
                  pid-file none;
                };
                controls { };
                """.formatted(refusingPort, BIND));
        servers.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), refusingPort), "named", "-f", "-u", "bind");
    }

    @AfterAll
    static void stop() throws Exception {
        if (servers != null) {
            servers.close();
        }
    }

    private final LoopbackInternet internet = INTERNET.internet();

    private Sender sender(String dnsServers) {
        return new Sender(internet, component -> component.setDnsServers(dnsServers));
    }

    private static String unbound() {
        return ADDRESS + ":" + unboundPort;
    }

    private static String refusing() {
        return BIND + ":" + refusingPort;
    }

    @Test
    void aResolverThatRefusesIsPassedOver() {
        try (Sender sender = sender(refusing() + "," + unbound())) {
            assertThat(Sender.outcome(sender.send("you@good.example"))).isEqualTo("DELIVERED");
            Exchange held = sender.send("you@clear.example");
            assertThat(Sender.reason(held)).isEqualTo("STARTTLS_NOT_OFFERED");
        }
    }

    @Test
    void mailWaitsWhereEveryResolverRefuses() {
        try (Sender sender = sender(refusing())) {
            Exchange sent = sender.send("you@good.example");
            assertThat(Sender.outcome(sent)).isEqualTo("DEFERRED");
            assertThat(sent.getException()).hasMessageContaining("REFUSED");
        }
    }

    @Test
    void aDomainThatUnboundCannotAnswerForIsNotADomainWithoutAPolicy() {
        internet.dns().fail("_mta-sts.clear.example", "TXT", "SERVFAIL");
        try (Sender sender = sender(unbound())) {
            assertThat(Sender.outcome(sender.send("you@clear.example"))).isEqualTo("DEFERRED");
        }
    }

    @AfterEach
    void forget() {
        internet.reset();
    }

    /** The policy from nginx, as most owners of domains would serve it. */
    @ParameterizedTest
    @ValueSource(strings = {"mx.good.example", "mx.elsewhere.example"})
    void thePolicyThatNginxServesCounts(String permitted) throws Exception {
        String host = "mta-sts.good.example";
        servers.writePem("etc/nginx/policy.pem", internet.authority().issue(ServerCertificate.valid(), host));
        servers.write(
                "var/www/.well-known/mta-sts.txt",
                "version: STSv1\nmode: enforce\nmx: " + permitted + "\nmax_age: 86400\n");
        int port = RealServers.freePort("127.0.52.2");
        servers.folder("var/lib/nginx", "www-data");
        servers.folder("var/log/nginx", "www-data");
        servers.write("etc/nginx/policy.conf", """
                daemon off;
                pid /tmp/nginx.pid;
                error_log /dev/stderr;
                events { }
                http {
                  access_log off;
                  server {
                    listen 127.0.52.2:%d ssl;
                    server_name %s;
                    ssl_certificate /etc/nginx/policy.pem;
                    ssl_certificate_key /etc/nginx/policy.pem;
                    root /var/www;
                    default_type text/plain;
                    gzip on;
                    gzip_types text/plain;
                    gzip_min_length 1;
                  }
                }
                """.formatted(port, host));
        internet.dns().answer(host, "A", "127.0.52.2");
        try (RealServers nginx = new RealServers()) {
            nginx.start(new InetSocketAddress("127.0.52.2", port), "nginx", "-c", "/etc/nginx/policy.conf");
            try (Sender sender = new Sender(internet, component -> component.setPolicyPort(port))) {
                Exchange sent = sender.send("you@good.example");
                assertThat(Sender.policyMode(sent)).isEqualTo("enforce");
                assertThat(Sender.reason(sent))
                        .isEqualTo(permitted.equals("mx.good.example") ? "null" : "MX_NOT_IN_POLICY");
            }
        }
    }
}
