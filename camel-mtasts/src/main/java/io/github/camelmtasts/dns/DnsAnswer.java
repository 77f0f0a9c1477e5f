package io.github.camelmtasts.dns;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What came of one DNS question. The difference between "there is none" and "cannot tell" is vital: only the first may mean
 * that a domain has no policy.
 *
 * @param <T> what was asked for
 */
public sealed interface DnsAnswer<T> {

    /** There are records. */
    record Found<T>(T value) implements DnsAnswer<T> {}

    /** The name exists, and has no record of this type. */
    record NoData<T>() implements DnsAnswer<T> {}

    /** The name does not exist (NXDOMAIN). */
    record NoSuchName<T>() implements DnsAnswer<T> {}

    /** Nobody could say: time-out, SERVFAIL, a loop. Try again later. The detail is for a person. */
    record Failed<T>(String detail) implements DnsAnswer<T> {}

    /** Handles every case; a new case breaks the callers at compile time. */
    default <R> R fold(Function<T, R> found, Supplier<R> noData, Supplier<R> noSuchName, Function<String, R> failed) {
        if (this instanceof Found<T> answer) {
            return found.apply(answer.value());
        }
        if (this instanceof NoData<T>) {
            return noData.get();
        }
        if (this instanceof NoSuchName<T>) {
            return noSuchName.get();
        }
        return failed.apply(((Failed<T>) this).detail());
    }

    /** What was found, or this if nothing was. */
    default T orElse(T other) {
        return this instanceof Found<T> answer ? answer.value() : other;
    }

    /** The same answer about something that follows from the value. */
    default <R> DnsAnswer<R> map(Function<T, R> conversion) {
        return fold(value -> new Found<>(conversion.apply(value)), NoData::new, NoSuchName::new, Failed::new);
    }
}
