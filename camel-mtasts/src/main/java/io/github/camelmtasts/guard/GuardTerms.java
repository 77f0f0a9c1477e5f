package io.github.camelmtasts.guard;

import java.util.Locale;

import io.github.camelmtasts.GuardHosts;
import io.github.camelmtasts.GuardMode;
import io.github.camelmtasts.MtaStsComponent;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;
import org.jspecify.annotations.Nullable;

/**
 * What is demanded of a guarded endpoint.
 *
 * @param component whose engine and options count
 * @param hosts     what the endpoint's host is to the mail
 * @param mode      whether mail is stopped
 */
record GuardTerms(MtaStsComponent component, GuardHosts hosts, GuardMode mode) implements SafeCopyProperty {

    private static final String MARK = "CamelMtaStsGuardTerms";

    /** The terms that the exchange is marked with; null for none. */
    static @Nullable GuardTerms of(Exchange exchange) {
        GuardTerms kept = exchange.getExchangeExtension().getSafeCopyProperty(MARK, GuardTerms.class);
        return kept != null ? kept : exchange.getProperty(MARK, GuardTerms.class);
    }

    /**
     * Marks the exchange twice: {@code removeProperties} of a route does not reach the property of the extension, and some
     * copies of an exchange take the plain property alone.
     *
     * @param terms null to take the mark away
     */
    @SuppressWarnings("NullAway") // to Camel null is a property that goes
    static void mark(Exchange exchange, @Nullable GuardTerms terms) {
        exchange.getExchangeExtension().setSafeCopyProperty(MARK, terms);
        exchange.setProperty(MARK, terms);
    }

    @Override
    public GuardTerms safeCopy() {
        return this;
    }

    @Override
    public String toString() {
        return "hosts=" + lower(hosts) + ", mode=" + lower(mode);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
