package io.github.camelmtasts.guard;

import java.net.InetAddress;
import java.util.Optional;

import io.github.camelmtasts.MtaStsComponent;
import io.github.camelmtasts.policy.AddressText;
import org.apache.camel.Endpoint;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.spi.InterceptSendToEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What there is to know of camel-mail's endpoints. */
final class MailEndpoints {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpGuard.class);

    private MailEndpoints() {}

    /** The endpoint, if it sends mail by SMTP, behind an interception too. */
    static Optional<MailEndpoint> sending(Endpoint endpoint) {
        Endpoint sought = endpoint instanceof InterceptSendToEndpoint detour ? detour.getOriginalEndpoint() : endpoint;
        return sought instanceof MailEndpoint mail
                        && mail.getConfiguration() != null
                        && protocol(mail).startsWith("smtp")
                ? Optional.of(mail)
                : Optional.empty();
    }

    private static String protocol(MailEndpoint endpoint) {
        String protocol = endpoint.getConfiguration().getProtocol();
        return protocol == null ? "" : protocol;
    }

    /** The endpoint without its options: no secrets, no addresses. */
    static String name(MailEndpoint endpoint) {
        MailConfiguration configuration = endpoint.getConfiguration();
        return configuration.getProtocol() + "://" + configuration.getHost() + ":" + configuration.getPort();
    }

    /** What makes the endpoint send by a way of its own, into which nobody can look; empty if nothing does. */
    static Optional<String> ownWay(MailEndpoint endpoint) {
        MailConfiguration configuration = endpoint.getConfiguration();
        if (configuration.getJavaMailSender() != null) {
            return Optional.of("it has a javaMailSender of its own");
        }
        if (configuration.getSession() != null) {
            return Optional.of("it has a mail session of its own");
        }
        return endpoint instanceof GuardedMailEndpoint || endpoint.getClass() == MailEndpoint.class
                ? Optional.empty()
                : Optional.of("it is a " + endpoint.getClass().getName());
    }

    static void reportLeftAlone(MailEndpoint endpoint, Optional<MtaStsComponent> standing, String why) {
        String line = name(endpoint) + " is not guarded: " + why;
        LOG.warn("{}. What it sends is as safe as that is; take it away, or send by mtasts:send", line);
        standing.ifPresent(component -> component.guardLedger().entry(line));
    }

    /** The host, if it is no name. */
    static Optional<InetAddress> address(MailEndpoint endpoint) {
        String host = endpoint.getConfiguration().getHost();
        return AddressText.parse(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    }

    /** Whether the host is this machine, by its very name: nobody is on the way there. */
    static boolean isLoopback(MailEndpoint endpoint) {
        return endpoint.getConfiguration().getHost().equalsIgnoreCase("localhost")
                || address(endpoint).map(InetAddress::isLoopbackAddress).orElse(false);
    }
}
