package io.github.camelmtasts;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelmtasts.delivery.AddressFamily;
import io.github.camelmtasts.delivery.Login;
import io.github.camelmtasts.delivery.SmartHost;
import io.github.camelmtasts.policy.AddressText;
import io.github.camelmtasts.policy.DomainName;
import org.jspecify.annotations.Nullable;

/** Reads the options that say by which way mail leaves this machine; each fault is told by the name of its option. */
final class WayOut {

    /** RFC 8314 section 7.3. */
    private static final int PORT_OF_IMPLICIT_TLS = 465;

    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]+)(?::([0-9]{1,5}))?");

    private WayOut() {}

    /**
     * The smart host that the options name.
     *
     * @param text {@code host[:port]}
     * @param port the port if the text has none
     * @param tls  null if the port decides
     */
    static SmartHost smartHost(
            String text,
            int port,
            @Nullable SmartHostTls tls,
            Optional<Supplier<Login>> login,
            boolean allowClearTextAuth) {
        Matcher parts = HOST_AND_PORT.matcher(text.strip());
        if (text.contains("@")) { // what was written is not repeated: it may hold a password
            throw new IllegalArgumentException("smartHost: write a host with an optional port, such as"
                    + " relay.example.com:587, and nothing else; a login goes into username and password");
        }
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "smartHost: '" + text + "' is no host with an optional port, such as relay.example.com:587");
        }
        DomainName name = host(parts.group(1));
        int portThere =
                parts.group(2) == null ? port : NumericOptions.checkPort("smartHost", Integer.parseInt(parts.group(2)));
        if (login.isPresent() && name.isLiteral() && !allowClearTextAuth) {
            throw new IllegalArgumentException(
                    "smartHost: " + name + " has no name that it could prove before it hears a"
                            + " password; name the host, or set allowClearTextAuth=true");
        }
        boolean implicit = tls == null ? portThere == PORT_OF_IMPLICIT_TLS : tls == SmartHostTls.IMPLICIT;
        return new SmartHost(name, portThere, implicit, login, login.isPresent() && !allowClearTextAuth, true);
    }

    private static DomainName host(String text) {
        String bare = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
        try {
            return AddressText.parse(bare).map(DomainName::literal).orElseGet(() -> DomainName.of(bare));
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("smartHost: " + invalid.getMessage(), invalid);
        }
    }

    /** The address from which connections come. */
    static InetAddress localAddress(String text) {
        return AddressText.parse(text.strip())
                .orElseThrow(() -> new IllegalArgumentException(
                        "localAddress: '" + text + "' is no IP address of this machine, such as 192.0.2.25"));
    }

    /** The family that is left when connections come from this address. */
    static AddressFamily family(AddressFamily wanted, Optional<InetAddress> localAddress) {
        if (localAddress.isEmpty()) {
            return wanted;
        }
        AddressFamily own = AddressFamily.of(localAddress.get());
        if (wanted != AddressFamily.ANY && wanted != own) {
            throw new IllegalArgumentException("addressFamily: " + wanted + " cannot be reached from the localAddress "
                    + localAddress.get().getHostAddress());
        }
        return own;
    }
}
