package io.github.camelmtasts.publication;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicySyntaxException;

/** The policies that an option describes in words. Immutable. */
public final class ConfiguredPolicies implements PolicyTexts {

    private final Map<DomainName, String> texts = new TreeMap<>();

    /**
     * Reads the option.
     *
     * @param words such as {@code enforce mx1.example.com,mx2.example.com for 2w}, by domain
     * @throws IllegalArgumentException if one of them is no policy; the message names the domain, and shows the form
     */
    public ConfiguredPolicies(Map<String, String> words) {
        words.forEach((name, policy) -> {
            try {
                DomainName domain = DomainName.of(name);
                texts.put(
                        domain,
                        PublishedPolicy.read(domain, PolicyText.ofWords(policy)).text());
            } catch (IllegalArgumentException | PolicySyntaxException fault) {
                throw new IllegalArgumentException("publishedPolicies: " + name + ": " + fault.getMessage(), fault);
            }
        });
    }

    @Override
    public Set<DomainName> domains() {
        return texts.keySet();
    }

    @Override
    public Optional<String> textOf(DomainName domain) {
        return Optional.ofNullable(texts.get(domain));
    }
}
