package io.github.camelmtasts.springboot.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.camelmtasts.watch.Facts;
import io.github.camelmtasts.watch.PoliciesInForce;
import io.github.camelmtasts.watch.Watch;
import org.jspecify.annotations.Nullable;

/**
 * How things stand, as the actuator's endpoint gives it.
 *
 * @param at        when it was looked at
 * @param observing whether no policy stops mail
 * @param overrides the overrides in force, by domain
 * @param waiting   why mail waits
 * @param missing   domains whose mail lacks a policy that they announce, or may have
 * @param policies  those in force; null while the policy store cannot be read
 * @param truncated whether there are more policies in force than are listed; null while the policy store cannot be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Overview(
        Instant at,
        boolean observing,
        Map<String, String> overrides,
        List<WaitingMail> waiting,
        List<UnprotectedDomain> missing,
        @Nullable List<KeptPolicy> policies,
        @Nullable Boolean truncated) {

    /** In one answer; a person reads fewer, and a program has the store. */
    private static final int MAX_POLICIES = 10_000;

    static Overview of(Watch watch, Facts facts) {
        Optional<PoliciesInForce> policies = RunningComponent.ifReadable(() -> watch.policies(MAX_POLICIES));
        return new Overview(
                facts.at(),
                facts.observing(),
                overrides(facts),
                facts.waiting().stream().map(WaitingMail::of).toList(),
                facts.missing().stream().map(UnprotectedDomain::of).toList(),
                policies.map(inForce -> KeptPolicy.all(inForce.listed())).orElse(null),
                policies.map(PoliciesInForce::truncated).orElse(null));
    }

    /** Those in force, by domain. */
    static Map<String, String> overrides(Facts facts) {
        Map<String, String> overrides = new TreeMap<>();
        facts.overrides().forEach((domain, override) -> overrides.put(domain.toString(), override.toString()));
        return overrides;
    }
}
