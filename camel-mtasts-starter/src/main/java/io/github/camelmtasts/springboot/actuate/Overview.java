package io.github.camelmtasts.springboot.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.camelmtasts.watch.Facts;
import io.github.camelmtasts.watch.PolicyStanding;

/**
 * How things stand, as the actuator's endpoint gives it.
 *
 * @param at        when it was looked at
 * @param observing whether no policy stops mail
 * @param overrides the overrides in force, by domain
 * @param waiting   why mail waits
 * @param policies  those in force
 */
record Overview(
        Instant at,
        boolean observing,
        Map<String, String> overrides,
        List<WaitingMail> waiting,
        List<KeptPolicy> policies) {

    /** In one answer; a person reads fewer, and a program has the store. */
    static final int MAX_POLICIES = 10_000;

    static Overview of(Facts facts, List<PolicyStanding> policies) {
        Map<String, String> overrides = new TreeMap<>();
        facts.overrides().forEach((domain, override) -> overrides.put(domain.toString(), override.toString()));
        return new Overview(
                facts.at(),
                facts.observing(),
                overrides,
                facts.waiting().stream().map(WaitingMail::of).toList(),
                policies.stream().map(KeptPolicy::of).toList());
    }
}
