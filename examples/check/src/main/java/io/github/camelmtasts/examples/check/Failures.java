package io.github.camelmtasts.examples.check;

import java.util.Objects;

import org.apache.camel.CamelExecutionException;

/** What a person reads of a failure. */
final class Failures {

    private Failures() {}

    /** What Camel puts around a failed exchange says nothing; every other failure speaks for itself. */
    static String message(RuntimeException failed) {
        Throwable telling = failed instanceof CamelExecutionException
                ? Objects.requireNonNullElse(failed.getCause(), failed)
                : failed;
        return Objects.requireNonNullElse(telling.getMessage(), telling.toString());
    }
}
