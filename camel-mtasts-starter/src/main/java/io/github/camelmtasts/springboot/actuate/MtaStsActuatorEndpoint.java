package io.github.camelmtasts.springboot.actuate;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.camelmtasts.Enforcement;
import io.github.camelmtasts.GuardMode;
import io.github.camelmtasts.MtaStsComponent;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The actuator's endpoint {@code mtasts}: the policies, and one domain with its whole story. It only reads, unless
 * {@code management.endpoint.mtasts.access=unrestricted} grants more: whoever can purge a policy can open a way to strip TLS. What
 * grants more of all endpoints at once was not said with that in mind, and does not count.
 */
@Endpoint(id = "mtasts", defaultAccess = Access.READ_ONLY)
public final class MtaStsActuatorEndpoint {

    /** The property that says what it may do. */
    static final String ACCESS = "management.endpoint.mtasts.access";

    private final RunningComponent component;
    private final Access access;

    /**
     * Looks at this component.
     *
     * @param access what its own property grants
     */
    MtaStsActuatorEndpoint(RunningComponent component, Access access) {
        this.component = component;
        this.access = access;
    }

    /** The policies in force, with overrides, and why mail waits; null, which is "not found", while the component rests. */
    @ReadOperation
    public @Nullable Overview overview() {
        return component
                .find()
                .map(MtaStsComponent::watch)
                .flatMap(watch -> watch.facts().map(facts -> Overview.of(watch, facts)))
                .orElse(null);
    }

    /** All that is known of one domain. Asks nobody outside and changes nothing, as any page can have a browser send a GET. */
    @ReadOperation
    public @Nullable DomainStory domain(@Selector String domain) {
        return answer(domain, running -> DomainStory.of(running, domain)).orElse(null);
    }

    /**
     * Switches what counts for all domains, and answers how it stands then; what is null stays.
     *
     * @param reloadTrust whether the trust store is read anew
     */
    @WriteOperation
    public Map<String, Object> change(
            @Nullable Enforcement enforcement, @Nullable GuardMode guardMode, @Nullable Boolean reloadTrust) {
        demandAccess();
        return changed(
                component.find().filter(MtaStsComponent::isStarted).orElseThrow(MtaStsActuatorEndpoint::atRest),
                running -> {
                    if (Boolean.TRUE.equals(reloadTrust)) {
                        running.reloadTrust();
                    }
                    Optional.ofNullable(enforcement).ifPresent(running::setEnforcement);
                    Optional.ofNullable(guardMode).ifPresent(running::setGuardMode);
                });
    }

    /** Overrides the domain's policy until the override ends, or the application does. */
    @WriteOperation
    public Map<String, Object> override(@Selector String domain, @Selector String what, String text) {
        demandAccess();
        return changed(ofOverride(what), running -> running.overridePolicy(domain, text));
    }

    /** Takes the domain's override away. */
    @DeleteOperation
    public Map<String, Object> removeOverride(@Selector String domain, @Selector String what) {
        demandAccess();
        return changed(ofOverride(what), running -> running.removeOverride(domain));
    }

    /** There is one thing below a domain so far. */
    private MtaStsComponent ofOverride(String what) {
        if (!what.equals("override")) {
            throw new InvalidEndpointRequestException(what + " is unknown", "write {domain}/override");
        }
        return component.find().filter(MtaStsComponent::isStarted).orElseThrow(MtaStsActuatorEndpoint::atRest);
    }

    private static InvalidEndpointRequestException atRest() {
        return new InvalidEndpointRequestException("mtasts is not started", "no route that names mtasts: is started");
    }

    private static Map<String, Object> changed(MtaStsComponent running, Consumer<MtaStsComponent> change) {
        try {
            change.accept(running);
        } catch (IllegalArgumentException invalid) {
            throw new InvalidEndpointRequestException(
                    "nothing was changed", String.valueOf(invalid.getMessage()), invalid);
        }
        return Map.of(
                "enforcement", Words.dashed(running.getEnforcement()),
                "guardMode", Words.dashed(running.getGuardMode()),
                "overrides", running.watch().facts().map(Overview::overrides).orElse(Map.of()));
    }

    /** Fetches the domain's policy now, and says what its mail would meet after that; nothing is sent. */
    @WriteOperation
    public @Nullable Object refresh(@Selector String domain) {
        demandAccess();
        return answer(domain, running -> {
                    JsonObject answer = object(running.refreshPolicy(domain));
                    answer.put("now", object(running.resolvePolicy(domain)));
                    return answer;
                })
                .orElse(null);
    }

    /**
     * Gets rid of the domain's policy: a newer one takes its place.
     *
     * @param force whether it goes even if no newer one can be fetched
     */
    @DeleteOperation
    public @Nullable Object purge(@Selector String domain, @Nullable Boolean force) {
        demandAccess();
        return answer(domain, running -> object(running.purgePolicy(domain, Boolean.TRUE.equals(force))))
                .orElse(null);
    }

    private void demandAccess() {
        if (access != Access.UNRESTRICTED) {
            throw new InvalidEndpointRequestException(
                    "mtasts only reads here", "it takes " + ACCESS + "=unrestricted to change anything");
        }
    }

    private <T> Optional<T> answer(String domain, Function<MtaStsComponent, T> question) {
        try {
            return component.find().filter(MtaStsComponent::isStarted).map(question);
        } catch (IllegalArgumentException noDomain) {
            throw new InvalidEndpointRequestException(domain + " is no domain", noDomain.getMessage(), noDomain);
        }
    }

    /** JSON of the component, as an object of which the actuator makes JSON again. */
    static JsonObject object(String json) {
        try {
            return (JsonObject) Jsoner.deserialize(json);
        } catch (DeserializationException broken) {
            throw new IllegalStateException("The component gave no JSON", broken);
        }
    }
}
