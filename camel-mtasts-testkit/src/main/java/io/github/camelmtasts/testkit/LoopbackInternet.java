package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;

/**
 * A small internet on this machine's loopback addresses: DNS, one HTTPS server for all policy hosts, and mail servers,
 * each with an address of its own. Sockets, packets and TLS are real; nothing binds a wildcard address and nothing
 * leaves the machine. Describe it with {@link #of}, start it, close it.
 *
 * <pre>{@code
 * try (LoopbackInternet internet = LoopbackInternet.of(
 *                 domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")))
 *         .start()) {
 *     ...
 * }
 * }</pre>
 *
 * Thread-safe.
 */
public final class LoopbackInternet implements AutoCloseable {
    private final Blueprint blueprint;
    private final OpenResources opened;
    private final ShutdownSignal shutdown = new ShutdownSignal();
    private final RevocationServer revocationServer;
    private final TestAuthority authority;
    private final DnsServer dns;
    private final PolicyServer policyHost;
    private final MxFarm mxFarm;
    private final TrustStoreFile trustStoreFile;

    /** Who is on an internet that has not been started. Immutable; each start makes a new one. */
    public static final class Description {
        private final Blueprint blueprint;
        private final Clock clock;

        private Description(Blueprint blueprint, Clock clock) {
            this.blueprint = blueprint;
            this.clock = clock;
        }

        /**
         * The same internet, whose certificates and revocation statements are in date by this clock when they are issued;
         * without it by the machine's. Java's own trust managers judge by the machine's date, so a clock more than two days
         * before or 90 days behind it makes certificates that they refuse.
         */
        public Description clock(Clock clock) {
            return new Description(blueprint, clock);
        }

        /**
         * Starts all servers on free ports.
         *
         * @throws UncheckedIOException if an address cannot be bound
         */
        public LoopbackInternet start() {
            OpenResources opened = new OpenResources();
            try {
                return new LoopbackInternet(blueprint, clock, opened);
            } catch (IOException e) {
                opened.close();
                throw new UncheckedIOException("cannot start the loopback internet", e);
            } catch (RuntimeException e) {
                opened.close();
                throw e;
            }
        }
    }

    /**
     * Describes an internet.
     *
     * @throws IllegalArgumentException if one domain or server is described twice in different ways
     */
    public static Description of(Participant... participants) {
        return new Description(Blueprint.of(List.of(participants)), Clock.systemUTC());
    }

    private LoopbackInternet(Blueprint blueprint, Clock clock, OpenResources opened) throws IOException {
        InetAddress main = LoopbackAddresses.parse(LoopbackAddresses.MAIN);
        this.blueprint = blueprint;
        this.opened = opened;
        this.revocationServer = opened.add(RevocationServer.start(main, shutdown, clock));
        this.authority = new TestAuthority(revocationServer, clock);
        this.trustStoreFile = opened.add(TrustStoreFile.write(authority.trustStore()));
        this.mxFarm = opened.add(MxFarm.open(blueprint, authority, shutdown));
        this.dns = opened.add(DnsServer.start(main));
        this.policyHost = opened.add(PolicyServer.start(main, authority, shutdown));
        blueprint.publish(dns);
        blueprint.serve(policyHost);
    }

    /** Address and port of the DNS server, such as {@code 127.0.0.1:40001}. */
    public String dnsServer() {
        return LoopbackAddresses.MAIN + ":" + dns.port();
    }

    /** The port of every mail server. */
    public int smtpPort() {
        return mxFarm.port();
    }

    /** The HTTPS port of every policy host. */
    public int policyPort() {
        return policyHost.port();
    }

    /** The authority behind all certificates. */
    public TestAuthority authority() {
        return authority;
    }

    /** A new key store that holds only the test root. */
    public KeyStore trustStore() {
        return authority.trustStore();
    }

    /** A PKCS12 file that holds only the test root; deleted at close. */
    public Path trustStoreFile() {
        return trustStoreFile.path();
    }

    /** The password of {@link #trustStoreFile}. */
    public String trustStorePassword() {
        return TrustStoreFile.PASSWORD;
    }

    /** A context for clients that trusts only the test root; host names are the client's to check. */
    public SSLContext clientSslContext() {
        return authority.clientSslContext();
    }

    /** The DNS server, to change answers and to see questions. */
    public DnsServer dns() {
        return dns;
    }

    /** The HTTPS server, to change policies and to see requests. */
    public PolicyServer policyHost() {
        return policyHost;
    }

    /**
     * One mail server, to change its behaviour and to see its sessions.
     *
     * @throws java.util.NoSuchElementException if no server of that name was described
     */
    public MxServer mx(String name) {
        return mxFarm.server(name);
    }

    /** Where the authority says which certificates it has revoked, to see who asked. */
    public RevocationServer revocationServer() {
        return revocationServer;
    }

    /** The mails that all servers took, in order of arrival. */
    public List<ReceivedMail> mails() {
        return mxFarm.mails().entries();
    }

    /** Waits until the servers have taken that many mails or the time is over, and returns those that came. */
    public List<ReceivedMail> awaitMails(int count, Duration limit) {
        return mxFarm.mails().await(count, limit);
    }

    /** Makes everything as described again and forgets all mails, sessions, questions and requests. */
    public void reset() {
        dns.reset();
        policyHost.reset();
        revocationServer.reset();
        mxFarm.reset(blueprint);
        blueprint.publish(dns);
        blueprint.serve(policyHost);
    }

    /** Closes all sockets, ends all scripted pauses and deletes the trust store file. */
    @Override
    public void close() {
        shutdown.raise();
        opened.close();
    }
}
