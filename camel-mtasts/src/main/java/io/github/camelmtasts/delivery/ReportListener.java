package io.github.camelmtasts.delivery;

import io.github.camelmtasts.discovery.PolicyTrouble;

/**
 * Hears of everything that a domain's owner learns of by reports (RFC 8460): policies that could not be had, and the TLS of each
 * host. On whichever thread it happens; must not throw and must not wait.
 */
public interface ReportListener extends PolicyTrouble.Listener {

    /** Somebody was met, and showed a TLS that is as it should be, or is not. */
    void heard(TlsSession session);
}
