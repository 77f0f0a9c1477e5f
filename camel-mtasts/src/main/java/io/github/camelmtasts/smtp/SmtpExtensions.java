package io.github.camelmtasts.smtp;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What a host offered in its last EHLO (RFC 5321 section 4.1.1.1), as far as we use it.
 *
 * @param pipelining   several commands may be sent at once (RFC 2920)
 * @param size         wants to know the size of each mail (RFC 1870)
 * @param sizeLimit    in bytes; the largest mail that it takes, 0 if it did not say
 * @param eightBitMime takes bytes above 127 in a mail (RFC 6152)
 * @param smtpUtf8     takes addresses and header fields beyond ASCII (RFC 6531)
 */
record SmtpExtensions(boolean pipelining, boolean size, long sizeLimit, boolean eightBitMime, boolean smtpUtf8) {

    static final SmtpExtensions NONE = new SmtpExtensions(false, false, 0, false, false);

    /** Reads the offer; {@code parameterOf} gives what stands behind a keyword, null for one that was not offered. */
    static SmtpExtensions of(Function<String, @Nullable String> parameterOf) {
        String size = parameterOf.apply("SIZE");
        return new SmtpExtensions(
                parameterOf.apply("PIPELINING") != null,
                size != null,
                size == null ? 0 : limit(size.strip()),
                parameterOf.apply("8BITMIME") != null,
                parameterOf.apply("SMTPUTF8") != null);
    }

    /** RFC 1870 section 4: at most 20 digits; what cannot be read, or does not fit, is no limit. */
    private static long limit(String digits) {
        try {
            return Math.max(0, Long.parseLong(digits));
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    boolean isTooSmallFor(long bytes) {
        return sizeLimit > 0 && bytes > sizeLimit;
    }
}
