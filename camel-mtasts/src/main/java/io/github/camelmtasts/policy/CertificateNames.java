package io.github.camelmtasts.policy;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

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
        for (String dnsId : dnsIds) {
            Optional<Identity> identity = Identity.of(dnsId);
            if (identity.isPresent() && identity.get().isOf(host)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether some identity fits some pattern (draft-06 section 4.1). An identity that is no name, such as {@code *mail.example},
     * is passed over and does not spoil the rest: the change from -05 to -06.
     */
    boolean fitAnyOf(MxPatterns patterns) {
        for (String dnsId : dnsIds) {
            if (fits(dnsId, patterns)) {
                return true;
            }
        }
        return commonName.isPresent() && fits(commonName.get(), patterns);
    }

    private static boolean fits(String written, MxPatterns patterns) {
        Optional<Identity> identity = Identity.of(written);
        return identity.isPresent() && identity.get().fits(patterns);
    }

    /** A name in a certificate, or {@code *.} and a name. */
    private record Identity(boolean wildcard, DomainName name) {

        static Optional<Identity> of(String written) {
            boolean wildcard = written.startsWith("*.");
            return DomainName.ifValidALabels(wildcard ? written.substring(2) : written)
                    // *.com would speak for every domain below: no honest authority signs it
                    .filter(base -> !wildcard || !base.hasOneLabel())
                    .map(base -> new Identity(wildcard, base));
        }

        boolean isOf(DomainName host) {
            return wildcard ? host.isChildOf(name) : host.equals(name);
        }

        boolean fits(MxPatterns patterns) {
            return wildcard ? patterns.matchWildcard(name) : patterns.match(name);
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
