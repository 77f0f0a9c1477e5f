package io.github.camelmtasts.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * When a mail that waits is tried again, and when no more. Waits grow from one attempt to the next, the last of them repeats,
 * and each is shortened by up to a fifth, so that mails that failed together do not come back together.
 */
public final class RetrySchedule {

    /** RFC 5321 section 4.5.4.1: at first soon, since many failures are short, then more and more seldom. */
    public static final String USUAL_WAITS = "5m,15m,30m,1h,2h,4h";

    /** RFC 5321 section 4.5.4.1: four or five days at least. */
    public static final Duration USUAL_LIFETIME = Duration.ofDays(5);

    /** So that a policy or certificate that was mended is noticed (RFC 8461 section 5.1). */
    private static final Duration LONGEST_AFTER_POLICY_FAILURE = Duration.ofHours(1);

    /** Not much longer than a mail takes, and not so short that a channel is kept busy by mails that only ask. */
    private static final Duration LONGEST_FOR_A_TURN = Duration.ofSeconds(20);

    private static final Duration LONGEST = Duration.ofDays(1);

    /** The waits, and one more where the wait after a policy failure is none of them: a channel may need a queue for each. */
    private static final int MAX_STEPS = 12;

    private static final double JITTER = 0.2;

    private static final Pattern WAIT = Pattern.compile("([1-9][0-9]{0,5})([smh])");

    private final List<Duration> waits;
    private final List<Duration> steps;
    private final Duration lifetime;
    private final RandomGenerator random;

    private RetrySchedule(List<Duration> waits, Duration lifetime, RandomGenerator random) {
        this.waits = waits;
        this.steps = Stream.concat(waits.stream(), waits.stream().map(RetrySchedule::afterPolicyFailure))
                .distinct()
                .sorted()
                .toList();
        this.lifetime = lifetime;
        this.random = random;
    }

    /**
     * Reads waits such as {@code 5m,15m,30m,1h,2h,4h}: s, m and h are seconds, minutes and hours.
     *
     * @param lifetime from the first attempt to the last
     * @throws IllegalArgumentException if they are none; the message says why
     */
    public static RetrySchedule parse(String text, Duration lifetime, RandomGenerator random) {
        List<Duration> waits = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(RetrySchedule::parseWait)
                .toList();
        if (!waits.stream().sorted().toList().equals(waits)) {
            throw new IllegalArgumentException("'" + text + "' does not grow from one wait to the next");
        }
        RetrySchedule schedule = new RetrySchedule(waits, lifetime, random);
        if (schedule.steps.size() > MAX_STEPS) {
            throw new IllegalArgumentException("'" + text + "' makes more than " + MAX_STEPS + " different waits");
        }
        return schedule;
    }

    private static Duration parseWait(String text) {
        Matcher parts = WAIT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no wait, such as 90s, 15m or 4h");
        }
        long count = Long.parseLong(parts.group(1));
        Duration wait = switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
        if (wait.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'" + text + "' is longer than a day");
        }
        return wait;
    }

    private static Duration afterPolicyFailure(Duration wait) {
        return min(wait, LONGEST_AFTER_POLICY_FAILURE);
    }

    private static <T extends Comparable<T>> T min(T one, T other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /**
     * When to try again.
     *
     * @param attempts      how many there have been, one at least
     * @param first         when the first of them was
     * @param policyFailure whether it is a policy that was not met
     * @return not after the end of the mail's life: then is its last attempt
     */
    public Instant nextAttempt(int attempts, Instant first, Instant now, boolean policyFailure) {
        Duration wait = waits.get(Math.min(attempts, waits.size()) - 1);
        long millis = (policyFailure ? afterPolicyFailure(wait) : wait).toMillis();
        Instant jittered = now.plusMillis((long) (millis * (1 - JITTER * random.nextDouble())));
        return min(jittered, endOfLife(first));
    }

    /** When to ask again for a turn: soon, and each mail at another time. */
    public Instant nextTurn(Instant now) {
        return now.plusMillis((long) (LONGEST_FOR_A_TURN.toMillis() * (1 - random.nextDouble() / 2)));
    }

    /** Whether an attempt that is due at this time is the last. */
    public boolean isLast(Instant first, Instant due) {
        return !due.isBefore(endOfLife(first));
    }

    private Instant endOfLife(Instant first) {
        return first.plus(lifetime);
    }

    /** How long a mail lives. */
    public Duration lifetime() {
        return lifetime;
    }

    /** The shortest of at most twelve steps that is not shorter than this wait; the longest if all are. */
    public Duration step(Duration wait) {
        return steps.stream()
                .filter(step -> step.compareTo(wait) >= 0)
                .findFirst()
                .orElseGet(() -> steps.get(steps.size() - 1));
    }

    /** All that {@link #step} may give. */
    public List<Duration> steps() {
        return steps;
    }
}
