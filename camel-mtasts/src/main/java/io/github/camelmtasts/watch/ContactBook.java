package io.github.camelmtasts.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Keeps a {@link Contact} up to date. Safe for use by many threads. */
final class ContactBook {

    /** An answer so soon after the last says nothing new, and would make all threads write to one place. */
    private static final Duration GRAIN = Duration.ofSeconds(1);

    private final InstantSource clock;
    private volatile Contact contact = Contact.NONE; // written under the lock of this object

    ContactBook(InstantSource clock) {
        this.clock = clock;
    }

    void answered() {
        Instant now = clock.instant();
        Contact last = contact;
        if (last.failing().isPresent() || !last.answeredWithin(GRAIN, now)) {
            answered(now);
        }
    }

    private synchronized void answered(Instant now) {
        contact = contact.answeredAt(now);
    }

    synchronized void failed(String detail) {
        contact = contact.failedAt(clock.instant(), detail);
    }

    Contact contact() {
        return contact;
    }
}
