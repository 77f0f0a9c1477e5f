package io.github.camelmtasts.metrics;

/** The meters, by the names that dashboards rest on; docs/operations.md and the Grafana dashboard are held to them by a test. */
enum Metric {
    DELIVERIES("mtasts.deliveries", "Delivery attempts, for each recipient"),
    LOOKUPS("mtasts.policy.lookups", "Look-ups of the policy for a delivery, by where the decision came from"),
    MISSING("mtasts.policy.missing", "Mails that lacked a policy that their domain announces or may have"),
    FETCHES("mtasts.policy.fetches", "Fetches of policies from policy hosts"),
    OVERDUE("mtasts.policy.overdue", "Policies that could not be renewed lately"),
    OVERDUE_AGE("mtasts.policy.overdue.age", "For how long the renewal that fails longest has failed"),
    CONNECTIONS("mtasts.connections", "What became of wishes for a connection with an MX host"),
    OPEN("mtasts.connections.open", "Connections with MX hosts that are open, idle ones too"),
    IN_USE("mtasts.connections.in.use", "Connections with MX hosts that carry a mail"),
    MAX("mtasts.connections.max", "Connections with MX hosts that there may be"),
    HANDED_OVER("mtasts.handed.over", "Messages handed to retryUri and deadLetterUri"),
    WAITING("mtasts.domains.waiting", "Domains to which mail could not go out lately, at most 200"),
    WITHOUT_POLICY(
            "mtasts.domains.missing.policy",
            "Domains whose mail lately lacked a policy that they announce or may have, at most 200"),
    OVERRIDES("mtasts.overrides", "Overrides of single domains that count now"),
    ROLL_OVERS("mtasts.rollovers.waiting", "Published policies whose roll-over waits for somebody"),
    OBSERVING("mtasts.observing", "1 if no policy stops mail (enforcement=observe), else 0");

    private final String id;
    private final String description;

    Metric(String id, String description) {
        this.id = id;
        this.description = description;
    }

    String id() {
        return id;
    }

    String description() {
        return description;
    }
}
