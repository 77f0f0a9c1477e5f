package io.github.camelmtasts.publication;

import java.util.ArrayList;
import java.util.List;

import io.github.camelmtasts.policy.PolicySyntaxException;

/** Says at which addresses of the policy host senders do not get the policy. */
record PolicyHostCheck(PublishedPolicy policy, Outside outside) {

    /** None if each address serves it, in each dialect that was asked for. */
    List<Finding> faults() {
        List<Finding> faults = new ArrayList<>();
        outside.policyHostTrouble().ifPresent(trouble -> faults.add(Finding.error(trouble)));
        for (PolicyHostSight sight : sights()) {
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
        return sights().stream().anyMatch(this::isAnother);
    }

    /** What some sender gets in its place, as far as it is a policy. */
    List<PublishedPolicy> others() {
        List<PublishedPolicy> others = new ArrayList<>();
        sights().stream().filter(this::isAnother).forEach(sight -> {
            try {
                others.add(PublishedPolicy.read(policy.domain(), sight.text()));
            } catch (PolicySyntaxException none) {
                // nobody holds what is no policy
            }
        });
        return others;
    }

    /** In a dialect that cannot say the policy there is nothing to see. */
    private List<PolicyHostSight> sights() {
        return outside.policyHost().stream()
                .filter(sight -> policy.text(sight.dialect()).isPresent())
                .toList();
    }

    private boolean isAnother(PolicyHostSight sight) {
        return sight.trouble().isEmpty()
                && !policy.text(sight.dialect()).map(sight.text()::equals).orElse(true);
    }
}
