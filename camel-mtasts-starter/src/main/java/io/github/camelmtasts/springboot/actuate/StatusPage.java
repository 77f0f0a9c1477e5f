package io.github.camelmtasts.springboot.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

import io.github.camelmtasts.watch.Facts;
import io.github.camelmtasts.watch.Health;
import io.github.camelmtasts.watch.PoliciesInForce;

/** The page: one HTML file without scripts that asks nobody for anything. */
final class StatusPage {

    private static final String STYLE = read("page.css");

    private static final String FRAME = read("page.html");

    /** What the browser may do for the page: nothing but to apply this one style, and to show its empty icon. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
            + "'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private StatusPage() {}

    /**
     * The page with everything on it.
     *
     * @param application whose mail it is
     * @param policies    those in force; empty while the policy store cannot be read
     */
    static String of(String application, Facts facts, Health health, Optional<PoliciesInForce> policies) {
        Verdict verdict = new Verdict(facts, health);
        Markup header = Markup.of(
                "%s<p class=\"quiet\">As of %s. The page renews itself each minute.</p>%s",
                verdict.headline(), Words.moment(facts.at()), verdict.items());
        Markup sections = Markup.of(
                "%s%s%s",
                new Deliveries(facts).section(), new Waiting(facts).section(), new Policies(facts, policies).section());
        return framed(application, header, sections);
    }

    /** The page while the component rests. */
    static String atRest(String application) {
        return framed(
                application,
                Markup.of("<h1>No mail goes out.</h1><p class=\"quiet\">No route that names mtasts: is started.</p>"),
                Markup.NOTHING);
    }

    private static String framed(String application, Markup header, Markup sections) {
        Markup style = Markup.of(STYLE.replace("%", "%%"));
        return Markup.of(FRAME, application, style, application, header, sections)
                .toString();
    }

    private static String read(String name) {
        try (InputStream file = Objects.requireNonNull(StatusPage.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("Every Java has SHA-256", never);
        }
    }
}
