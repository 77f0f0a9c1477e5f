package io.github.camelmtasts.delivery;

import java.util.Optional;

/**
 * What a host said before it got any mail, as far as it came to that.
 *
 * @param banner         its first words
 * @param ehlo           its last answer to EHLO: under TLS, if there was TLS
 * @param offersStartTls whether it offered STARTTLS in clear text
 */
public record Greeting(Optional<SmtpReply> banner, Optional<SmtpReply> ehlo, boolean offersStartTls) {

    /** Of a host that said nothing. */
    public static final Greeting NONE = new Greeting(Optional.empty(), Optional.empty(), false);
}
