package io.github.camelmtasts.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The patterns of one policy, asked as one; the answers are those of {@link MxPattern}. Immutable. There may be a million
 * policies in memory, so all texts stand in one array, each as it was written and behind a byte that tells its length.
 */
class MxPatterns {

    /** Up to here looking at each is as fast as a hash, and needs no memory. */
    static final int FEW = 4;

    private static final MxPatterns NONE = new MxPatterns(new byte[0]);

    /** A capital letter becomes a small one by this bit; the other characters of a pattern have it anyway. */
    private static final int LOWER_CASE = 0x20;

    private final byte[] packed;

    MxPatterns(byte[] packed) {
        this.packed = packed;
    }

    static MxPatterns of(List<MxPattern> patterns) {
        if (patterns.isEmpty()) {
            return NONE;
        }
        byte[] packed = pack(patterns);
        return patterns.size() <= FEW ? new MxPatterns(packed) : new HashedMxPatterns(packed, patterns.size());
    }

    /** A length is kept less one: {@code *.}, the longest name and a final dot are 256 characters. */
    private static byte[] pack(List<MxPattern> patterns) {
        int size = 0;
        for (MxPattern pattern : patterns) {
            size += 1 + pattern.toString().length();
        }
        byte[] packed = new byte[size];
        int at = 0;
        for (MxPattern pattern : patterns) {
            byte[] text = pattern.toString().getBytes(StandardCharsets.US_ASCII);
            packed[at] = (byte) (text.length - 1);
            System.arraycopy(text, 0, packed, at + 1, text.length);
            at += 1 + text.length;
        }
        return packed;
    }

    /** Each by itself, in the order of the file. */
    final List<MxPattern> list() {
        List<MxPattern> patterns = new ArrayList<>();
        for (int at = 0; at < end(); at = next(at)) {
            patterns.add(pattern(at));
        }
        return Collections.unmodifiableList(patterns);
    }

    /** Whether some pattern covers this host, see {@link MxPattern#matches}. */
    boolean match(DomainName host) {
        String name = host.toString();
        for (int at = 0; at < end(); at = next(at)) {
            if (matches(at, name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether some pattern covers this wildcard identity, see {@link MxPattern#matchesWildcard}. */
    final boolean matchWildcard(DomainName base) {
        for (int at = 0; at < end(); at = next(at)) {
            if (pattern(at).matchesWildcard(base)) {
                return true;
            }
        }
        return false;
    }

    final int end() {
        return packed.length;
    }

    /** Where the pattern behind this one stands. */
    final int next(int at) {
        return at + 2 + (packed[at] & 0xFF);
    }

    /** {@code *} for one label more, {@code .} for any number, anything else for none. */
    final char kind(int at) {
        return (char) packed[at + 1];
    }

    private MxPattern pattern(int at) {
        return MxPattern.ofAccepted(new String(packed, at + 1, next(at) - at - 1, StandardCharsets.US_ASCII));
    }

    /** Whether the pattern covers the host: whose end is the pattern's name, behind as much more as its kind demands. */
    final boolean matches(int at, String host) {
        int start = startOfName(at);
        int length = endOfName(at) - start;
        int more = host.length() - length;
        boolean fits = switch (kind(at)) {
            case '*' -> more > 0 && host.indexOf('.') == more - 1;
            case '.' -> more > 1 && host.charAt(more - 1) == '.';
            default -> more == 0;
        };
        return fits && isNameAt(start, host, more);
    }

    private boolean isNameAt(int start, String host, int from) {
        for (int i = from; i < host.length(); i++) {
            if (host.charAt(i) != lowerCase(start + i - from)) {
                return false;
            }
        }
        return true;
    }

    /** The pattern's own name: without what tells its kind, and without a final dot. */
    final int startOfName(int at) {
        return at
                + switch (kind(at)) {
                    case '*' -> 3;
                    case '.' -> 2;
                    default -> 1;
                };
    }

    final int endOfName(int at) {
        int end = next(at);
        return packed[end - 1] == '.' ? end - 1 : end;
    }

    final char lowerCase(int i) {
        return (char) (packed[i] | LOWER_CASE);
    }
}
