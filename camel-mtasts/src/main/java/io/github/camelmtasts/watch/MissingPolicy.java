package io.github.camelmtasts.watch;

import java.time.Instant;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.PolicyDecision.Reason;

/**
 * A domain that announces a policy, or may have one, which could not be had for its last mail.
 *
 * @param domain the policy domain
 * @param since  when a mail first went without the policy
 * @param last   when one did last
 * @param mails  how many did since then, counted for each attempt
 * @param waits  whether they wait ({@code onPolicyFailure=defer}) and do not go out
 * @param reason why the policy could not be had
 * @param detail the sentence for a person: what failed, and who must act; no personal address
 */
public record MissingPolicy(
        DomainName domain, Instant since, Instant last, long mails, boolean waits, Reason reason, String detail) {

    MissingPolicy continuedBy(MissingPolicy later) {
        return new MissingPolicy(
                domain, since, later.last, mails + later.mails, later.waits, later.reason, later.detail);
    }
}
