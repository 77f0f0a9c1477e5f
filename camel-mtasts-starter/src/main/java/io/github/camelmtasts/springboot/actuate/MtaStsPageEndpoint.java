package io.github.camelmtasts.springboot.actuate;

import java.util.Optional;

import io.github.camelmtasts.MtaStsComponent;
import io.github.camelmtasts.watch.Facts;
import io.github.camelmtasts.watch.PoliciesInForce;
import io.github.camelmtasts.watch.Watch;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * The actuator's endpoint {@code mtastspage}: a page for people. Off unless {@code management.endpoint.mtastspage.access} is
 * {@code read-only}, and behind whatever guards the other endpoints.
 */
@WebEndpoint(id = "mtastspage", defaultAccess = Access.NONE)
public final class MtaStsPageEndpoint {

    private static final String HTML = "text/html;charset=UTF-8";

    private final RunningComponent component;
    private final String application;

    MtaStsPageEndpoint(RunningComponent component, String application) {
        this.component = component;
        this.application = application;
    }

    /** The page, as it is now. */
    @ReadOperation(produces = HTML)
    public ResponseEntity<String> page() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(HTML))
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", StatusPage.CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .body(component
                        .find()
                        .map(MtaStsComponent::watch)
                        .flatMap(this::page)
                        .orElseGet(() -> StatusPage.atRest(application)));
    }

    private Optional<String> page(Watch watch) {
        Optional<Facts> facts = watch.facts();
        return watch.health()
                .flatMap(health -> facts.map(seen -> StatusPage.of(application, seen, health, policies(watch))));
    }

    private static Optional<PoliciesInForce> policies(Watch watch) {
        return RunningComponent.ifReadable(() -> watch.policies(Policies.MAX_SHOWN));
    }
}
