package io.github.camelmtasts.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** The names that are answered wrongly, late, or not at all. Thread-safe. */
final class DnsFaults {
    /** Stands for every type of a name. */
    static final int ALL_TYPES = -1;

    private final Map<Question, Fault> faults = new ConcurrentHashMap<>();

    /** What goes wrong. */
    sealed interface Fault {
        /** Answers with this response code and no record. */
        record Failure(int rcode) implements Fault {}

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
    }

    /** The fault of this type, else the one of the whole name. */
    Optional<Fault> find(Name name, int type) {
        return Optional.ofNullable(faults.get(new Question(name, type)))
                .or(() -> Optional.ofNullable(faults.get(new Question(name, ALL_TYPES))));
    }
}
