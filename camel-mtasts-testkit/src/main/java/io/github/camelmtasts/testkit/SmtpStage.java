package io.github.camelmtasts.testkit;

/** A moment of an SMTP session at which a server speaks; see {@link MxHost#reply} and its neighbours. */
public enum SmtpStage {
    /** The greeting, before the client has said anything. */
    BANNER,
    /** An EHLO in clear text. */
    EHLO,
    /** A HELO, in clear text or inside TLS. */
    HELO,
    /** The STARTTLS command, before the handshake. */
    STARTTLS,
    /** An EHLO inside TLS. */
    EHLO_AFTER_TLS,
    /** The end of an AUTH exchange. */
    AUTH,
    /** A MAIL command. */
    MAIL,
    /** A RCPT command. */
    RCPT,
    /** The DATA command, before the message. */
    DATA,
    /** The final dot: the whole message was read, the reply has not been sent. */
    END_OF_DATA,
    /** A RSET command. */
    RSET,
    /** A NOOP command. */
    NOOP,
    /** A QUIT command; the connection ends after the reply, whatever it is. */
    QUIT
}
