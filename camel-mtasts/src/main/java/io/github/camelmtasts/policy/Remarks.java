package io.github.camelmtasts.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gathers what a publisher should mend, as much of it as a person reads. */
final class Remarks {

    /** Whoever mends these finds the rest; a hostile file has thousands, and each would be kept and logged. */
    static final int MAX_KEPT = 5;

    /** Our own bound; RFC 8461 section 3.2 sets none and expects weeks or more. */
    private static final Duration SHORTEST_SENSIBLE_LIFE = Duration.ofDays(1);

    private final List<String> first = new ArrayList<>(0);
    private int count;

    void add(String remark) {
        count++;
        if (first.size() < MAX_KEPT) {
            first.add(remark);
        }
    }

    /** Whoever blocks a fetch once the policy ran out has the protection off (RFC 8461 section 10.2). */
    void onLifetime(Mode mode, Duration maxAge) {
        if (mode != Mode.NONE && maxAge.compareTo(SHORTEST_SENSIBLE_LIFE) < 0) {
            add("max_age is shorter than a day, which is as long as an attacker must keep senders from the policy to be"
                    + " rid of it; weeks are usual");
        }
    }

    /** At most {@link #MAX_KEPT}; if there were more, the last says how many. */
    List<String> list() {
        List<String> kept = new ArrayList<>(first);
        if (count > MAX_KEPT) {
            kept.set(MAX_KEPT - 1, "and " + (count - MAX_KEPT + 1) + " more remarks");
        }
        return List.copyOf(kept);
    }
}
