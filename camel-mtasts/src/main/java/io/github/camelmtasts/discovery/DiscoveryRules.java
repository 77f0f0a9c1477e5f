package io.github.camelmtasts.discovery;

/** What one endpoint asks of discovery. */
public record DiscoveryRules(DialectChoice dialect, OnDnsFailure onDnsFailure) {}
