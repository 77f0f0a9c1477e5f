package io.github.camelmtasts.watch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.camelmtasts.delivery.DeliveryReport;
import io.github.camelmtasts.delivery.RecipientReport;
import io.github.camelmtasts.discovery.Discovered;
import io.github.camelmtasts.policy.DomainName;

/** What was heard, for as long as it counts; and who wants to hear it too. */
final class Tally {

    private final LastHour<Attempted> attempts;
    private final LastHour<ConnectionUse> connections;
    private final LastHour<HandedTo> channels;
    private final WaitingDomains waiting = new WaitingDomains();
    private final FailedDomains failed = new FailedDomains();
    private final MissingPolicies missing;
    private final RollOvers rollOvers = new RollOvers();
    private final ContactBook resolver;
    private final ContactBook storeReads;
    private final ContactBook storeWrites;
    private final List<WatchListener> listeners = new CopyOnWriteArrayList<>();

    Tally(InstantSource clock) {
        this.attempts = new LastHour<>(clock);
        this.connections = new LastHour<>(clock);
        this.channels = new LastHour<>(clock);
        this.missing = new MissingPolicies(clock);
        this.resolver = new ContactBook(clock);
        this.storeReads = new ContactBook(clock);
        this.storeWrites = new ContactBook(clock);
    }

    void attempted(DeliveryReport report) {
        waiting.heard(report);
        failed.heard(report);
        for (RecipientReport recipient : report.recipients()) {
            Attempted kind = Attempted.by(recipient);
            attempts.add(kind);
            tellAll(listener -> listener.attempted(kind));
        }
    }

    void connected(ConnectionUse use) {
        connections.add(use);
        tellAll(listener -> listener.connected(use));
    }

    void handedOver(HandedTo channel) {
        channels.add(channel);
        tellAll(listener -> listener.handedOver(channel));
    }

    void tellAll(Consumer<WatchListener> news) {
        listeners.forEach(listener -> Quietly.run(() -> news.accept(listener)));
    }

    List<WatchListener> listeners() {
        return listeners;
    }

    Facts.Hour lastHour() {
        return new Facts.Hour(attempts.counts(), connections.counts(), channels.counts());
    }

    WaitingDomains waiting() {
        return waiting;
    }

    void lookedUp(DomainName domain, Discovered found, Duration took) {
        missing.heard(domain, found);
        tellAll(listener -> listener.lookedUp(found.source(), took));
        found.decision().missing().ifPresent(reason -> tellAll(listener -> listener.lackedPolicy(reason)));
    }

    FailedDomains failed() {
        return failed;
    }

    MissingPolicies missing() {
        return missing;
    }

    RollOvers rollOvers() {
        return rollOvers;
    }

    ContactBook resolver() {
        return resolver;
    }

    ContactBook storeReads() {
        return storeReads;
    }

    ContactBook storeWrites() {
        return storeWrites;
    }
}
