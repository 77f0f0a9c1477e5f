package io.github.camelmtasts;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.github.camelmtasts.policy.DomainName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The name with which we greet mail servers (RFC 5321 section 4.1.1.1). */
final class LocalHostname {

    private static final Logger LOG = LoggerFactory.getLogger(LocalHostname.class);

    private LocalHostname() {}

    /** What the operating system says, if it is a name that receivers can look up; else localhost, and a warning. */
    static String ofThisMachine() {
        String name = canonicalName();
        return DomainName.ifValid(name)
                .map(DomainName::toString)
                .filter(valid -> valid.indexOf('.') > 0 && !valid.startsWith("localhost."))
                .orElseGet(() -> withoutName(name));
    }

    private static String withoutName(String name) {
        LOG.warn(
                "This machine calls itself '{}', which is no full host name: mail servers are greeted with its address,"
                        + " [192.0.2.1], and many refuse mail from such a one. Set the option localHostname.",
                name);
        return "localhost";
    }

    private static String canonicalName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    /**
     * A name that somebody chose.
     *
     * @throws IllegalArgumentException if it is no host name
     */
    static String checked(String localHostname) {
        try {
            return DomainName.of(localHostname).toString();
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("localHostname: " + invalid.getMessage(), invalid);
        }
    }
}
