package io.github.camelmtasts.store;

import java.sql.SQLException;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Untrusted;

/** The store did not answer, or not about this policy: whether it keeps a policy is unknown, which is not the same as "none". */
public final class StoreUnavailableException extends RuntimeException {

    /** With a sentence for a person: what failed, in the words of the store. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A row whose columns say nothing that a policy could be made of: whether one is in force there is unknown. */
    static StoreUnavailableException damaged(DomainName domain, IllegalArgumentException damage) {
        return new StoreUnavailableException(
                "the policy store's row of " + domain + " cannot be read ("
                        + Untrusted.text(String.valueOf(damage.getMessage())) + ")",
                damage);
    }

    /** Whether the database is well, and only this policy is at fault: its row is damaged, or its text refused. */
    public boolean isAboutOnePolicy() {
        Throwable cause = getCause();
        if (cause instanceof SQLException failure) {
            return Transactions.isAboutValues(failure);
        }
        return cause instanceof IllegalArgumentException;
    }
}
