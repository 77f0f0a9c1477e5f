package io.github.camelmtasts.message;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.mail.PasswordAuthentication;

import io.github.camelmtasts.delivery.Login;
import org.apache.camel.component.mail.MailAuthenticator;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Who we are to the smart host: options of camel-mail, under the same names. */
@UriParams
public class LoginOptions {

    private static final List<String> MECHANISMS = List.of("LOGIN", "PLAIN", "DIGEST-MD5", "NTLM", "XOAUTH2");

    @UriParam(label = "security", security = "secret")
    private @Nullable String username;

    @UriParam(label = "security", security = "secret")
    private @Nullable String password;

    @UriParam(label = "security,advanced")
    private @Nullable MailAuthenticator authenticator;

    @UriParam(label = "security,advanced")
    private @Nullable String authMechanisms;

    /**
     * The login; empty if none is configured.
     *
     * @throws IllegalArgumentException if it is half a login, or two
     */
    public Optional<Supplier<Login>> login() {
        MailAuthenticator asked = authenticator;
        if (asked != null) {
            if (username != null || password != null) {
                throw new IllegalArgumentException("authenticator: it takes the place of username and password");
            }
            List<String> mechanisms = mechanisms();
            return Optional.of(() -> of(asked.getPasswordAuthentication(), mechanisms));
        }
        String user = username;
        String secret = password;
        if (user == null && secret == null) {
            return Optional.empty();
        }
        if (user == null || secret == null) {
            throw new IllegalArgumentException(
                    (user == null ? "username" : "password") + ": it is missing, and the login needs both");
        }
        Login login = new Login(user, secret, mechanisms());
        return Optional.of(() -> login);
    }

    private List<String> mechanisms() {
        List<String> named = authMechanisms == null
                ? List.of()
                : Arrays.stream(authMechanisms.strip().toUpperCase(Locale.ROOT).split("[\\s,]+"))
                        .toList();
        named.stream().filter(name -> !MECHANISMS.contains(name)).findFirst().ifPresent(unknown -> {
            throw new IllegalArgumentException("authMechanisms: '" + unknown + "' is none of " + MECHANISMS);
        });
        return named;
    }

    private static Login of(@Nullable PasswordAuthentication given, List<String> mechanisms) {
        if (given == null || given.getUserName() == null || given.getPassword() == null) {
            throw new IllegalStateException("The authenticator gave no user name and password");
        }
        return new Login(given.getUserName(), given.getPassword(), mechanisms);
    }

    public @Nullable String getUsername() {
        return username;
    }

    /** The user who logs in to the smartHost. */
    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return password;
    }

    /** The password of the user. It is told to the smartHost alone, and only after its certificate has proven its name. */
    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public @Nullable MailAuthenticator getAuthenticator() {
        return authenticator;
    }

    /** Gives user and password for the smartHost anew for each mail, in place of username and password. */
    public void setAuthenticator(@Nullable MailAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    public @Nullable String getAuthMechanisms() {
        return authMechanisms;
    }

    /** By which ways to log in, the first that the smartHost offers: a list of LOGIN, PLAIN, DIGEST-MD5, NTLM and XOAUTH2. By default all but the last, whose access token takes the place of the password. */
    public void setAuthMechanisms(@Nullable String authMechanisms) {
        this.authMechanisms = authMechanisms;
    }
}
