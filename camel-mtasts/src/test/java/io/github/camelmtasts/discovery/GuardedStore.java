package io.github.camelmtasts.discovery;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

import io.github.camelmtasts.store.PolicyStore;
import org.jspecify.annotations.Nullable;

/** A policy store with somebody at its door. */
final class GuardedStore {

    private GuardedStore() {}

    /** Sees each call, on the caller's thread, by the name of the method. */
    interface Guard {

        default void before(String call) throws Exception {}

        /** What to say in place of this answer. */
        default @Nullable Object instead(String call, @Nullable Object answer) throws Exception {
            return answer;
        }
    }

    static PolicyStore of(PolicyStore store, Guard guard) {
        return (PolicyStore) Proxy.newProxyInstance(
                GuardedStore.class.getClassLoader(), new Class<?>[] {PolicyStore.class}, (proxy, method, arguments) -> {
                    guard.before(method.getName());
                    try {
                        return guard.instead(method.getName(), method.invoke(store, arguments));
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }
}
