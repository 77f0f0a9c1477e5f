package io.github.camelmtasts.delivery;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How we speak SMTP.
 *
 * @param ehloName     the name by which we greet, which receivers compare with the reverse name of our address; localhost if
 *                     this machine has no name that others know
 * @param timeouts     when we lose patience
 * @param localAddress where our connections come from; empty if the system chooses
 * @param material     what TLS rests on; empty for what the component trusts
 * @param until        nothing before DATA is said after that moment; empty if only each step is bounded
 */
public record SmtpSettings(
        String ehloName,
        SmtpTimeouts timeouts,
        Optional<InetAddress> localAddress,
        Optional<TlsMaterial> material,
        Optional<Instant> until) {

    /** Settings for any number of visits. */
    public SmtpSettings(
            String ehloName,
            SmtpTimeouts timeouts,
            Optional<InetAddress> localAddress,
            Optional<TlsMaterial> material) {
        this(ehloName, timeouts, localAddress, material, Optional.empty());
    }

    /** Settings that leave our address to the system, and the trust to the component. */
    public SmtpSettings(String ehloName, Duration connectionTimeout, Duration responseTimeout) {
        this(ehloName, new SmtpTimeouts(connectionTimeout, responseTimeout), Optional.empty(), Optional.empty());
    }

    /** What stands behind EHLO: the name, else an address literal of our end of the connection (RFC 5321 section 4.1.4). */
    public String greetingFrom(InetAddress ourEnd) {
        if (!ehloName.equals("localhost")) {
            return ehloName;
        }
        String address =
                ourEnd.getHostAddress().split("%", 2)[0]; // without the scope, which counts on this machine alone
        return ourEnd instanceof Inet6Address ? "[IPv6:" + address + "]" : "[" + address + "]";
    }

    SmtpSettings within(Duration longestConnection, Duration longestResponse) {
        return new SmtpSettings(
                ehloName, timeouts.within(longestConnection, longestResponse), localAddress, material, until);
    }

    SmtpSettings with(TlsMaterial other) {
        return new SmtpSettings(ehloName, timeouts, localAddress, Optional.of(other), until);
    }

    /** The same for one mail, which may wait no longer. */
    SmtpSettings until(Instant end) {
        return new SmtpSettings(ehloName, timeouts, localAddress, material, Optional.of(end));
    }

    /** The same, whichever mail it is for. */
    public SmtpSettings ofEveryMail() {
        return new SmtpSettings(ehloName, timeouts, localAddress, material);
    }
}
