package io.github.camelmtasts.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A policy file that was read without fault. Callers ask {@link #permits} and {@link #accepts} and never look at the
 * dialect. Immutable. No record, since there may be a million: what is seldom asked is kept packed.
 */
public final class Policy {

    /** RFC 8461 section 3.2: about a year; a larger value is cut to it, not refused. */
    static final long MAX_MAX_AGE_SECONDS = 31_557_600;

    /** No policy lives longer. */
    public static final Duration MAX_MAX_AGE = Duration.ofSeconds(MAX_MAX_AGE_SECONDS);

    /** Good and bad ones together. Big hosters publish some ten; 64 KB of text (RFC 8461 section 3.3) hold thousands. */
    static final int MAX_MX_PATTERNS = 1_000;

    static final String TOO_MANY_MX_PATTERNS = "there are more than " + MAX_MX_PATTERNS + " mx patterns";

    private final Dialect dialect;
    private final Mode mode;
    private final int maxAgeSeconds;
    private final MxPatterns mxPatterns;
    private final byte[] sha256;
    private final List<String> remarks;

    /**
     * @param dialect    the form it was written in
     * @param mode       what to do when a check fails
     * @param maxAge     its life from the last fetch on, in whole seconds; zero means for the delivery at hand alone
     * @param mxPatterns in the order of the file; empty only if the mode is none
     * @param sha256     of the text's UTF-8 bytes, in hex
     * @param remarks    what a publisher should mend although the policy is valid, one sentence each, few
     */
    public Policy(
            Dialect dialect,
            Mode mode,
            Duration maxAge,
            List<MxPattern> mxPatterns,
            String sha256,
            List<String> remarks) {
        this(dialect, mode, maxAge, mxPatterns, HexFormat.of().parseHex(sha256), remarks);
    }

    private Policy(
            Dialect dialect,
            Mode mode,
            Duration maxAge,
            List<MxPattern> mxPatterns,
            byte[] sha256,
            List<String> remarks) {
        this.dialect = dialect;
        this.mode = mode;
        this.maxAgeSeconds = Math.toIntExact(maxAge.toSeconds());
        this.mxPatterns = MxPatterns.of(mxPatterns);
        this.sha256 = sha256;
        this.remarks = List.copyOf(remarks);
    }

    /** The policy that the text came to; the text itself is not kept. */
    static Policy readFrom(
            String text, Dialect dialect, Mode mode, Duration maxAge, List<MxPattern> mxPatterns, Remarks remarks) {
        return new Policy(dialect, mode, maxAge, mxPatterns, sha256Of(text), remarks.list());
    }

    private static byte[] sha256Of(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /**
     * Whether mail may be tried at this MX host at all. The draft judges the certificate alone, so there every host may be
     * tried (RFC 8461 section 4.1, draft-06 section 4.1).
     */
    public boolean permits(DomainName mxHost) {
        return switch (dialect) {
            case RFC8461 -> mxPatterns.match(mxHost);
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

    public Dialect dialect() {
        return dialect;
    }

    public Mode mode() {
        return mode;
    }

    /** Its life from the last fetch on; zero means for the delivery at hand alone. */
    public Duration maxAge() {
        return Duration.ofSeconds(maxAgeSeconds);
    }

    /** {@link #maxAge} where each mail asks. */
    int maxAgeSeconds() {
        return maxAgeSeconds;
    }

    /** In the order of the file; empty only if the mode is none. */
    public List<MxPattern> mxPatterns() {
        return mxPatterns.list();
    }

    /** Of the text's UTF-8 bytes, in lower-case hex: names the exact text without keeping it. */
    public String sha256() {
        return HexFormat.of().formatHex(sha256);
    }

    /** What a publisher should mend although the policy is valid, one sentence each, few. */
    public List<String> remarks() {
        return remarks;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Policy that
                && dialect == that.dialect
                && mode == that.mode
                && maxAgeSeconds == that.maxAgeSeconds
                && Arrays.equals(sha256, that.sha256)
                && mxPatterns().equals(that.mxPatterns())
                && remarks.equals(that.remarks);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256) * 31 + mxPatterns().hashCode();
    }

    @Override
    public String toString() {
        return mode + " for " + maxAge() + ", mx " + mxPatterns();
    }
}
