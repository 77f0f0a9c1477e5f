package io.github.camelmtasts;

import java.nio.file.Path;
import java.util.Objects;

import javax.sql.DataSource;

import io.github.camelmtasts.store.JdbcPolicyStore;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreSchema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policy store that the component's options name. Closing it closes what was opened here, and nothing of a user's. */
final class NamedStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NamedStore.class);

    private final PolicyStore policies;
    private final Runnable whenClosed;

    private NamedStore(PolicyStore policies, Runnable whenClosed) {
        this.policies = policies;
        this.whenClosed = whenClosed;
    }

    /**
     * Opens the store.
     *
     * @throws IllegalArgumentException if the options name more than one
     * @throws IllegalStateException if it cannot be opened; the message says what to do
     */
    static NamedStore of(MtaStsComponent component) {
        @Nullable PolicyStore bean = component.getPolicyStore();
        @Nullable DataSource dataSource = component.getStoreDataSource();
        String directory = component.getStoreDirectory();
        RivalOptions.mustBeOne(
                "Policies are kept in one place",
                RivalOptions.named(
                        bean == null ? "" : "policyStore",
                        dataSource == null ? "" : "storeDataSource",
                        directory.isBlank() ? "" : "storeDirectory"));
        if (dataSource != null) {
            return opened(
                    JdbcPolicyStore.in(dataSource, schemaOr(StoreSchema.VALIDATE, component), component.getClock()));
        }
        if (!directory.isBlank()) {
            return opened(JdbcPolicyStore.inDirectory(
                    Path.of(directory), schemaOr(StoreSchema.CREATE, component), component.getClock()));
        }
        PolicyStore policies = Objects.requireNonNullElse(bean, component.memory());
        if (policies instanceof MemoryPolicyStore) {
            LOG.warn(
                    "MTA-STS policies are kept in memory: a restart forgets them, and trusts the first answers after it."
                            + " The options storeDirectory and storeDataSource name a lasting store.");
        }
        return new NamedStore(policies, () -> {});
    }

    private static StoreSchema schemaOr(StoreSchema usual, MtaStsComponent component) {
        @Nullable StoreSchema named = component.getStoreSchema();
        return named == null ? usual : named;
    }

    private static NamedStore opened(JdbcPolicyStore store) {
        return new NamedStore(store, store::close);
    }

    PolicyStore policies() {
        return policies;
    }

    @Override
    public void close() {
        whenClosed.run();
    }
}
