package io.github.camelmtasts.discovery;

import java.time.Duration;

/**
 * What one endpoint asks of discovery.
 *
 * @param dialect         the forms of MTA-STS that it speaks
 * @param onDnsFailure    what becomes of mail whose policy cannot be found out
 * @param dnsFailureGrace how long such mail waits for DNS at most, from the first failure on
 * @param onPolicyFailure what becomes of mail to a domain that announces a policy which cannot be had
 */
public record DiscoveryRules(
        DialectChoice dialect, OnDnsFailure onDnsFailure, Duration dnsFailureGrace, OnPolicyFailure onPolicyFailure) {

    /** Long enough for whoever runs a broken zone to notice, short of when people ask where their mail is. */
    public static final Duration USUAL_GRACE = Duration.ofHours(1);

    /** Rules under which an announced policy that cannot be had keeps no mail. */
    public DiscoveryRules(DialectChoice dialect, OnDnsFailure onDnsFailure, Duration dnsFailureGrace) {
        this(dialect, onDnsFailure, dnsFailureGrace, OnPolicyFailure.DELIVER);
    }

    /** The same with the usual grace. */
    public DiscoveryRules(DialectChoice dialect, OnDnsFailure onDnsFailure) {
        this(dialect, onDnsFailure, USUAL_GRACE);
    }
}
