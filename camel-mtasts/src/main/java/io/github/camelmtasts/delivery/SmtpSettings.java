package io.github.camelmtasts.delivery;

import java.time.Duration;

/**
 * How we speak SMTP.
 *
 * @param ehloName          the name by which we greet; receivers compare it with the reverse name of our address
 * @param connectionTimeout for the TCP connection
 * @param responseTimeout   for one reply (RFC 5321 section 4.5.3.2 suggests five minutes)
 */
public record SmtpSettings(String ehloName, Duration connectionTimeout, Duration responseTimeout) {}
