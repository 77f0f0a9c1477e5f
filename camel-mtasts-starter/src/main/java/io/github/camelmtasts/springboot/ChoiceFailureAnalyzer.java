package io.github.camelmtasts.springboot;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.camelmtasts.MtaStsConfiguration;
import io.github.camelmtasts.MtaStsEndpoint;
import org.apache.camel.PropertyBindingException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.annotation.Order;

/**
 * Tells of a value that is none of the few that an option may have (a mode of enforcement, a dialect), in a property or in a
 * route: which there are, and what they mean. Goes before Spring Boot's own analyzer, which knows no meanings.
 */
@Order(0)
final class ChoiceFailureAnalyzer implements FailureAnalyzer {

    private final ComponentOptions options = ComponentOptions.read();

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(this::analysis)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private Optional<FailureAnalysis> analysis(Throwable cause) {
        if (cause instanceof BindException bind && bind.getProperty() != null) {
            ConfigurationProperty property = bind.getProperty();
            return OptionProperties.optionOf(property.getName())
                    .flatMap(option -> analysis(
                            option,
                            "The value " + property.getValue() + " of " + OptionProperties.place(property),
                            cause));
        }
        if (cause instanceof PropertyBindingException binding && isOfARoute(binding)) {
            String option = String.valueOf(binding.getPropertyName());
            return analysis(
                    option, "The option " + option + "=" + binding.getValue() + " of an endpoint mtasts:", cause);
        }
        return Optional.empty();
    }

    private static boolean isOfARoute(PropertyBindingException binding) {
        return binding.getTarget() instanceof MtaStsEndpoint || binding.getTarget() instanceof MtaStsConfiguration;
    }

    private Optional<FailureAnalysis> analysis(String option, String setting, Throwable cause) {
        if (options.choices(option).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FailureAnalysis(
                setting + " is none of the values that " + option + " can have.",
                "Write " + String.join(" or ", options.choices(option)) + ". What they mean: "
                        + options.description(option),
                cause));
    }
}
