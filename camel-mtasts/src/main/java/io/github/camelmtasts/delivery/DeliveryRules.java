package io.github.camelmtasts.delivery;

import io.github.camelmtasts.discovery.DiscoveryRules;

/**
 * What one endpoint asks of the courier.
 *
 * @param discovery  how its policies are found
 * @param requireTls whether mail without a policy may go in clear text no more
 * @param smtpPort   25 but for tests
 * @param smtp       how SMTP is spoken
 */
public record DeliveryRules(DiscoveryRules discovery, boolean requireTls, int smtpPort, SmtpSettings smtp) {}
