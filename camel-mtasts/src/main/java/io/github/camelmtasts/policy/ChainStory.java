package io.github.camelmtasts.policy;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

import javax.security.auth.x500.X500Principal;

/**
 * Tells from the certificates that a host has shown why they are not trusted, so that its operator knows what to install. What
 * it says stands in the chain, and is a guess at nothing else.
 */
public final class ChainStory {

    /** No honest chain is longer; one that leads in a circle ends here. */
    private static final int MAX_LENGTH = 20;

    private final X509Certificate[] chain;
    private final X509Certificate[] trusted;

    private ChainStory(X509Certificate[] chain, X509Certificate[] trusted) {
        this.chain = chain;
        this.trusted = trusted;
    }

    /**
     * A clause of which the certificate is the subject: {@code it is self-signed}.
     *
     * @param chain   as it was shown, the host's own certificate first; not empty
     * @param trusted the certificates of the authorities that are trusted
     * @param refusal what Java has against the chain
     */
    public static String of(X509Certificate[] chain, X509Certificate[] trusted, Throwable refusal) {
        ChainStory story = new ChainStory(chain, trusted);
        return switch (ChainFault.of(refusal)) {
            case EXPIRED -> story.expired();
            case NOT_YET_VALID -> story.notYetValid();
            case REVOKED -> "its authority has revoked it";
            case REVOCATION_UNKNOWN -> JavaWords.plain(refusal);
            case NOT_TRUSTED -> story.untrusted(refusal);
        };
    }

    private String expired() {
        X509Certificate first = Arrays.stream(chain)
                .min(Comparator.comparing(X509Certificate::getNotAfter))
                .orElse(chain[0]);
        return whose(first) + "expired at " + instant(first.getNotAfter().toInstant());
    }

    private String notYetValid() {
        X509Certificate last = Arrays.stream(chain)
                .max(Comparator.comparing(X509Certificate::getNotBefore))
                .orElse(chain[0]);
        return whose(last) + "is valid from " + instant(last.getNotBefore().toInstant()) + " on";
    }

    private String whose(X509Certificate certificate) {
        return certificate.equals(chain[0])
                ? "it "
                : "the certificate of its authority " + name(certificate.getSubjectX500Principal()) + " ";
    }

    private static String instant(Instant time) {
        return time.toString();
    }

    private String untrusted(Throwable refusal) {
        X509Certificate top = top();
        String authority = name(top.getIssuerX500Principal());
        if (isSelfSigned(chain[0])) {
            return "it is self-signed";
        }
        if (isTrusted(top.getIssuerX500Principal())) {
            return JavaWords.plain(refusal);
        }
        return top.equals(chain[0])
                ? "the host does not show the intermediate certificate of " + authority + ", which signed it, and "
                        + authority + " is no trusted authority itself"
                : "it leads to the authority " + authority + ", which is not trusted";
    }

    /** The last certificate on the way up that was shown. */
    private X509Certificate top() {
        X509Certificate top = chain[0];
        for (int i = 0; i < MAX_LENGTH; i++) {
            Optional<X509Certificate> above = above(top);
            if (above.isEmpty()) {
                return top;
            }
            top = above.get();
        }
        return top;
    }

    private Optional<X509Certificate> above(X509Certificate certificate) {
        return Arrays.stream(chain)
                .filter(other -> !other.equals(certificate)
                        && other.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .findFirst();
    }

    private boolean isTrusted(X500Principal authority) {
        return Arrays.stream(trusted)
                .anyMatch(anchor -> anchor.getSubjectX500Principal().equals(authority));
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException anotherKey) {
            return false;
        }
    }

    private static String name(X500Principal principal) {
        return "'" + Untrusted.text(principal.getName(), 100) + "'";
    }
}
