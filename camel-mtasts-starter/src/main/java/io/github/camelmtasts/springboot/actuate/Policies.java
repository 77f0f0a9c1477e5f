package io.github.camelmtasts.springboot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

import io.github.camelmtasts.discovery.OverdueRefresh;
import io.github.camelmtasts.discovery.PolicyOverride;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.watch.Facts;
import io.github.camelmtasts.watch.PoliciesInForce;
import io.github.camelmtasts.watch.PolicyStanding;

/** Sections of the page: the policies in force, those first that could not be renewed, and the operator's word against them. */
final class Policies {

    /** More than a person reads. Those whose refresh fails are there in any case, up to as many more. */
    static final int MAX_SHOWN = 500;

    private final Facts facts;
    private final Optional<PoliciesInForce> policies;

    Policies(Facts facts, Optional<PoliciesInForce> policies) {
        this.facts = facts;
        this.policies = policies;
    }

    Markup section() {
        return Markup.of(
                "<section><h2>Policies in force</h2>%s</section>%s",
                policies.map(this::table)
                        .orElseGet(
                                () -> Markup.of(
                                        "<p class=\"quiet\">The policy store cannot be read now. Policies in memory carry on.</p>")),
                overrides());
    }

    private Markup table(PoliciesInForce policies) {
        if (policies.listed().isEmpty()) {
            return Markup.of("<p class=\"quiet\">None yet: a policy is fetched with the first mail to its domain.</p>");
        }
        Markup rows = Markup.all(policies.listed().stream()
                .sorted(Comparator.comparing(standing -> standing.overdue().isEmpty()))
                .map(this::row));
        return Markup.of("""
                <table class="policies"><thead><tr><th>domain</th><th>mode</th><th>expires</th><th>last refresh</th></tr></thead>
                <tbody>%s</tbody></table>%s
                """, rows, policies.truncated() ? more() : Markup.NOTHING);
    }

    private static Markup more() {
        return Markup.of(
                "<p class=\"quiet\">There are more; <code>mtasts:policies</code> lists what is kept, and the endpoint"
                        + " <code>mtasts</code> of the actuator tells of each domain.</p>");
    }

    private Markup row(PolicyStanding standing) {
        Instant now = facts.at();
        CachedPolicy policy = standing.policy();
        String mode = policy.policy().mode().name().toLowerCase(Locale.ROOT);
        return Markup.of(
                """
                <tr><td>%s%s</td><td data-is="mode"><span class="mode %s">%s</span>%s</td>\
                <td data-is="expires">%s</td><td data-is="last refresh">%s</td></tr>%s
                """,
                policy.domain(),
                policy.policy().dialect() == Dialect.DRAFT06 ? Markup.of(" <i>draft-06</i>") : Markup.NOTHING,
                mode,
                mode,
                instead(policy),
                Words.distance(policy.expiresAt(), now),
                Words.distance(policy.fetchedAt(), now),
                standing.overdue().map(overdue -> fault(overdue, now)).orElse(Markup.NOTHING));
    }

    /** What counts in place of the mode that the policy names. */
    private Markup instead(CachedPolicy policy) {
        Optional<PolicyOverride> override =
                Optional.ofNullable(facts.overrides().get(policy.domain()));
        return override.map(there -> Markup.of(" <i>override: %s</i>", Words.dashed(there.action())))
                .orElseGet(() -> facts.observing() ? Markup.of(" <i>observed only</i>") : Markup.NOTHING);
    }

    private static Markup fault(OverdueRefresh overdue, Instant now) {
        return Markup.of(
                "<tr class=\"fault\"><td colspan=\"4\">%s in %s. %s</td></tr>",
                overdue.failures() == 1 ? "One refresh failed" : overdue.failures() + " refreshes failed",
                Words.length(Duration.between(overdue.since(), now)),
                Words.capital(overdue.detail()));
    }

    private Markup overrides() {
        if (facts.overrides().isEmpty()) {
            return Markup.NOTHING;
        }
        return Markup.of(
                "<section><h2>Overrides in force</h2><ul class=\"items\">%s</ul></section>",
                Markup.all(facts.overrides().entrySet().stream()
                        .map(entry -> Markup.of("<li><b>%s</b> %s</li>", entry.getKey(), entry.getValue()))));
    }
}
