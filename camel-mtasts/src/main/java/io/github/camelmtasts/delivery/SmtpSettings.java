package io.github.camelmtasts.delivery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How we speak SMTP.
 *
 * @param ehloName     the name by which we greet; receivers compare it with the reverse name of our address
 * @param timeouts     when we lose patience
 * @param localAddress where our connections come from; empty if the system chooses
 */
public record SmtpSettings(String ehloName, SmtpTimeouts timeouts, Optional<InetAddress> localAddress) {

    /** Settings that leave our address to the system. */
    public SmtpSettings(String ehloName, Duration connectionTimeout, Duration responseTimeout) {
        this(ehloName, new SmtpTimeouts(connectionTimeout, responseTimeout), Optional.empty());
    }
}
