package io.github.camelmtasts.store;

/** The store did not answer: whether it keeps a policy is unknown, which is not the same as "none". */
public final class StoreUnavailableException extends RuntimeException {

    /** With a sentence for a person: what failed, in the words of the store. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
