package io.github.camelmtasts.notification;

import java.util.UUID;

import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.policy.DomainName;

/**
 * Who writes notifications.
 *
 * @param host    the name of this machine, as it greets mail servers
 * @param contact the address of whoever looks after it, shown as the author
 */
public record ReportingMta(DomainName host, MailAddress contact) {

    /** RFC 5322 section 3.6.4. */
    String messageId(UUID id) {
        return "<" + id + "@" + host + ">";
    }

    /** RFC 5321 section 4.5.1: every mail system has a postmaster. */
    public static ReportingMta of(DomainName host) {
        return new ReportingMta(host, new MailAddress("postmaster", host));
    }
}
