package io.github.camelmtasts.guard;

import java.time.Duration;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.DomainName;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/** What was found out beside mails, for as long as it counts; the same for all endpoints that differ in their mails alone. */
final class RehearsalMemory {

    private static final Duration MEMORY = Duration.ofMinutes(5);

    private static final int MAX_DOMAINS = 1000;

    private static final int MAX_HOSTS = 1000;

    private record Key(
            String endpoint, GuardTerms terms, @Nullable SSLContextParameters trust) {}

    private final Cache<Key, Cache<DomainName, Optional<String>>> hosts =
            Caffeine.newBuilder().maximumSize(MAX_HOSTS).build();

    Cache<DomainName, Optional<String>> of(GuardedMailEndpoint endpoint, GuardTerms terms) {
        Key key = new Key(
                MailEndpoints.name(endpoint), terms, endpoint.getConfiguration().getSslContextParameters());
        return hosts.get(key, unknown -> domains(terms));
    }

    private static Cache<DomainName, Optional<String>> domains(GuardTerms terms) {
        return Caffeine.newBuilder()
                .maximumSize(MAX_DOMAINS)
                .expireAfterWrite(MEMORY)
                .ticker(() ->
                        Duration.ofMillis(terms.component().getClock().millis()).toNanos())
                .build();
    }
}
