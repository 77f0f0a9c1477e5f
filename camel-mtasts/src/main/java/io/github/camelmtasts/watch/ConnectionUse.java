package io.github.camelmtasts.watch;

/** What became of the wish for a connection with an MX host. */
public enum ConnectionUse {
    /** A new one was opened; if with TLS, by a full handshake. */
    OPENED,
    /** A new one was opened, and its TLS took up an earlier session. */
    RESUMED,
    /** One that an earlier mail had opened served again. */
    REUSED,
    /** None could be opened. */
    FAILED,
    /** All that there may be were in use, so that the mail waited. */
    WAITED,
    /** It waited in vain. */
    EXHAUSTED
}
