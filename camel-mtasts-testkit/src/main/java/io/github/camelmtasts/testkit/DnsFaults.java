package io.github.camelmtasts.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Name;

/** The names that are answered wrongly, late, or not at all. Thread-safe. */
final class DnsFaults {
    /** Stands for every type of a name. */
    static final int ALL_TYPES = -1;

    private final Map<Question, Fault> faults = new ConcurrentHashMap<>();

    /** What goes wrong. */
    sealed interface Fault {
        /** Answers with this response code and no record, and the reason if there is one (RFC 8914). */
        record Failure(int rcode, @Nullable EDNSOption reason) implements Fault {}

        /** Says that there is nothing, as a server does that neither has the zone nor looks up for others. */
        record Lameness() implements Fault {}

        /** Answers rightly, after these packets. */
        record Noise(List<DnsNoise> packets) implements Fault {}

        /** Answers to EDNS as servers of before EDNS do. */
        record OldServer(EdnsTrouble trouble) implements Fault {}

        /** As {@link Hold} for the first question, and silence for those after it. */
        record HoldFirst(AtomicBoolean seen, CompletableFuture<Void> end) implements Fault {}

        /** Never answers. */
        record Silence() implements Fault {}

        /** Says over UDP that the answer does not fit. */
        record Truncation() implements Fault {}

        /** Names other servers instead of answering. */
        record Referral() implements Fault {}

        /** Answers what was true when it was asked, but not before the end. */
        record Hold(CompletableFuture<Void> end) implements Fault {}
    }

    private record Question(Name name, int type) {}

    void put(Name name, int type, Fault fault) {
        end(faults.put(new Question(name, type), fault));
    }

    void heal(Name name) {
        faults.keySet().stream()
                .filter(question -> question.name().equals(name))
                .forEach(question -> end(faults.remove(question)));
    }

    void clear() {
        faults.keySet().forEach(question -> end(faults.remove(question)));
    }

    /** Sends what was held back. */
    private static void end(@Nullable Fault fault) {
        if (fault instanceof Fault.Hold hold) {
            hold.end().complete(null);
        }
        if (fault instanceof Fault.HoldFirst hold) {
            hold.end().complete(null);
        }
    }

    /** The fault of this type, else the one of the whole name. */
    Optional<Fault> find(Name name, int type) {
        return Optional.ofNullable(faults.get(new Question(name, type)))
                .or(() -> Optional.ofNullable(faults.get(new Question(name, ALL_TYPES))));
    }
}
