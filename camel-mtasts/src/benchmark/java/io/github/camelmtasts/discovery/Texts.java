package io.github.camelmtasts.discovery;

import io.github.camelmtasts.policy.DomainName;

/** The domains that the measurements are made of, and their policies. */
final class Texts {

    private Texts() {}

    /** The domain of this number. */
    static DomainName domain(int number) {
        return DomainName.of("site" + number + ".example");
    }

    /** A policy that names three hosts of the domain's own. */
    static String policyOf(DomainName domain) {
        return "version: STSv1\r\nmode: enforce\r\nmx: mx1." + domain + "\r\nmx: mx2." + domain + "\r\nmx: *.mail."
                + domain + "\r\nmax_age: 604800\r\n";
    }
}
