package io.github.camelmtasts.store;

import java.util.Set;

/**
 * What was written to a store since somebody looked last, by whichever node.
 *
 * @param keys   what was saved, redated or removed; one may be named although the caller has seen the change before
 * @param cursor where to look from next time; only the store reads it
 */
public record StoreChanges(Set<PolicyKey> keys, String cursor) {

    /** Before the first look. */
    public static final StoreChanges NONE = new StoreChanges(Set.of(), "");

    public StoreChanges {
        keys = Set.copyOf(keys);
    }
}
