package io.github.camelmtasts.springboot.actuate;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.camelmtasts.MtaStsComponent;
import io.github.camelmtasts.discovery.PolicyOverride;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.watch.Facts;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one domain without asking anybody outside.
 *
 * @param domain   the policy domain
 * @param now      under which policy its mail would go out, as {@code mtasts:resolve} says it, but for the hosts; null if neither
 *     a policy nor an override is kept, for then the next mail finds out
 * @param override the operator's word about it; null if there is none
 * @param waiting  why its mail waits; null if it does not
 * @param missing  why its mail lacks a policy that it announces, or may have; null if it does not
 * @param policies what is kept for it, of each dialect, with the last refresh and its failures; null while the policy store
 *     cannot be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DomainStory(
        String domain,
        @Nullable Object now,
        @Nullable String override,
        @Nullable WaitingMail waiting,
        @Nullable UnprotectedDomain missing,
        @Nullable List<KeptPolicy> policies) {

    /**
     * Tells what is kept.
     *
     * @throws IllegalArgumentException if the text is no domain
     */
    static DomainStory of(MtaStsComponent component, String text) {
        DomainName domain = DomainName.of(text);
        Optional<Facts> facts = component.watch().facts();
        return new DomainStory(
                domain.toString(),
                component.recallPolicy(text).map(MtaStsActuatorEndpoint::object).orElse(null),
                facts.map(seen -> seen.overrides().get(domain))
                        .map(PolicyOverride::toString)
                        .orElse(null),
                facts.stream()
                        .flatMap(seen -> seen.waiting().stream())
                        .filter(waiting -> waiting.domain().equals(domain))
                        .map(WaitingMail::of)
                        .findFirst()
                        .orElse(null),
                facts.stream()
                        .flatMap(seen -> seen.missing().stream())
                        .filter(missing -> missing.domain().equals(domain))
                        .map(UnprotectedDomain::of)
                        .findFirst()
                        .orElse(null),
                RunningComponent.ifReadable(
                                () -> KeptPolicy.all(component.watch().policies(domain)))
                        .orElse(null));
    }
}
