package io.github.camelmtasts.delivery;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What came of one visit at one host.
 *
 * @param kept    whether it went over a connection that an earlier mail had opened
 * @param tls     the TLS that was spoken; empty for clear text, or if it did not get so far
 * @param noted   what a policy in testing would have refused; empty if nothing
 * @param results for every recipient of the envelope
 */
public record HostVisit(
        boolean kept, Optional<TlsEvidence> tls, Optional<Failure> noted, Map<MailAddress, AttemptResult> results) {
    public HostVisit {
        results = Map.copyOf(results);
    }

    /** A visit that ended before any recipient was named. */
    public static HostVisit endedEarly(Envelope envelope, AttemptResult result) {
        return endedEarly(envelope, Optional.empty(), result);
    }

    /** The same, after something that a policy in testing would have refused. */
    public static HostVisit endedEarly(Envelope envelope, Optional<Failure> noted, AttemptResult result) {
        return new HostVisit(
                false,
                Optional.empty(),
                noted,
                envelope.recipients().stream().collect(Collectors.toMap(Function.identity(), recipient -> result)));
    }
}
