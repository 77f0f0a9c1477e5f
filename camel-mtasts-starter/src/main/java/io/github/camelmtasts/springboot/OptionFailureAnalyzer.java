package io.github.camelmtasts.springboot;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelmtasts.MtaStsComponent;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/**
 * Tells of an option that the component refuses when it starts (a resolver that is none, a trust store that cannot be read): by
 * which property it was set, and what it is for. The component begins such a complaint with the name of the option.
 */
final class OptionFailureAnalyzer implements FailureAnalyzer {

    private static final Pattern COMPLAINT =
            Pattern.compile("(?<option>[a-z][A-Za-z0-9]*): (?<fault>.+)", Pattern.DOTALL);

    /** Two ways to say the same; the component knows the first one only. */
    private static final List<String> AUTHORITIES = List.of("sslContextParameters", "sslBundle");

    private final ComponentOptions options = ComponentOptions.read();
    private final OptionProperties properties;

    OptionFailureAnalyzer(Environment environment) {
        this.properties = new OptionProperties(environment);
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(OptionFailureAnalyzer::isOurs)
                .map(this::analysis)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static boolean isOurs(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return cause instanceof IllegalArgumentException
                && trace.length > 0
                && trace[0].getClassName().startsWith(MtaStsComponent.class.getPackageName());
    }

    private Optional<FailureAnalysis> analysis(Throwable complaint) {
        Matcher words = COMPLAINT.matcher(String.valueOf(complaint.getMessage()));
        if (!words.matches() || !isOption(words.group("option"))) {
            return Optional.empty();
        }
        String option = words.group("option");
        String description = "mtasts cannot start with its option " + option + ": " + words.group("fault");
        return Optional.of(new FailureAnalysis(description, action(option), complaint));
    }

    private boolean isOption(String name) {
        return options.has(name) || AUTHORITIES.contains(name);
    }

    private String action(String option) {
        String settings = (AUTHORITIES.contains(option) ? AUTHORITIES : List.of(option))
                .stream().flatMap(name -> properties.setting(name).stream()).collect(Collectors.joining(" and "));
        String what = settings.isEmpty()
                ? "Correct " + OptionProperties.nameOf(option) + ", or the option where a bean or a route sets it."
                : "Correct " + settings + ".";
        return what + " What it is for: " + options.description(option);
    }
}
