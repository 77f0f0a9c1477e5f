package io.github.camelmtasts.watch;

import java.util.Optional;

import io.github.camelmtasts.discovery.OverdueRefresh;
import io.github.camelmtasts.policy.CachedPolicy;

/**
 * A policy that is in force, and how its refresh goes.
 *
 * @param policy  with the time of its last fetch, which is its last refresh that succeeded
 * @param overdue its refresh if that failed lately; empty if not
 */
public record PolicyStanding(CachedPolicy policy, Optional<OverdueRefresh> overdue) {}
