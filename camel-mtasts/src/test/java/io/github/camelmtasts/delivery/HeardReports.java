package io.github.camelmtasts.delivery;

import java.util.ArrayList;
import java.util.List;

import io.github.camelmtasts.discovery.PolicyTrouble;

/** Keeps what it hears of hosts. */
final class HeardReports implements ReportListener {

    final List<TlsSession> sessions = new ArrayList<>();

    @Override
    public void heard(TlsSession session) {
        sessions.add(session);
    }

    @Override
    public void heard(PolicyTrouble trouble) {
        throw new AssertionError("nobody asked for a policy");
    }
}
