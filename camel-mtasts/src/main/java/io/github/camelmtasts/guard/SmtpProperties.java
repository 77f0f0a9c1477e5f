package io.github.camelmtasts.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * The {@code mail.smtp.*} settings of an endpoint, whether its URI, its beans or the system gave them. Those that the guard
 * keeps can be asked for; any that would weaken TLS, lead the mail elsewhere or be lost makes it refuse the endpoint.
 */
final class SmtpProperties {

    /** What makes no difference: camel-mail writes them for itself, or what they ask for is done anyway. */
    private static final Set<String> NO_MATTER = Set.of(
            "user",
            "auth",
            "sendpartial",
            "reportsuccess",
            "quitwait",
            "userset",
            "noop.strict",
            "allow8bitmime",
            "connectionpoolsize",
            "connectionpooltimeout",
            "connectiontimeout",
            "timeout",
            "writetimeout",
            "localhost",
            "localaddress",
            "auth.mechanisms",
            "socketFactory.fallback",
            "socketFactory.port",
            "ssl.socketFactory.port");

    /** Those of camel-mail's own making, where the endpoint has sslContextParameters. */
    private static final Set<String> FACTORIES = Set.of("socketFactory", "ssl.socketFactory");

    private static final Set<String> SWITCHES =
            Set.of("starttls.enable", "starttls.required", "ssl.checkserveridentity", "ssl.enable");

    private static final Pattern DETOURS =
            Pattern.compile("(proxy|socks)\\..*|(ssl\\.)?socketFactory(\\.class)?|class");

    /** What we speak; who named only a part of it may have had a reason. */
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    private final Map<String, String> settings = new TreeMap<>();
    private final MailConfiguration configuration;

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if some cannot be kept; the message names all of them
     */
    SmtpProperties(String endpoint, MailConfiguration configuration, Properties properties) {
        this.configuration = configuration;
        String prefix = "mail." + configuration.getProtocol() + ".";
        Stream.concat(
                        properties.stringPropertyNames().stream(),
                        properties.keySet().stream().map(String::valueOf))
                .filter(name -> name.startsWith(prefix))
                .forEach(name -> settings.put(name.substring(prefix.length()), value(properties, name)));
        List<String> complaints = new ArrayList<>();
        settings.forEach(
                (name, value) -> complaint(name, value).ifPresent(why -> complaints.add(prefix + name + " " + why)));
        constraintsOfParameters().ifPresent(complaints::add);
        if (!complaints.isEmpty()) {
            throw new IllegalArgumentException(endpoint + " cannot be guarded: " + String.join("; ", complaints)
                    + ". Remove it, or leave the endpoint out of the guard");
        }
    }

    private Optional<String> complaint(String name, String value) {
        if (NO_MATTER.contains(name)) {
            return Optional.empty();
        }
        if (SWITCHES.contains(name)) {
            return unless(isOn(name), "would weaken TLS");
        }
        return switch (name) {
            case "host" ->
                unless(value.equalsIgnoreCase(configuration.getHost()), "would lead the mail to another host");
            case "port" ->
                unless(value.equals(Integer.toString(configuration.getPort())), "would lead the mail to another port");
            case "ssl.protocols" ->
                unless(
                        Arrays.asList(value.strip().split("\\s+")).contains("TLSv1.2")
                                && PROTOCOLS.containsAll(
                                        Arrays.asList(value.strip().split("\\s+"))),
                        "names protocols that the guard cannot keep to");
            case "ssl.trust" ->
                Optional.of("would weaken TLS: a host could skip the proof of who it is; name its authority"
                        + " in the trust store of sslContextParameters");
            default -> unless(FACTORIES.contains(name) && isCamelsOwn(name), "is nothing that the guard can keep");
        };
    }

    private static Optional<String> unless(boolean good, String complaint) {
        return good ? Optional.empty() : Optional.of(complaint);
    }

    private boolean isCamelsOwn(String name) {
        Properties additional = configuration.getAdditionalJavaMailProperties();
        return configuration.getSslContextParameters() != null
                && configuration.getJavaMailProperties() == null
                && (additional == null || !additional.containsKey("mail." + configuration.getProtocol() + "." + name));
    }

    /** What the parameters ask for beyond a trust store and a key. */
    private Optional<String> constraintsOfParameters() {
        SSLContextParameters parameters = configuration.getSslContextParameters();
        boolean constrained = parameters != null
                && Stream.of(
                                parameters.getCipherSuites(),
                                parameters.getCipherSuitesFilter(),
                                parameters.getSecureSocketProtocols(),
                                parameters.getSecureSocketProtocolsFilter(),
                                parameters.getNamedGroups(),
                                parameters.getNamedGroupsFilter(),
                                parameters.getSignatureSchemes(),
                                parameters.getSignatureSchemesFilter(),
                                parameters.getClientParameters(),
                                parameters.getProvider(),
                                parameters.getCertAlias())
                        .anyMatch(Objects::nonNull);
        return constrained
                ? Optional.of(
                        "sslContextParameters has more than a trust store and a key store, which the guard cannot keep to")
                : Optional.empty();
    }

    private static String value(Properties properties, String name) {
        String text = properties.getProperty(name); // looks into defaults, too
        return text == null ? String.valueOf(properties.get(name)) : text;
    }

    /**
     * Makes sure that mail comes to the host of this endpoint, whatever TLS there is.
     *
     * @throws IllegalArgumentException naming a setting that would lead it elsewhere
     */
    static void refuseDetours(MailEndpoint endpoint, JavaMailSender sender) {
        String prefix = "mail." + endpoint.getConfiguration().getProtocol() + ".";
        sender.getJavaMailProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix)
                        && DETOURS.matcher(name.substring(prefix.length())).matches())
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(MailEndpoints.name(endpoint) + " cannot be guarded: " + name
                            + " would lead the mail elsewhere. Remove it, or leave the endpoint out of the guard");
                });
    }

    private boolean isOn(String name) {
        return Boolean.parseBoolean(settings.get(name));
    }

    /** Whether TLS begins with the connection. */
    boolean isTlsImplicit() {
        return "smtps".equals(configuration.getProtocol()) || isOn("ssl.enable");
    }

    /** Whether nothing went out in clear text before either. */
    boolean demandsTls() {
        return isTlsImplicit() || isOn("starttls.required");
    }

    /** Whether TLS, if there was any, had to be with the host itself. */
    boolean triesTls() {
        return demandsTls() || isOn("starttls.enable");
    }

    /** In milliseconds. */
    Optional<Long> connectionTimeout() {
        return time("connectiontimeout");
    }

    /** In milliseconds. */
    Optional<Long> responseTimeout() {
        return time("timeout");
    }

    /** A time that is no limit is left to the guard. */
    private Optional<Long> time(String name) {
        return Optional.ofNullable(settings.get(name))
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Long::valueOf)
                .filter(millis -> millis > 0);
    }

    Optional<String> localHostname() {
        return Optional.ofNullable(settings.get("localhost"));
    }

    Optional<String> localAddress() {
        return Optional.ofNullable(settings.get("localaddress"));
    }

    Optional<String> authMechanisms() {
        return Optional.ofNullable(settings.get("auth.mechanisms"));
    }
}
