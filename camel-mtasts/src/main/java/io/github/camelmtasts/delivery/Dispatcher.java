package io.github.camelmtasts.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.camelmtasts.policy.DomainName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one mail to recipients in several domains side by side. Recipients are grouped by policy domain and never by host: a
 * policy of one domain says nothing about another that shares its MX hosts. To a smart host all go together.
 */
public final class Dispatcher {

    /**
     * For one mail, however many domains and hosts; each host has time limits of its own, and they add up. A visit that has
     * begun is not cut, and always waited for: who has the mail must be known before anybody tries again.
     */
    static final Duration TIME_LIMIT = Duration.ofMinutes(30);

    static final Failure OUT_OF_TIME = new Failure(
            FailureReason.OUT_OF_TIME,
            "the hosts that were tried took longer than " + TIME_LIMIT.toMinutes() + " minutes in all");

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Courier courier;
    private final Executor helpers;
    private final Clock clock;

    /**
     * A dispatcher over one courier.
     *
     * @param helpers take domains beside the caller's thread; may reject what they have no thread for, run it late or never:
     *                the caller's thread does what nobody else has begun
     */
    public Dispatcher(Courier courier, Executor helpers, Clock clock) {
        this.courier = courier;
        this.helpers = helpers;
        this.clock = clock;
    }

    /**
     * Delivers to all recipients and waits until each has a report.
     *
     * @param last whether the mail is not tried again if this attempt fails
     */
    public DeliveryReport deliver(
            Optional<String> messageId, Envelope envelope, MailContent content, DeliveryRules rules, boolean last) {
        Consignment all =
                new Consignment(envelope, content, rules, last, clock.instant().plus(TIME_LIMIT));
        List<SharedDeliveries.Delivery> deliveries = rules.routing().byPolicyDomain(envelope).entrySet().stream()
                .map(domain -> delivery(domain.getKey(), all.to(domain.getValue())))
                .toList();
        List<RecipientReport> reports = new SharedDeliveries(deliveries).sideBySide(helpers);
        return new DeliveryReport(messageId, envelope.sender(), inOrder(envelope, reports), clock.instant());
    }

    private SharedDeliveries.Delivery delivery(DomainName domain, Consignment mail) {
        return new SharedDeliveries.Delivery(
                () -> LogKey.DOMAIN.get(domain, () -> deliver(domain, mail)),
                broken ->
                        Courier.undelivered(mail.envelope(), LocalFault.told(LOG, "The delivery to", domain, broken)));
    }

    private List<RecipientReport> deliver(DomainName domain, Consignment mail) {
        return mail.isLate(clock) ? Courier.undelivered(mail.envelope(), OUT_OF_TIME) : courier.deliver(domain, mail);
    }

    private static List<RecipientReport> inOrder(Envelope envelope, List<RecipientReport> reports) {
        Map<MailAddress, RecipientReport> byRecipient =
                reports.stream().collect(Collectors.toMap(RecipientReport::recipient, Function.identity()));
        return envelope.recipients().stream()
                .flatMap(recipient -> Optional.ofNullable(byRecipient.get(recipient)).stream())
                .toList();
    }
}
