package io.github.camelmtasts.message;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether two exchanges, or one exchange at two times, would make the same mail: of equal content, and of the very
 * same streams where a stream can be read but once.
 */
public final class MailDigest {

    private final byte[] sha256;
    private final List<Object> streams;

    MailDigest(byte[] sha256, List<Object> streams) {
        this.sha256 = sha256.clone();
        this.streams = List.copyOf(streams);
    }

    /** Whether the mail was made of something that cannot be read again. */
    public boolean hasStreams() {
        return !streams.isEmpty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MailDigest that && Arrays.equals(sha256, that.sha256) && sameStreams(that);
    }

    @SuppressWarnings("ReferenceEquality") // equal streams need not have equal rests
    private boolean sameStreams(MailDigest that) {
        if (streams.size() != that.streams.size()) {
            return false;
        }
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i) != that.streams.get(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }
}
