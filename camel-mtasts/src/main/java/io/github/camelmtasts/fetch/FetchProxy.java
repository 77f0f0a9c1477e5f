package io.github.camelmtasts.fetch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.hc.core5.http.HttpHost;

/**
 * An HTTP proxy through which policy hosts are reached (CONNECT, RFC 9110 section 9.3.6). It sees the name of the policy host and
 * looks it up; TLS goes through it, end to end.
 */
public final class FetchProxy {

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])" + ":(?<port>[0-9]{1,5})");

    private final HttpHost address;
    private final String user;
    private final String password;

    private FetchProxy(HttpHost address, String user, String password) {
        this.address = address;
        this.user = user;
        this.password = password;
    }

    /**
     * Reads the options of this name.
     *
     * @param fetchProxy {@code host:port}; empty for none
     * @param user       for a proxy that wants to know; empty for one that does not
     * @param password   of this user
     * @throws IllegalArgumentException naming the option that is wrong, and no password
     */
    public static Optional<FetchProxy> parse(String fetchProxy, String user, String password) {
        if (user.isEmpty() && !password.isEmpty()) {
            throw new IllegalArgumentException("fetchProxyPassword: there is no fetchProxyUser to whom it belongs");
        }
        if (fetchProxy.isBlank()) {
            if (!user.isEmpty()) {
                throw new IllegalArgumentException("fetchProxyUser: there is no fetchProxy that wants to know");
            }
            return Optional.empty();
        }
        return Optional.of(new FetchProxy(address(fetchProxy.strip()), user, password));
    }

    private static HttpHost address(String fetchProxy) {
        Matcher parts = HOST_AND_PORT.matcher(fetchProxy);
        int port = parts.matches() ? Integer.parseInt(parts.group("port")) : 0;
        if (port < 1 || port > 65535) { // what was written is not repeated: a URL may hold a password
            throw new IllegalArgumentException(
                    "fetchProxy: write host:port, such as proxy.example:3128, and nothing else;"
                            + " a login goes into fetchProxyUser and fetchProxyPassword");
        }
        return new HttpHost("http", parts.group("host").replaceAll("[\\[\\]]", ""), port);
    }

    HttpHost address() {
        return address;
    }

    boolean wantsLogin() {
        return !user.isEmpty();
    }

    String user() {
        return user;
    }

    char[] password() {
        return password.toCharArray();
    }

    /** Host and port, and nothing secret. */
    @Override
    public String toString() {
        return address.toHostString();
    }
}
