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
 * All that is known of one domain.
 *
 * @param domain   the policy domain
 * @param now      what its mail would meet now, and where that comes from, as {@code mtasts:resolve} says it
 * @param override the operator's word about it; null if there is none
 * @param waiting  why its mail waits; null if it does not
 * @param policies what is kept for it, of each dialect, with the last refresh and its failures; null while the policy store
 *     cannot be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DomainStory(
        String domain,
        Object now,
        @Nullable String override,
        @Nullable WaitingMail waiting,
        @Nullable List<KeptPolicy> policies) {

    /**
     * Asks for it.
     *
     * @throws IllegalArgumentException if the text is no domain
     */
    static DomainStory of(MtaStsComponent component, String text) {
        DomainName domain = DomainName.of(text);
        Object now = MtaStsActuatorEndpoint.object(component.resolvePolicy(text)); // first, for it may bring a policy
        Optional<Facts> facts = component.watch().facts();
        return new DomainStory(
                domain.toString(),
                now,
                facts.map(seen -> seen.overrides().get(domain))
                        .map(PolicyOverride::toString)
                        .orElse(null),
                facts.stream()
                        .flatMap(seen -> seen.waiting().stream())
                        .filter(waiting -> waiting.domain().equals(domain))
                        .map(WaitingMail::of)
                        .findFirst()
                        .orElse(null),
                RunningComponent.ifReadable(
                                () -> KeptPolicy.all(component.watch().policies(domain)))
                        .orElse(null));
    }
}
