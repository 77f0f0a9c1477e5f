package io.github.camelmtasts.watch;

import java.time.Duration;
import java.util.Optional;

import io.github.camelmtasts.discovery.PolicySource;
import io.github.camelmtasts.fetch.FetchFailure;
import io.github.camelmtasts.policy.PolicyDecision;

/** Hears of everything that is counted, as it happens, on the thread that does it; must not throw and must not wait. */
public interface WatchListener {

    /** One recipient's delivery was attempted. */
    default void attempted(Attempted kind) {}

    /** A policy was looked up. */
    default void lookedUp(PolicySource source, Duration took) {}

    /** A mail went, or waits, without a policy that its domain announces or may have. */
    default void lackedPolicy(PolicyDecision.Reason reason) {}

    /** A policy host was asked; there is no failure if a policy came, valid or not. */
    default void fetched(Optional<FetchFailure> failure, Duration took) {}

    /** Somebody wanted a connection. */
    default void connected(ConnectionUse use) {}

    /** A message was handed to a channel. */
    default void handedOver(HandedTo channel) {}
}
