package io.github.camelmtasts.watch;

/**
 * One thing that must be well for mail to go out as it should.
 *
 * @param name   such as {@code resolver}
 * @param state  how it is
 * @param detail what was seen, and who can mend it
 */
public record HealthItem(String name, State state, String detail) {

    /** How something is. */
    public enum State {
        /** As it should be. */
        UP,
        /** A person should look at it; mail goes on. */
        WARN,
        /** Mail as a whole stands still, or policies are about to get lost. */
        DOWN
    }

    static HealthItem up(String name, String detail) {
        return new HealthItem(name, State.UP, detail);
    }

    static HealthItem warn(String name, String detail) {
        return new HealthItem(name, State.WARN, detail);
    }

    static HealthItem down(String name, String detail) {
        return new HealthItem(name, State.DOWN, detail);
    }
}
