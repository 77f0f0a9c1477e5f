package io.github.camelmtasts.springboot.actuate;

import java.lang.reflect.Proxy;

import io.github.camelmtasts.springboot.InvoiceApplication;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreUnavailableException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** An application whose policy store, the bean {@code broken}, answers nobody. */
@Configuration(proxyBeanMethods = false)
@Import({InvoiceApplication.class, OpenDoors.class})
class BrokenStore {

    @Bean
    PolicyStore broken() {
        return (PolicyStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PolicyStore.class}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.getName().equals("toString")
                                ? "broken"
                                : method.getName().equals("hashCode") ? 1 : proxy == arguments[0];
                    }
                    throw new StoreUnavailableException("the database is down", new IllegalStateException());
                });
    }
}
