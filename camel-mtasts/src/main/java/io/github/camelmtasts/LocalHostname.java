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

    /** What the operating system says; complains once if no receiver will like it. */
    static String ofThisMachine() {
        String name = canonicalName();
        if (name.indexOf('.') < 0 || DomainName.ifValid(name).isEmpty()) {
            LOG.warn(
                    "This machine calls itself '{}', which is no full host name; many mail servers refuse mail from such a"
                            + " name. Set the option localHostname.",
                    name);
        }
        return DomainName.ifValid(name).map(DomainName::toString).orElse("localhost");
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
