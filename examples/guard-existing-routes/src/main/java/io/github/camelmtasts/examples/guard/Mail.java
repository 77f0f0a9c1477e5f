package io.github.camelmtasts.examples.guard;

import java.util.List;

/**
 * A mail, and which way it takes.
 *
 * @param route      of the old ones
 * @param about      its host, and how that is guarded
 * @param recipients who get no other mail, so that it can be told by them
 */
record Mail(String route, String about, List<String> recipients) {

    static final List<Mail> ALL = List.of(
            new Mail("invoices", "by a relay with a good certificate", List.of("ann@customer.example")),
            new Mail("reports", "by a relay whose certificate is for another name", List.of("ben@customer.example")),
            new Mail(
                    "orders",
                    "by a partner's own MX host, in a block with hosts=mx; moved.example names another host in its policy",
                    List.of("cleo@partner.example", "dan@moved.example")),
            new Mail(
                    "offers",
                    "by the good relay, in a block with hosts=direct: to the MX host of customer.example instead",
                    List.of("eve@customer.example")),
            new Mail(
                    "alarms",
                    "by a relay on this very machine, of which nothing is demanded",
                    List.of("fay@customer.example")));
}
