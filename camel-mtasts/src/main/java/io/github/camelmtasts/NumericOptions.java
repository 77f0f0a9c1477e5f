package io.github.camelmtasts;

import java.time.Duration;

/** Refuses numbers that make no sense by the name of their option, before anything is done with them. */
final class NumericOptions {

    private static final int MAX_PORT = 65_535;

    private NumericOptions() {}

    static int checkPort(String option, int port) {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(option + ": " + port + " is no port; write 1 to " + MAX_PORT);
        }
        return port;
    }

    static int checkCount(String option, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(option + ": with " + count + " nothing can be sent; write 1 or more");
        }
        return count;
    }

    /** Sockets count in milliseconds, in an int. */
    static Duration checkTimeout(String option, long millis) {
        if (millis < 1 || millis > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    option + ": " + millis + " ms is no time to wait; write 1 ms to 24 days");
        }
        return Duration.ofMillis(millis);
    }

    /** As {@link #checkTimeout}, but not to wait at all makes sense. */
    static Duration checkTime(String option, long millis) {
        return millis == 0 ? Duration.ZERO : checkTimeout(option, millis);
    }
}
