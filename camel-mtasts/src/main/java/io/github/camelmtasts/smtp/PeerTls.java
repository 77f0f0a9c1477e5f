package io.github.camelmtasts.smtp;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.TlsDemand;
import io.github.camelmtasts.delivery.TlsEvidence;
import io.github.camelmtasts.policy.CertificateNames;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.ShownCertificate;
import io.github.camelmtasts.policy.Untrusted;
import org.jspecify.annotations.Nullable;

/**
 * What an MX host has shown in TLS. Read off the session after every handshake, resumed ones too; a policy is held against
 * it at every use of the connection, for another policy may be in force by then.
 */
final class PeerTls {

    /** Resuming sessions hand on what was put into the one that they resume; a new session is empty. */
    private static final String SEEN = PeerTls.class.getName();

    private final DomainName host;
    private final String protocol;
    private final String cipherSuite;
    private final X509Certificate[] chain;
    private final X509Certificate leaf;
    private final CertificateNames names;
    private final Optional<Failure> chainFault;
    private final String fingerprint;
    private final boolean resumed;

    /** Of the policy that asked last: while it is in force, no mail after the first need compare names. */
    private volatile @Nullable NameVerdict lastVerdict;

    private record NameVerdict(@Nullable Policy policy, Optional<Failure> fault) {}

    private PeerTls(DomainName host, SSLSession session, X509Certificate[] chain, Optional<Failure> chainFault) {
        this.host = host;
        this.protocol = session.getProtocol();
        this.cipherSuite = session.getCipherSuite();
        this.chain = chain;
        this.leaf = chain[0];
        this.names = CertificateNames.of(leaf);
        this.chainFault = chainFault;
        this.fingerprint = ShownCertificate.fingerprintOf(leaf);
        this.resumed = session.getValue(SEEN) != null;
        session.putValue(SEEN, true);
    }

    static PeerTls of(DomainName host, SSLSession session, ChainJudge judge) throws SSLPeerUnverifiedException {
        X509Certificate[] chain = Arrays.stream(session.getPeerCertificates())
                .map(X509Certificate.class::cast)
                .toArray(X509Certificate[]::new);
        // the key of a certificate for the oldest suites need not be fit for signing
        String authType = session.getCipherSuite().startsWith("TLS_RSA_") ? "RSA" : "UNKNOWN";
        return new PeerTls(host, session, chain, judge.faultOf(chain, authType));
    }

    /** Whether the handshake took up an earlier session. */
    boolean isResumed() {
        return resumed;
    }

    /** What the policy, or without one the host's own name, has against this certificate; empty if nothing. */
    Optional<Failure> faultUnder(Optional<Policy> policy, Instant now) {
        return trustFault(now).or(() -> nameFault(policy));
    }

    /** Whether the certificate is good for somebody, whatever names a policy lists. */
    boolean isTrusted(Instant now) {
        return trustFault(now).isEmpty();
    }

    private Optional<Failure> trustFault(Instant now) {
        return chainFault.or(() -> ChainJudge.validityFault(leaf, now));
    }

    @SuppressWarnings("ReferenceEquality") // another object is another policy, for all we care
    private Optional<Failure> nameFault(Optional<Policy> policy) {
        NameVerdict last = lastVerdict;
        if (last == null || last.policy() != policy.orElse(null)) {
            Optional<Failure> fault = accepted(policy) ? Optional.empty() : Optional.of(nameMismatch(policy));
            last = new NameVerdict(policy.orElse(null), fault);
            lastVerdict = last;
        }
        return last.fault();
    }

    /** What the demand has against this certificate; empty if nothing, or if it demands no proof. */
    Optional<Failure> refusalUnder(TlsDemand demand, Instant now) {
        Optional<Failure> byPolicy = demand.mustFitPolicy() ? faultUnder(demand.policy(), now) : Optional.empty();
        return byPolicy.or(() -> demand.mustProveName() ? faultUnder(Optional.empty(), now) : Optional.empty());
    }

    private boolean accepted(Optional<Policy> policy) {
        return policy.map(inForce -> inForce.accepts(names, host)).orElseGet(() -> names.cover(host));
    }

    private Failure nameMismatch(Optional<Policy> policy) {
        String shown = names.dnsIds().isEmpty() ? "no DNS name" : String.join(", ", names.dnsIds());
        String wanted = policy.map(inForce -> switch (inForce.dialect()) {
                    case RFC8461 -> host.toString();
                    case DRAFT06 -> "one of the policy's mx patterns";
                })
                .orElse(host.toString());
        return new Failure(
                FailureReason.CERTIFICATE_NAME_MISMATCH,
                "the certificate names " + Untrusted.text(shown, 200) + ", not " + wanted);
    }

    TlsEvidence evidence(Optional<Policy> policy, Instant now) {
        return new TlsEvidence(
                protocol,
                cipherSuite,
                fingerprint,
                leaf.getNotAfter().toInstant(),
                faultUnder(policy, now).isEmpty());
    }

    /** The certificates that the host showed, its own first. */
    List<ShownCertificate> chain() {
        return ShownCertificate.of(chain);
    }
}
