package io.github.camelmtasts.springboot.actuate;

import java.time.Instant;

import io.github.camelmtasts.watch.MissingPolicy;

/**
 * A domain whose mail lacks a policy that it announces, or may have.
 *
 * @param domain the policy domain
 * @param since  when a mail first went without the policy
 * @param last   when one did last
 * @param mails  how many did since then
 * @param waits  whether they wait and do not go out
 * @param reason why the policy could not be had
 * @param detail what failed, and who must act
 */
record UnprotectedDomain(
        String domain, Instant since, Instant last, long mails, boolean waits, String reason, String detail) {

    static UnprotectedDomain of(MissingPolicy missing) {
        return new UnprotectedDomain(
                missing.domain().toString(),
                missing.since(),
                missing.last(),
                missing.mails(),
                missing.waits(),
                missing.reason().name(),
                missing.detail());
    }
}
