package io.github.camelmtasts.springboot;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.Environment;

/**
 * Tells of an SSL bundle that cannot be read, if mtasts takes its authorities from one. Parts of Spring Boot that look at all
 * bundles, such as the metrics of their expiry, fall over it before the component reads it.
 */
final class BundleFailureAnalyzer implements FailureAnalyzer {

    private final OptionProperties properties;

    BundleFailureAnalyzer(Environment environment) {
        this.properties = new OptionProperties(environment);
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        Optional<String> named = properties.setting("sslBundle");
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(BundleFailureAnalyzer::isOfABundle)
                .findFirst()
                .flatMap(cause -> named.map(setting -> analysis(setting, cause)))
                .orElse(null);
    }

    private static boolean isOfABundle(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return cause instanceof IllegalStateException
                && trace.length > 0
                && trace[0].getClassName().startsWith(SslBundle.class.getPackageName());
    }

    private static FailureAnalysis analysis(String setting, Throwable cause) {
        return new FailureAnalysis(
                "An SSL bundle cannot be read: " + cause.getMessage(),
                "Correct the file, type and password of the bundle under spring.ssl.bundle. The one from which mtasts takes the"
                        + " authorities that it trusts is named by " + setting + ".",
                cause);
    }
}
