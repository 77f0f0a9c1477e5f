package io.github.camelmtasts.policy;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

import org.jspecify.annotations.Nullable;

/**
 * The identities that a certificate claims. Whether anyone vouches for the certificate is another question.
 *
 * @param dnsIds     the DNS-IDs: dNSName entries of the subjectAltName, as written
 * @param commonName the CN-ID of the subject; counts under draft-06 alone
 */
public record CertificateNames(List<String> dnsIds, Optional<String> commonName) {

    /** Entry type of dNSName in {@link X509Certificate#getSubjectAlternativeNames()} (RFC 5280 section 4.2.1.6). */
    private static final int DNS_NAME = 2;

    public CertificateNames {
        dnsIds = List.copyOf(dnsIds);
    }

    /** Reads the identities; a subjectAltName that cannot be read has none. */
    public static CertificateNames of(X509Certificate certificate) {
        return new CertificateNames(dnsIdsOf(certificate), commonNameOf(certificate));
    }

    /**
     * Whether a DNS-ID names this host. {@code *} may stand for the whole left-most label; the common name never counts,
     * nor does a partial wildcard (RFC 8461 section 4.2, RFC 9525 section 6.3).
     */
    public boolean cover(DomainName host) {
        return dnsIds.stream()
                .map(Identity::of)
                .flatMap(Optional::stream)
                .anyMatch(identity ->
                        identity.wildcard() ? host.isChildOf(identity.name()) : host.equals(identity.name()));
    }

    /**
     * Whether some identity fits some pattern (draft-06 section 4.1). An identity that is no name, such as {@code *mail.example},
     * is passed over and does not spoil the rest: the change from -05 to -06.
     */
    boolean fitAnyOf(List<MxPattern> patterns) {
        return Stream.concat(dnsIds.stream(), commonName.stream())
                .map(Identity::of)
                .flatMap(Optional::stream)
                .anyMatch(identity -> patterns.stream().anyMatch(identity::fits));
    }

    /** A name in a certificate, or {@code *.} and a name. */
    private record Identity(boolean wildcard, DomainName name) {

        static Optional<Identity> of(String written) {
            boolean wildcard = written.startsWith("*.");
            String name = wildcard ? written.substring(2) : written;
            return Optional.of(name)
                    .filter(DomainName::isAscii)
                    .flatMap(DomainName::ifValid)
                    // *.com would speak for every domain below: no honest authority signs it
                    .filter(base -> !wildcard || !base.hasOneLabel())
                    .map(base -> new Identity(wildcard, base));
        }

        boolean fits(MxPattern pattern) {
            return wildcard ? pattern.matchesWildcard(name) : pattern.matches(name);
        }
    }

    private static List<String> dnsIdsOf(X509Certificate certificate) {
        List<String> dnsIds = new ArrayList<>();
        try {
            @Nullable Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
            if (entries != null) {
                for (List<?> entry : entries) {
                    if (entry.get(0).equals(DNS_NAME)) {
                        dnsIds.add((String) entry.get(1));
                    }
                }
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        return dnsIds;
    }

    private static Optional<String> commonNameOf(X509Certificate certificate) {
        try {
            List<Rdn> fromTheRight =
                    new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
            for (int i = fromTheRight.size() - 1; i >= 0; i--) {
                Rdn rdn = fromTheRight.get(i);
                if (rdn.getType().equalsIgnoreCase("CN")) {
                    // a value that is no text comes as bytes, and names nobody
                    return rdn.getValue() instanceof String name ? Optional.of(name) : Optional.empty();
                }
            }
        } catch (InvalidNameException unreadable) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
