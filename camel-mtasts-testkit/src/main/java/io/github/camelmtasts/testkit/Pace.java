package io.github.camelmtasts.testkit;

import java.time.Duration;

/** How fast, and whether at all, a policy file comes over the wire. */
record Pace(Duration delay, Duration drip, boolean endless, boolean hanging) {
    static final Pace AT_ONCE = new Pace(Duration.ZERO, Duration.ZERO, false, false);

    Pace withDelay(Duration beforeResponse) {
        return new Pace(beforeResponse, drip, endless, hanging);
    }

    Pace withDrip(Duration betweenBytes) {
        return new Pace(delay, betweenBytes, endless, hanging);
    }

    Pace withoutEnd() {
        return new Pace(delay, drip, true, hanging);
    }

    Pace withoutAnswer() {
        return new Pace(delay, drip, endless, true);
    }
}
