package io.github.camelmtasts.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * A policy file that was read without fault. Callers ask {@link #permits} and {@link #accepts} and never look at the
 * dialect.
 *
 * @param dialect   the form it was written in
 * @param mode      what to do when a check fails
 * @param maxAge    its life from the last fetch on; zero means for the delivery at hand alone
 * @param mxPatterns in the order of the file; empty only if the mode is none
 * @param sha256    of the text's UTF-8 bytes, in lower-case hex: names the exact text without keeping it
 * @param remarks   what a publisher should mend although the policy is valid, one sentence each, few
 */
public record Policy(
        Dialect dialect, Mode mode, Duration maxAge, List<MxPattern> mxPatterns, String sha256, List<String> remarks) {

    /** RFC 8461 section 3.2: about a year; a larger value is cut to it, not refused. */
    static final long MAX_MAX_AGE_SECONDS = 31_557_600;

    /** Good and bad ones together. Big hosters publish some ten; 64 KB of text (RFC 8461 section 3.3) hold thousands. */
    static final int MAX_MX_PATTERNS = 1_000;

    static final String TOO_MANY_MX_PATTERNS = "there are more than " + MAX_MX_PATTERNS + " mx patterns";

    public Policy {
        mxPatterns = List.copyOf(mxPatterns);
        remarks = List.copyOf(remarks);
    }

    /**
     * Whether mail may be tried at this MX host at all. The draft judges the certificate alone, so there every host may be
     * tried (RFC 8461 section 4.1, draft-06 section 4.1).
     */
    public boolean permits(DomainName mxHost) {
        return switch (dialect) {
            case RFC8461 -> mxPatterns.stream().anyMatch(pattern -> pattern.matches(mxHost));
            case DRAFT06 -> true;
        };
    }

    /**
     * Whether a certificate with these names proves the right host. In RFC 8461 (section 4.2) they must cover the MX host;
     * in draft-06 (section 4.1) one of them must fit one of the patterns, and the MX host plays no part.
     */
    public boolean accepts(CertificateNames names, DomainName mxHost) {
        return switch (dialect) {
            case RFC8461 -> names.cover(mxHost);
            case DRAFT06 -> names.fitAnyOf(mxPatterns);
        };
    }

    static String sha256Of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
