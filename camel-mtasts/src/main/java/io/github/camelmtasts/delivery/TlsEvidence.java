package io.github.camelmtasts.delivery;

import java.time.Instant;

/**
 * The TLS under which a mail went out, for those who must prove it.
 *
 * @param protocol          such as {@code TLSv1.3}
 * @param cipherSuite       by its IANA name
 * @param certificateSha256 fingerprint of the host's certificate, lower-case hex
 * @param certificateExpiry the end of its validity
 * @param verified          whether a trusted authority vouches for it, it was in force, and it fits the policy; without a
 *                          policy, whether it names the host
 */
public record TlsEvidence(
        String protocol, String cipherSuite, String certificateSha256, Instant certificateExpiry, boolean verified) {}
