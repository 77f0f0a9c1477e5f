package io.github.camelmtasts.publication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.camelmtasts.policy.Mode;

/** What the owner of a valid policy had better know, whatever the world looks like. */
final class PolicyRemarks {

    /** RFC 8461 section 8.3: a day. A longer one keeps senders asking for a policy that is gone. */
    static final Duration LONGEST_NONE = Duration.ofDays(1);

    private PolicyRemarks() {}

    static List<Notice> on(PublishedPolicy policy) {
        List<Notice> notices = new ArrayList<>();
        policy.policy().remarks().forEach(remark -> notices.add(Notice.warning(remark)));
        if (letsEachHost(policy)) {
            notices.add(Notice.warning("The policy of " + policy.domain()
                    + " lets each host of the domain take its mail (*." + policy.domain()
                    + "): whoever gets one of them, or a certificate for it, and can forge MX records gets the mail (RFC 8461"
                    + " section 10.4); name the MX hosts."));
        }
        if (policy.policy().mode() == Mode.NONE && policy.policy().maxAge().compareTo(LONGEST_NONE) > 0) {
            notices.add(
                    Notice.warning("A policy of mode none should have a small max_age, such as 86400 (RFC 8461 section"
                            + " 8.3), or senders go on asking for it for as long."));
        }
        return notices;
    }

    /** RFC 8461 section 10.4. */
    private static boolean letsEachHost(PublishedPolicy policy) {
        String allHosts = "*." + policy.domain();
        return policy.policy().mxPatterns().stream()
                .anyMatch(pattern -> pattern.toString().equals(allHosts));
    }
}
