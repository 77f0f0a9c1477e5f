package io.github.camelmtasts.watch;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.publication.RollOverReport;
import io.github.camelmtasts.publication.Stage;

/** Where the policies that we publish stand, by the last step of each. Its owner says how many there are. */
final class RollOvers {

    private final Map<DomainName, RollOverReport> last = new ConcurrentSkipListMap<>();

    /** A step of one domain. */
    void stepped(RollOverReport report) {
        if (report.stage() == Stage.REMOVED) {
            last.remove(report.domain());
        } else {
            last.put(report.domain(), report);
        }
    }

    /** All domains have made their step; others are not published any more. */
    void areAll(Collection<RollOverReport> reports) {
        last.keySet().retainAll(reports.stream().map(RollOverReport::domain).collect(Collectors.toSet()));
    }

    /** By domain. */
    List<RollOverReport> all() {
        return List.copyOf(last.values());
    }
}
