package io.github.camelmtasts.delivery;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.camelmtasts.policy.DomainName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one mail to recipients in several domains side by side. Recipients are grouped by policy domain and never by host: a
 * policy of one domain says nothing about another that shares its MX hosts. To a smart host all go together.
 */
public final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Courier courier;
    private final Executor helpers;
    private final Clock clock;

    /**
     * A dispatcher over one courier.
     *
     * @param helpers take further domains while the caller's thread delivers the first; may reject what they have no thread
     *                for, and must run what they do not reject
     */
    public Dispatcher(Courier courier, Executor helpers, Clock clock) {
        this.courier = courier;
        this.helpers = helpers;
        this.clock = clock;
    }

    /** Delivers to all recipients and waits until each has a report. */
    public DeliveryReport deliver(
            Optional<String> messageId, Envelope envelope, MailContent content, DeliveryRules rules) {
        Map<DomainName, List<MailAddress>> byDomain = envelope.recipients().stream()
                .collect(Collectors.groupingBy(
                        recipient -> rules.routing().policyDomain(recipient.domain()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<Supplier<List<RecipientReport>>> deliveries = byDomain.entrySet().stream()
                .<Supplier<List<RecipientReport>>>map(
                        domain -> () -> deliver(domain.getKey(), envelope.to(domain.getValue()), content, rules))
                .toList();
        List<Supplier<List<RecipientReport>>> others = deliveries.subList(1, deliveries.size()).stream()
                .map(this::handOver)
                .toList();
        List<RecipientReport> reports = new ArrayList<>(deliveries.get(0).get());
        others.forEach(other -> reports.addAll(other.get()));
        return new DeliveryReport(messageId, envelope.sender(), inOrder(envelope, reports), clock.instant());
    }

    /** Begins a delivery on a helper's thread; if none is free, the caller's thread will have to do it. */
    private Supplier<List<RecipientReport>> handOver(Supplier<List<RecipientReport>> delivery) {
        try {
            return CompletableFuture.supplyAsync(delivery, helpers)::join;
        } catch (RejectedExecutionException allAreBusy) {
            return delivery;
        }
    }

    /** What breaks on our side must not take the report of those along who have the mail. */
    private List<RecipientReport> deliver(
            DomainName domain, Envelope envelope, MailContent content, DeliveryRules rules) {
        try {
            return courier.deliver(domain, envelope, content, rules);
        } catch (RuntimeException broken) {
            LOG.error("The delivery to {} broke on our side", domain, broken);
            return Courier.undelivered(
                    envelope,
                    new Failure(FailureReason.LOCAL_ERROR, "the delivery broke on this machine (" + broken + ")"));
        }
    }

    private static List<RecipientReport> inOrder(Envelope envelope, List<RecipientReport> reports) {
        Map<MailAddress, RecipientReport> byRecipient =
                reports.stream().collect(Collectors.toMap(RecipientReport::recipient, Function.identity()));
        return envelope.recipients().stream()
                .flatMap(recipient -> Optional.ofNullable(byRecipient.get(recipient)).stream())
                .toList();
    }
}
