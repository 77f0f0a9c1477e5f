package io.github.camelmtasts.watch;

import java.time.Clock;

import io.github.camelmtasts.discovery.PolicyDiscovery;
import io.github.camelmtasts.dns.DnsLookup;
import io.github.camelmtasts.smtp.SmtpSender;

/**
 * The running parts that are asked how they are.
 *
 * @param dns       asks the resolver
 * @param discovery knows the policies
 * @param sender    keeps the connections
 * @param ages      by which policies and overrides end
 */
public record Watched(DnsLookup dns, PolicyDiscovery discovery, SmtpSender sender, Clock ages) {}
