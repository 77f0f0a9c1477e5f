package io.github.camelmtasts.notification;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.camelmtasts.policy.DomainName;

/** The part for machines: message/delivery-status (RFC 3464 section 2), or its UTF-8 form (RFC 6533 section 4). */
final class DeliveryStatus {

    /** In characters; leaves out of a host's speech what no program reads. */
    private static final int MAX_DIAGNOSTIC = 500;

    private final DomainName reportingMta;
    private final Waiting waiting;
    private final List<RecipientStatus> recipients;

    DeliveryStatus(DomainName reportingMta, Waiting waiting, List<RecipientStatus> recipients) {
        this.reportingMta = reportingMta;
        this.waiting = waiting;
        this.recipients = recipients;
    }

    /** The subtype of message; RFC 6522 section 3 has the report-type name it too. */
    String subtype() {
        return recipients.stream().allMatch(status -> status.recipient().isAscii())
                ? "delivery-status"
                : "global-delivery-status";
    }

    String part() {
        StringBuilder groups = new StringBuilder(ofTheMail().toString());
        recipients.forEach(status -> groups.append("\r\n").append(ofRecipient(status)));
        return Part.of("message/" + subtype(), groups.toString(), StandardCharsets.UTF_8);
    }

    private Fields ofTheMail() {
        Fields fields = new Fields().addAscii("Reporting-MTA", "dns; " + reportingMta);
        waiting.since().ifPresent(since -> fields.add("Arrival-Date", since));
        return fields;
    }

    private Fields ofRecipient(RecipientStatus status) {
        Fields fields = new Fields()
                .add("Final-Recipient", (status.recipient().isAscii() ? "rfc822; " : "utf-8; ") + status.recipient())
                .add("Action", status.isFailed() ? "failed" : "delayed")
                .add("Status", status.enhancedStatus());
        // RFC 3464 sections 2.3.5 and 2.3.6: both are about what a remote host said
        status.refusal()
                .ifPresent(said -> fields.addAscii("Remote-MTA", "dns; " + said.host())
                        .addAscii("Diagnostic-Code", "smtp; " + diagnostic(said)));
        status.lastAttempt().ifPresent(at -> fields.add("Last-Attempt-Date", at));
        if (!status.isFailed()) {
            waiting.until().ifPresent(until -> fields.add("Will-Retry-Until", until));
        }
        return fields;
    }

    private static String diagnostic(RecipientStatus.Refusal said) {
        String reply = said.reply().toString();
        return reply.substring(0, Math.min(reply.length(), MAX_DIAGNOSTIC));
    }
}
