package io.github.camelmtasts.discovery;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

import io.github.camelmtasts.store.PolicyStore;

/** A policy store with somebody at its door. */
final class GuardedStore {

    private GuardedStore() {}

    /** Sees each call, on the caller's thread, by the name of the method. */
    interface Guard {

        default void before(String call) throws Exception {}

        default void after(String call, Object answer) throws Exception {}
    }

    static PolicyStore of(PolicyStore store, Guard guard) {
        return (PolicyStore) Proxy.newProxyInstance(
                GuardedStore.class.getClassLoader(), new Class<?>[] {PolicyStore.class}, (proxy, method, arguments) -> {
                    guard.before(method.getName());
                    try {
                        Object answer = method.invoke(store, arguments);
                        guard.after(method.getName(), answer);
                        return answer;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }
}
