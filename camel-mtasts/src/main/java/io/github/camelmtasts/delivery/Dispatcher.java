package io.github.camelmtasts.delivery;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.camelmtasts.policy.DomainName;

/**
 * Sends one mail to recipients in several domains side by side. Recipients are grouped by policy domain and never by host: a
 * policy of one domain says nothing about another that shares its MX hosts.
 */
public final class Dispatcher {

    private final Courier courier;
    private final Executor helpers;
    private final Clock clock;

    /**
     * A dispatcher over one courier.
     *
     * @param helpers take further domains while the caller's thread delivers the first; must run, or let the caller run, all
     *                they are given
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
                .collect(Collectors.groupingBy(MailAddress::domain, LinkedHashMap::new, Collectors.toList()));
        List<Map.Entry<DomainName, List<MailAddress>>> domains = new ArrayList<>(byDomain.entrySet());
        List<CompletableFuture<List<RecipientReport>>> others = domains.subList(1, domains.size()).stream()
                .map(domain -> CompletableFuture.supplyAsync(() -> deliver(domain, envelope, content, rules), helpers))
                .toList();
        List<RecipientReport> reports = new ArrayList<>(deliver(domains.get(0), envelope, content, rules));
        others.forEach(other -> reports.addAll(other.join()));
        return new DeliveryReport(messageId, envelope.sender(), inOrder(envelope, reports), clock.instant());
    }

    private List<RecipientReport> deliver(
            Map.Entry<DomainName, List<MailAddress>> domain,
            Envelope envelope,
            MailContent content,
            DeliveryRules rules) {
        return courier.deliver(domain.getKey(), envelope.to(domain.getValue()), content, rules);
    }

    private static List<RecipientReport> inOrder(Envelope envelope, List<RecipientReport> reports) {
        Map<MailAddress, RecipientReport> byRecipient =
                reports.stream().collect(Collectors.toMap(RecipientReport::recipient, Function.identity()));
        return envelope.recipients().stream()
                .flatMap(recipient -> Optional.ofNullable(byRecipient.get(recipient)).stream())
                .toList();
    }
}
