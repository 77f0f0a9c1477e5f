package io.github.camelmtasts;

/** How TLS begins with a smart host. */
public enum SmartHostTls {
    /** With the command STARTTLS (RFC 3207). */
    STARTTLS,
    /** With the connection (RFC 8314 section 3.3). */
    IMPLICIT
}
