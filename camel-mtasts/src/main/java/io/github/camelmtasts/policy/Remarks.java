package io.github.camelmtasts.policy;

import java.util.ArrayList;
import java.util.List;

/** Gathers what a publisher should mend, as much of it as a person reads. */
final class Remarks {

    /** Whoever mends these finds the rest; a hostile file has thousands, and each would be kept and logged. */
    static final int MAX_KEPT = 5;

    private final List<String> first = new ArrayList<>(0);
    private int count;

    void add(String remark) {
        count++;
        if (first.size() < MAX_KEPT) {
            first.add(remark);
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
