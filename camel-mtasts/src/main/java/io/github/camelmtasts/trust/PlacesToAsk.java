package io.github.camelmtasts.trust;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Where the authority of a certificate is asked about revocation. Certificates with equal places share the fate of one server.
 *
 * @param issuer    who signed the certificate
 * @param addresses of OCSP responders and lists, without their last part, which differs from certificate to certificate
 */
record PlacesToAsk(String issuer, Set<String> addresses) {

    /** RFC 5280 section 4.2.2.1: Authority Information Access, which names OCSP responders. */
    private static final String RESPONDERS = "1.3.6.1.5.5.7.1.1";

    /** RFC 5280 section 4.2.1.13: CRL Distribution Points. */
    private static final String LISTS = "2.5.29.31";

    /** RFC 5280 section 4.2.1.6: a GeneralName that is a URI, in DER. */
    private static final byte URI = (byte) 0x86;

    private static final int AFTER_SCHEME = "https://".length();

    static PlacesToAsk of(X509Certificate certificate) {
        Set<String> addresses = new TreeSet<>();
        collect(certificate.getExtensionValue(RESPONDERS), addresses);
        collect(certificate.getExtensionValue(LISTS), addresses);
        return new PlacesToAsk(certificate.getIssuerX500Principal().getName(), Set.copyOf(addresses));
    }

    /** A short URI has one octet of length; a longer one is left out, for the issuer stands for it. */
    private static void collect(byte @Nullable [] extension, Set<String> addresses) {
        for (int i = 0; extension != null && i + 1 < extension.length; i++) {
            int length = extension[i + 1];
            if (extension[i] == URI && length > 0 && i + 2 + length <= extension.length) {
                String address = new String(extension, i + 2, length, StandardCharsets.US_ASCII);
                if (address.startsWith("http")) {
                    addresses.add(withoutLastPart(address));
                }
            }
        }
    }

    private static String withoutLastPart(String address) {
        int slash = address.lastIndexOf('/');
        return slash < AFTER_SCHEME ? address : address.substring(0, slash);
    }
}
