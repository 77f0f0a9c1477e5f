package io.github.camelmtasts.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * What a mail takes along wherever it goes.
 *
 * @param last  whether it is not tried again if this attempt fails
 * @param until no host is turned to after that; it is one moment for all domains of a mail, side by side or one by one
 */
record Consignment(Envelope envelope, MailContent content, DeliveryRules rules, boolean last, Instant until) {

    boolean isLate(Clock clock) {
        return clock.instant().isAfter(until);
    }

    /** The same mail, for some of its recipients. */
    Consignment to(List<MailAddress> some) {
        return new Consignment(envelope.to(some), content, rules, last, until);
    }
}
