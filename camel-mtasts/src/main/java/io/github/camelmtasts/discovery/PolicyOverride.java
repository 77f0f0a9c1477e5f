package io.github.camelmtasts.discovery;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.MxPattern;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.PolicySyntaxException;

/**
 * What the operator says about one domain, against or in place of its policy. It ends by itself, and says why it is there.
 *
 * @param action what to do
 * @param hosts  the MX hosts of a pinned policy; empty for every other action
 * @param until  the last day on which it counts, in UTC
 * @param reason for those who wonder later
 */
public record PolicyOverride(Action action, List<MxPattern> hosts, LocalDate until, String reason) {

    /** What an override does. */
    public enum Action {
        /** A policy in testing is enforced; without a policy the mail waits. */
        FORCE,
        /** A policy that is enforced counts as one in testing. */
        REPORT_ONLY,
        /** Nobody looks for a policy. */
        SKIP,
        /** These hosts are enforced, whatever the domain publishes. */
        PIN;

        /** As it is written in options: {@code report-only}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final String FORM =
            "force | report-only | skip | pin mx1.example,*.mx.example, then 'until 2026-12-31: reason'";

    private static final Pattern TEXT = Pattern.compile(
            "(?<action>[a-z-]+)(?:\\s+(?<hosts>\\S+))?\\s+until\\s+(?<until>[0-9-]{10})\\s*:\\s*(?<reason>\\S.*)");

    /** In characters. */
    private static final int MAX_LENGTH = 4096;

    /** Never counts: a pinned policy is made anew for each mail. */
    private static final Duration PINNED_MAX_AGE = Duration.ofDays(1);

    public PolicyOverride {
        hosts = List.copyOf(hosts);
        if (reason.isBlank()) {
            throw new IllegalArgumentException("an override needs a reason");
        }
        if ((action == Action.PIN) == hosts.isEmpty()) {
            throw new IllegalArgumentException("hosts belong to pin, and pin needs some");
        }
    }

    /**
     * Reads an override as people write it: {@code report-only until 2026-12-31: their certificate ran out, ticket 4711} or
     * {@code pin mx1.partner.example,*.mx.partner.example until 2027-06-30: agreed by contract}.
     *
     * @throws IllegalArgumentException if it is none; the message shows the form
     */
    public static PolicyOverride parse(String text) {
        Matcher override = TEXT.matcher(text.strip());
        if (text.length() > MAX_LENGTH || !override.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no override; write " + FORM);
        }
        String hosts = override.group("hosts");
        try {
            return new PolicyOverride(
                    action(override.group("action")),
                    hosts == null ? List.of() : patterns(hosts),
                    LocalDate.parse(override.group("until")),
                    override.group("reason"));
        } catch (DateTimeParseException | PolicySyntaxException | IllegalArgumentException fault) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no override (" + fault.getMessage() + "); write " + FORM, fault);
        }
    }

    private static Action action(String name) {
        return Arrays.stream(Action.values())
                .filter(action -> action.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no action " + name));
    }

    private static List<MxPattern> patterns(String hosts) throws PolicySyntaxException {
        List<MxPattern> patterns = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            patterns.add(MxPattern.parse(host));
        }
        return patterns;
    }

    /** Whether it counts at this time. */
    public boolean countsAt(Instant now) {
        return now.isBefore(end());
    }

    /** The first instant at which it counts no more. */
    Instant end() {
        return until.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The hosts as a policy that a domain might have published. */
    Policy pinnedPolicy() {
        String lines = hosts.stream().map(host -> "mx: " + host + "\n").collect(Collectors.joining());
        try {
            return PolicyParser.of(Dialect.RFC8461)
                    .parse("version: STSv1\nmode: enforce\nmax_age: " + PINNED_MAX_AGE.toSeconds() + "\n" + lines);
        } catch (PolicySyntaxException tooMany) {
            throw new IllegalStateException("the hosts were checked before", tooMany);
        }
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        String pinned = hosts.isEmpty()
                ? ""
                : " " + String.join(",", hosts.stream().map(MxPattern::toString).toList());
        return action + pinned + " until " + until + ": " + reason;
    }
}
