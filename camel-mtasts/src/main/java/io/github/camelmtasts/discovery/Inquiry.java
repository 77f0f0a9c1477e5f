package io.github.camelmtasts.discovery;

import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.dns.DnsAnswer;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.RecordFinding;

/**
 * What one endpoint wants to know. Endpoints of one component share their memory, and those that speak other dialects ask
 * another question: neither an answer to it nor a failure is theirs.
 *
 * @param domain the policy domain
 * @param choice the dialects that the endpoint speaks
 */
record Inquiry(DomainName domain, DialectChoice choice) {

    /** What is left to ask while this policy is in force, see {@link DialectChoice#beside}. */
    Inquiry beside(Optional<CachedPolicy> inForce) {
        return inForce.map(
                        kept -> new Inquiry(domain, choice.beside(kept.policy().dialect())))
                .orElse(this);
    }

    Dialect firstDialect() {
        return choice.dialects().get(0);
    }

    /** The id in the one valid record among these; empty if there is no such record. */
    Optional<String> idIn(DnsAnswer<List<String>> txt) {
        return txt instanceof DnsAnswer.Found<List<String>> answer
                        && choice.find(answer.value()) instanceof RecordFinding.Found found
                ? Optional.of(found.record().id())
                : Optional.empty();
    }
}
