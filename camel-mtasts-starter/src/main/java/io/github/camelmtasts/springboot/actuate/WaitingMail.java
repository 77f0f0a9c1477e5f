package io.github.camelmtasts.springboot.actuate;

import java.time.Instant;

import io.github.camelmtasts.watch.WaitingDomain;

/**
 * Why mail to a domain waits.
 *
 * @param domain      of the recipients
 * @param since       when an attempt failed first
 * @param last        when one failed last
 * @param attempts    that failed since then
 * @param reason      the last failure
 * @param explanation what happened, and who can mend it
 */
record WaitingMail(String domain, Instant since, Instant last, long attempts, String reason, String explanation) {

    static WaitingMail of(WaitingDomain waiting) {
        return new WaitingMail(
                waiting.domain().toString(),
                waiting.since(),
                waiting.last(),
                waiting.attempts(),
                waiting.reason().name(),
                waiting.explanation());
    }
}
