package io.github.camelmtasts.policy;

import java.util.List;

/**
 * {@code certMatches} of draft-ietf-uta-mta-sts, appendix 2, line by line as printed: the oracle that our own matcher is
 * held against. Bounds that the printed text lacks are added, since there an empty string would be read past its end.
 */
enum DraftPseudocode {
    /** Draft-05: an invalid wildcard ends everything. */
    DRAFT05 {
        @Override
        boolean certMatches(List<String> identities, List<String> policyMx) {
            for (String identity : identities) {
                String san = identity;
                for (String mx : policyMx) {
                    if (san.startsWith("*")) {
                        // Invalid wildcard!
                        if (!san.startsWith("*.")) {
                            return false;
                        }
                        san = san.substring(1);
                    }
                    if (matches(san, mx)) {
                        return true;
                    }
                }
            }
            return false;
        }
    },

    /** Draft-06: an invalid wildcard is passed over. */
    DRAFT06 {
        @Override
        boolean certMatches(List<String> identities, List<String> policyMx) {
            for (String identity : identities) {
                String san = identity;
                for (String mx : policyMx) {
                    if (san.startsWith("*")) {
                        // Invalid wildcard!
                        if (!san.startsWith("*.")) {
                            continue;
                        }
                        san = san.substring(1);
                    }
                    if (matches(san, mx)) {
                        return true;
                    }
                }
            }
            return false;
        }
    };

    /** Whether a certificate with these identities, CN and DNS-ID SANs alike, is one for the policy. */
    abstract boolean certMatches(List<String> identities, List<String> policyMx);

    private static boolean matches(String san, String mx) {
        if (san.startsWith(".") && mx.endsWith(san)) {
            return true;
        }
        if (mx.startsWith(".") && san.endsWith(mx)) {
            return true;
        }
        return !san.isEmpty() && mx.equals(san);
    }
}
