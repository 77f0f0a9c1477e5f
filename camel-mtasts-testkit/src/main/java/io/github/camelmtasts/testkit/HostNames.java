package io.github.camelmtasts.testkit;

import java.net.IDN;
import java.util.Locale;

/** The one spelling of DNS names inside the kit: A-labels, lower case, no final dot. */
final class HostNames {
    private HostNames() {}

    static String canonical(String name) {
        String ascii = IDN.toASCII(name).toLowerCase(Locale.ROOT);
        return ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
    }

    static String policyHost(String domain) {
        return "mta-sts." + canonical(domain);
    }

    static String policyRecord(String domain) {
        return "_mta-sts." + canonical(domain);
    }
}
