package io.github.camelmtasts.springboot;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The properties that set the component's options: what they are called, and where somebody wrote them. */
final class OptionProperties {

    static final String PREFIX = "camel.component.mtasts";

    /** Of all of Camel's starters. */
    private static final Set<String> SWITCHES = Set.of("enabled", "customizer");

    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

    private static final Pattern DASH = Pattern.compile("-(.)");

    private final Environment environment;

    OptionProperties(Environment environment) {
        this.environment = environment;
    }

    /** Such as {@code camel.component.mtasts.dns-servers} for {@code dnsServers}. */
    static String nameOf(String option) {
        return PREFIX + "."
                + CAPITAL.matcher(option)
                        .replaceAll(capital -> "-" + capital.group().toLowerCase(Locale.ROOT));
    }

    /** The option that a property sets; empty if it is none of the component's. */
    static Optional<String> optionOf(ConfigurationPropertyName property) {
        if (!ConfigurationPropertyName.of(PREFIX).isParentOf(property)) {
            return Optional.empty();
        }
        return Optional.of(optionOf(property.getLastElement(ConfigurationPropertyName.Form.DASHED)));
    }

    /** Such as {@code dnsServers} for {@code dns-servers}. */
    static String optionOf(String dashed) {
        return DASH.matcher(dashed).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    /**
     * Properties under the prefix that set no option: the first element of each, such as {@code user-name}. The environment of the
     * process does not count, since its names tell no dash from a dot.
     */
    Stream<String> unknown() {
        ConfigurationPropertyName prefix = ConfigurationPropertyName.of(PREFIX);
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .filter(source -> !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource))
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                .filter(prefix::isAncestorOf)
                .filter(name ->
                        !isKnown(name.getElement(prefix.getNumberOfElements(), ConfigurationPropertyName.Form.UNIFORM)))
                .map(name -> name.getElement(prefix.getNumberOfElements(), ConfigurationPropertyName.Form.DASHED))
                .distinct();
    }

    private static boolean isKnown(String uniformName) {
        return SWITCHES.contains(uniformName) || MtaStsComponentConfiguration.isOption(uniformName);
    }

    /** The property that sets it, as {@link #place}; empty if nobody set it. */
    Optional<String> setting(String option) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(nameOf(option));
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .map(source -> source.getConfigurationProperty(name))
                .filter(Objects::nonNull)
                .findFirst()
                .map(OptionProperties::place);
    }

    /** Its name, with file and line if they are known. Without its value, for this is printed, and a value may be a secret. */
    static String place(ConfigurationProperty property) {
        String where = property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")";
        return property.getName() + where;
    }
}
