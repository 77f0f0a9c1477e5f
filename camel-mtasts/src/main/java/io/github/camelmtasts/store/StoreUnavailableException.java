package io.github.camelmtasts.store;

import java.sql.SQLException;

/** The store did not answer: whether it keeps a policy is unknown, which is not the same as "none". */
public final class StoreUnavailableException extends RuntimeException {

    /** With a sentence for a person: what failed, in the words of the store. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the database is well, and refuses only this policy, such as a text with characters that it does not know. */
    public boolean isAboutOnePolicy() {
        return getCause() instanceof SQLException failure && Transactions.isAboutValues(failure);
    }
}
