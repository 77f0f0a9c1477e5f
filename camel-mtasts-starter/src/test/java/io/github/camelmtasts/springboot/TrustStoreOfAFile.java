package io.github.camelmtasts.springboot;

import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Authorities as Camel has them, from the file that a property names. */
@Configuration(proxyBeanMethods = false)
class TrustStoreOfAFile {

    @Bean
    SSLContextParameters authorities(@Value("${practice.authorities}") String file) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + file);
        TrustManagersParameters managers = new TrustManagersParameters();
        managers.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(managers);
        return parameters;
    }
}
