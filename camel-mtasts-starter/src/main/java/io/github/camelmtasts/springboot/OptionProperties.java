package io.github.camelmtasts.springboot;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/** The properties that set the component's options: what they are called, and where somebody wrote them. */
final class OptionProperties {

    static final String PREFIX = "camel.component.mtasts";

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
        String dashed = property.getLastElement(ConfigurationPropertyName.Form.DASHED);
        return Optional.of(
                DASH.matcher(dashed).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT)));
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
