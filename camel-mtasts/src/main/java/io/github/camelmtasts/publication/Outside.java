package io.github.camelmtasts.publication;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the world sees of a domain, each time anew.
 *
 * @param policyHost        the policy host, by address and dialect; empty if it cannot be found
 * @param policyHostTrouble why it cannot be found; empty if it can
 * @param policyHostTtl     for how long resolvers keep its addresses, as far as can be seen
 * @param record            the record that announces a policy
 * @param mailHosts         the MX hosts; empty if there are none
 * @param mailHostsTrouble  why nobody can say which MX hosts there are; empty if it can be said
 */
public record Outside(
        List<PolicyHostSight> policyHost,
        Optional<String> policyHostTrouble,
        Duration policyHostTtl,
        RecordSight record,
        List<MailHostSight> mailHosts,
        Optional<String> mailHostsTrouble) {

    public Outside {
        policyHost = List.copyOf(policyHost);
        mailHosts = List.copyOf(mailHosts);
    }
}
