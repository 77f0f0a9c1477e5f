package io.github.camelmtasts.publication;

import java.util.ArrayList;
import java.util.List;

/** Says at which addresses of the policy host senders do not get the policy. */
record PolicyHostCheck(PublishedPolicy policy, Outside outside) {

    /** None if each address serves it, in each dialect that was asked for. */
    List<Finding> faults() {
        List<Finding> faults = new ArrayList<>();
        outside.policyHostTrouble().ifPresent(trouble -> faults.add(Finding.error(trouble)));
        for (PolicyHostSight sight : outside.policyHost()) {
            if (!sight.trouble().isEmpty()) {
                faults.add(Finding.error(sight.trouble()));
            } else if (isAnother(sight)) {
                faults.add(Finding.error("At " + sight.address() + " the policy host of " + policy.domain()
                        + " serves another policy at "
                        + sight.dialect().wellKnownPath()
                        + "; whoever runs that server must bring it up to date."));
            }
        }
        return faults;
    }

    /** Whether a sender gets another policy at some address, and not merely none. */
    boolean seesAnother() {
        return outside.policyHost().stream().anyMatch(this::isAnother);
    }

    private boolean isAnother(PolicyHostSight sight) {
        return sight.trouble().isEmpty()
                && !policy.text(sight.dialect()).map(sight.text()::equals).orElse(true);
    }
}
