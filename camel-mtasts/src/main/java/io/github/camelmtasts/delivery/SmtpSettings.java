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
 * @param material     what TLS rests on; empty for what the component trusts
 */
public record SmtpSettings(
        String ehloName, SmtpTimeouts timeouts, Optional<InetAddress> localAddress, Optional<TlsMaterial> material) {

    /** Settings that leave our address to the system, and the trust to the component. */
    public SmtpSettings(String ehloName, Duration connectionTimeout, Duration responseTimeout) {
        this(ehloName, new SmtpTimeouts(connectionTimeout, responseTimeout), Optional.empty(), Optional.empty());
    }

    SmtpSettings within(Duration longestConnection, Duration longestResponse) {
        return new SmtpSettings(ehloName, timeouts.within(longestConnection, longestResponse), localAddress, material);
    }

    SmtpSettings with(TlsMaterial other) {
        return new SmtpSettings(ehloName, timeouts, localAddress, Optional.of(other));
    }
}
