package io.github.camelmtasts.store;

class MemoryPolicyStoreTest implements PolicyStoreContract {

    private final PolicyStore store = new MemoryPolicyStore();

    @Override
    public PolicyStore store() {
        return store;
    }
}
