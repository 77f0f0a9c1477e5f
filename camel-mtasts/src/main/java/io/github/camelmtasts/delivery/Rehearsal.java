package io.github.camelmtasts.delivery;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows a plan as a mail would, and has no mail: the first host that would have got it ends the walk. */
final class Rehearsal {

    private final MxAddresses addresses;
    private final MxProbe door;
    private final DeliveryRules rules;
    private final List<Failure> failures = new ArrayList<>();

    Rehearsal(MxAddresses addresses, MxProbe door, DeliveryRules rules) {
        this.addresses = addresses;
        this.door = door;
        this.rules = rules;
    }

    /** Why no host would have got a mail; empty if one would. */
    Optional<Failure> failure(DeliveryPlan plan) {
        for (DeliveryPlan.Step step : plan.steps()) {
            if (step instanceof DeliveryPlan.Step.Attempt attempt && opens(attempt)) {
                return Optional.empty();
            } else if (step instanceof DeliveryPlan.Step.Skip skip) {
                failures.add(skip.failure());
            }
        }
        return Failure.mostTelling(failures)
                .or(() -> Optional.of(new Failure(FailureReason.NO_USABLE_HOST, "there was no host to try")));
    }

    private boolean opens(DeliveryPlan.Step.Attempt attempt) {
        return addresses
                .of(attempt.host(), rules.routing())
                .fold(usable -> usable.stream().anyMatch(address -> opens(attempt, address)), failure -> {
                    failures.add(failure);
                    return false;
                });
    }

    private boolean opens(DeliveryPlan.Step.Attempt attempt, InetAddress address) {
        Optional<Failure> failure =
                door.rehearse(rules.target(attempt.host(), address, Optional.empty()), attempt.demand(), rules.smtp());
        failure.ifPresent(failures::add);
        return failure.isEmpty();
    }
}
