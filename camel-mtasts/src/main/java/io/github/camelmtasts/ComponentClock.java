package io.github.camelmtasts;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

/** The system's clock until another one is set; what holds it sees that one from then on. */
final class ComponentClock implements InstantSource {

    static final Clock SYSTEM = Clock.systemUTC();

    private volatile @Nullable Clock set;

    void set(@Nullable Clock clock) {
        set = clock;
    }

    boolean isSystem() {
        return set == null;
    }

    Clock get() {
        Clock clock = set;
        return clock == null ? SYSTEM : clock;
    }

    @Override
    public Instant instant() {
        return get().instant();
    }
}
