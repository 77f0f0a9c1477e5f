package io.github.camelmtasts.store;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryPolicyStoreTest implements PolicyStoreContract {

    private final MemoryPolicyStore store = new MemoryPolicyStore();

    @Override
    public PolicyStore store() {
        return store;
    }

    @Test
    void isBoundedByTheLengthOfItsTexts() {
        String text = "x".repeat(64 * 1024);
        for (int i = 0; i < 2000; i++) { // 131 million characters
            store.save(new StoredPolicy(DomainName.of("d" + i + ".example"), Dialect.RFC8461, "1", text, NOON));
        }

        assertThat(store.weight()).isBetween(MemoryPolicyStore.MAX_WEIGHT / 2, MemoryPolicyStore.MAX_WEIGHT);
    }
}
