package io.github.camelmtasts;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import io.github.camelmtasts.publication.ConfiguredPolicies;
import io.github.camelmtasts.publication.PolicyTexts;
import io.github.camelmtasts.publisher.OutsideView;
import io.github.camelmtasts.publisher.PolicyDirectory;
import io.github.camelmtasts.publisher.PublicationFiles;
import io.github.camelmtasts.publisher.Publisher;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** The policies of our own that the component's options name. */
final class NamedPolicies {

    private NamedPolicies() {}

    /** @throws IllegalArgumentException if the options name more than one source, or a policy that is none */
    static Publisher publisher(MtaStsComponent component, OutsideView outside, Executor helpers, Clock ages) {
        String state = component.getPublicationState();
        Optional<PublicationFiles> memory =
                state.isBlank() ? Optional.empty() : Optional.of(new PublicationFiles(path(state)));
        return new Publisher(texts(component), memory, outside, helpers, component.getClock(), ages);
    }

    private static PolicyTexts texts(MtaStsComponent component) {
        RivalOptions.mustBeOne("The policies to publish come from one place", named(component));
        @Nullable PolicyTexts bean = component.getPublishedPolicySource();
        if (bean != null) {
            return bean;
        }
        return component.getPublishedPolicyDirectory().isBlank()
                ? new ConfiguredPolicies(component.getPublishedPolicies())
                : new PolicyDirectory(path(component.getPublishedPolicyDirectory()));
    }

    private static List<String> named(MtaStsComponent component) {
        return RivalOptions.named(
                component.getPublishedPolicies().isEmpty() ? "" : "publishedPolicies",
                component.getPublishedPolicyDirectory().isBlank() ? "" : "publishedPolicyDirectory",
                component.getPublishedPolicySource() == null ? "" : "publishedPolicySource");
    }

    /** @throws IllegalArgumentException if there is no policy to publish */
    static void mustBeNamed(MtaStsComponent component, MtaStsOperation operation) {
        if (named(component).isEmpty()) {
            throw new IllegalArgumentException("mtasts:" + operation
                    + " has no policies: set publishedPolicies, publishedPolicyDirectory or publishedPolicySource on the"
                    + " component mtasts");
        }
    }

    /** A path, with file: before it or not. */
    private static Path path(String option) {
        return Path.of(StringHelper.after(option, "file:", option));
    }
}
