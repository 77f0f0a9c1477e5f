package io.github.camelmtasts.springboot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.discovery.OverdueRefresh;
import io.github.camelmtasts.discovery.PolicyOverride;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.PolicySyntaxException;
import io.github.camelmtasts.smtp.ConnectionCounts;
import io.github.camelmtasts.store.PolicyKey;
import io.github.camelmtasts.watch.Attempted;
import io.github.camelmtasts.watch.ConnectionUse;
import io.github.camelmtasts.watch.Contact;
import io.github.camelmtasts.watch.Facts;
import io.github.camelmtasts.watch.HandedTo;
import io.github.camelmtasts.watch.Health;
import io.github.camelmtasts.watch.HealthItem;
import io.github.camelmtasts.watch.PoliciesInForce;
import io.github.camelmtasts.watch.PolicyStanding;
import io.github.camelmtasts.watch.WaitingDomain;
import org.jspecify.annotations.Nullable;

/** An hour of a company that mails its invoices. */
final class PracticeFacts {

    static final Instant NOW = Instant.parse("2026-11-24T13:05:12Z");

    private static final Contact WELL =
            new Contact(Optional.of(NOW), Optional.empty(), Optional.empty(), Optional.empty());

    private PracticeFacts() {}

    /** A bad hour. */
    static Facts facts() {
        return new Facts(
                NOW,
                false,
                new TreeMap<>(Map.of(
                        DomainName.of("quarry.example"),
                        PolicyOverride.parse(
                                "report-only until 2026-12-05: they move to another provider, ticket 4711"))),
                new Facts.Hour(attempts(), connections(), Map.of(HandedTo.RETRY, 31L, HandedTo.DEAD_LETTER, 2L)),
                waiting(),
                failed(),
                List.of(),
                List.of(overdue()),
                0,
                WELL,
                WELL,
                WELL,
                0,
                new ConnectionCounts(38, 14, 500),
                List.of());
    }

    /** An hour in which nothing happened. */
    static Facts nothing() {
        return new Facts(
                NOW,
                false,
                Map.of(),
                new Facts.Hour(Map.of(), Map.of(), Map.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                WELL,
                WELL,
                WELL,
                0,
                new ConnectionCounts(0, 0, 500),
                List.of());
    }

    static Health health() {
        return new Health(List.of(
                item("resolver", HealthItem.State.UP, "answers"),
                item("store", HealthItem.State.UP, "can be read and written"),
                item(
                        "refresh",
                        HealthItem.State.WARN,
                        "1 policy could not be renewed: lighthouse.example, 4 times in 26 h; the owner of the domain must mend"
                                + " the certificate of mta-sts.lighthouse.example"),
                item("connections", HealthItem.State.UP, "14 of 500 connections are in use"),
                item("channels", HealthItem.State.UP, "31 messages to retryUri"),
                item("enforcement", HealthItem.State.UP, "enforce"),
                item("overrides", HealthItem.State.UP, "1 in force")));
    }

    static HealthItem item(String name, HealthItem.State state, String detail) {
        return new HealthItem(name, state, detail);
    }

    static PoliciesInForce policies() {
        return new PoliciesInForce(
                List.of(
                        standing("bakery.example", "enforce", 7, 3),
                        standing("harbour-cranes.example", "testing", 1, 8),
                        new PolicyStanding(
                                policy("lighthouse.example", "enforce", 7, 53, Dialect.RFC8461),
                                Optional.of(overdue())),
                        standing("north-wind.example", "enforce", 365, 11),
                        standing("old-mill.example", "enforce", 7, 1),
                        new PolicyStanding(
                                policy("print-shop.example", "enforce", 30, 17, Dialect.DRAFT06), Optional.empty()),
                        standing("quarry.example", "enforce", 14, 6),
                        standing("tax-office.example", "enforce", 182, 20),
                        standing("vineyard.example", "testing", 30, 0)),
                false);
    }

    static PolicyStanding standing(String domain, String mode, int maxAgeDays, int ageHours) {
        return new PolicyStanding(policy(domain, mode, maxAgeDays, ageHours, Dialect.RFC8461), Optional.empty());
    }

    private static CachedPolicy policy(String domain, String mode, int maxAgeDays, int ageHours, Dialect dialect) {
        long maxAge = Duration.ofDays(maxAgeDays).toSeconds();
        String text = dialect == Dialect.RFC8461
                ? "version: STSv1\nmode: " + mode + "\nmx: mx." + domain + "\nmax_age: " + maxAge + "\n"
                : "{\"version\":\"STSv1\",\"mode\":\"" + mode + "\",\"mx\":[\"mx." + domain + "\"],\"max_age\":"
                        + maxAge + "}";
        try {
            return new CachedPolicy(
                    DomainName.of(domain),
                    "20261101",
                    PolicyParser.of(dialect).parse(text),
                    NOW.minus(Duration.ofHours(ageHours)));
        } catch (PolicySyntaxException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static OverdueRefresh overdue() {
        return new OverdueRefresh(
                new PolicyKey(DomainName.of("lighthouse.example"), Dialect.RFC8461),
                4,
                NOW.minus(Duration.ofHours(26)),
                NOW.plus(Duration.ofHours(6)),
                "The certificate of mta-sts.lighthouse.example expired on 23 November; the owner of the domain must renew it.");
    }

    private static Map<Attempted, Long> attempts() {
        return Map.of(
                attempted(Outcome.DELIVERED, null, "enforce"), 1_204L,
                attempted(Outcome.DELIVERED, null, "testing"), 93L,
                attempted(Outcome.DELIVERED, null, "none"), 641L,
                attempted(Outcome.DEFERRED, FailureReason.CERTIFICATE_EXPIRED, "enforce"), 22L,
                attempted(Outcome.DEFERRED, FailureReason.MX_NOT_IN_POLICY, "enforce"), 9L,
                attempted(Outcome.FAILED, FailureReason.SERVER_REFUSED, "none"), 2L);
    }

    private static Attempted attempted(Outcome outcome, @Nullable FailureReason reason, String mode) {
        return new Attempted(outcome, Optional.ofNullable(reason), mode);
    }

    private static Map<ConnectionUse, Long> connections() {
        return Map.of(ConnectionUse.OPENED, 41L, ConnectionUse.RESUMED, 118L, ConnectionUse.REUSED, 1_779L);
    }

    private static List<WaitingDomain> waiting() {
        return List.of(
                waiting(
                        "old-mill.example",
                        190,
                        57,
                        new Failure(
                                FailureReason.CERTIFICATE_EXPIRED,
                                "the certificate of mx.old-mill.example expired on 24 November 2026")),
                waiting(
                        "vineyard.example",
                        34,
                        9,
                        new Failure(
                                FailureReason.MX_NOT_IN_POLICY,
                                "mx7.new-host.example is the only MX host of vineyard.example, and its policy does not name it")));
    }

    private static List<WaitingDomain> failed() {
        return List.of(waiting(
                "typing-error.example",
                12,
                2,
                new Failure(FailureReason.SERVER_REFUSED, "mx.typing-error.example answered: 550 5.1.1 no such user")));
    }

    private static WaitingDomain waiting(String domain, int sinceMinutes, int attempts, Failure failure) {
        return new WaitingDomain(
                DomainName.of(domain),
                NOW.minus(Duration.ofMinutes(sinceMinutes)),
                NOW.minus(Duration.ofMinutes(sinceMinutes / 9)),
                attempts,
                failure.reason(),
                failure.explanation());
    }
}
