package io.github.camelmtasts.policy;

/**
 * Many patterns, found by the hash of their names, in memory that a set of objects would take many times. Names of one hash
 * are looked through, of which a hostile policy may make use: its {@link Policy#MAX_MX_PATTERNS} cost some microseconds.
 */
final class HashedMxPatterns extends MxPatterns {

    /** By what a character counts in {@link String#hashCode} that has so many behind it. */
    private static final int[] POWERS = new int[DomainName.MAX_LENGTH];

    static {
        POWERS[0] = 1;
        for (int behind = 1; behind < POWERS.length; behind++) {
            POWERS[behind] = POWERS[behind - 1] * 31;
        }
    }

    /** Where a pattern stands, plus one; 0 is free. A power of two, at most half of them taken. */
    private final int[] places;

    /** Whether there are suffixes, which only draft-06 has: without them no name counts but the host's and its parent's. */
    private final boolean suffixes;

    HashedMxPatterns(byte[] packed, int count) {
        super(packed);
        places = new int[Integer.highestOneBit(count) * 4];
        boolean suffixes = false;
        for (int at = 0; at < end(); at = next(at)) {
            int place = first(hashOfName(at));
            while (places[place] != 0) {
                place = following(place);
            }
            places[place] = at + 1;
            suffixes |= kind(at) == '.';
        }
        this.suffixes = suffixes;
    }

    /** By the host's own name, and then by those that it ends in. */
    @Override
    boolean match(DomainName host) {
        String name = host.toString();
        int hash = name.hashCode();
        if (matchesSome(hash, name)) {
            return true;
        }
        int start = 0;
        int dot = name.indexOf('.');
        for (boolean more = true; more && dot >= 0; more = suffixes) {
            hash = withoutLabel(hash, name, start, dot);
            if (matchesSome(hash, name)) {
                return true;
            }
            start = dot + 1;
            dot = name.indexOf('.', start);
        }
        return false;
    }

    /** Taking a label and its dot from the hash leaves the hash of what stands behind. */
    private static int withoutLabel(int hash, String name, int start, int dot) {
        int rest = hash;
        for (int i = start; i <= dot; i++) {
            rest -= name.charAt(i) * POWERS[name.length() - 1 - i];
        }
        return rest;
    }

    private boolean matchesSome(int hash, String host) {
        for (int place = first(hash); places[place] != 0; place = following(place)) {
            if (matches(places[place] - 1, host)) {
                return true;
            }
        }
        return false;
    }

    /** {@link String#hashCode} of the name in lower case. */
    private int hashOfName(int at) {
        int hash = 0;
        for (int i = startOfName(at); i < endOfName(at); i++) {
            hash = 31 * hash + lowerCase(i);
        }
        return hash;
    }

    /** Numbered names have hashes in a row, which the golden ratio scatters. */
    private int first(int hash) {
        return (hash * 0x9E3779B9) >>> Integer.numberOfLeadingZeros(places.length - 1);
    }

    private int following(int place) {
        return (place + 1) & (places.length - 1);
    }
}
