package io.github.camelmtasts.guard;

import java.util.Locale;

import io.github.camelmtasts.GuardHosts;
import io.github.camelmtasts.GuardMode;
import io.github.camelmtasts.MtaStsComponent;

/**
 * What is demanded of a guarded endpoint.
 *
 * @param component whose engine and options count
 * @param hosts     what the endpoint's host is to the mail
 * @param mode      whether mail is stopped
 */
record GuardTerms(MtaStsComponent component, GuardHosts hosts, GuardMode mode) {

    @Override
    public String toString() {
        return "hosts=" + lower(hosts) + ", mode=" + lower(mode);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
