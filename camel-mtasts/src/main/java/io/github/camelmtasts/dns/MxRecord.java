package io.github.camelmtasts.dns;

/**
 * One MX record as it came.
 *
 * @param preference the lower, the sooner (RFC 5321 section 5.1)
 * @param target     the host as written, without its final dot; empty for the root, which a null MX names (RFC 7505)
 */
public record MxRecord(int preference, String target) {}
