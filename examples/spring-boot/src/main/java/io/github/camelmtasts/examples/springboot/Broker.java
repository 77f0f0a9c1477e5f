package io.github.camelmtasts.examples.springboot;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.springframework.boot.artemis.autoconfigure.ArtemisConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What Spring Boot's embedded Artemis and camel-jms are told beyond {@code application.properties}. */
@Configuration(proxyBeanMethods = false)
class Broker {

    @Bean
    ArtemisConfigurationCustomizer embedded() {
        return broker -> {
            broker.setMaxDiskUsage(-1); // by default producers wait, without a word, while the disk is 90 % full
            // what makes a route fail again and again is for a person, too
            broker.addAddressSetting("#", new AddressSettings().setDeadLetterAddress(SimpleString.of("invoices.dead")));
        };
    }

    @Bean
    JmsComponent jms(ActiveMQConnectionFactory connections) {
        connections.setConsumerWindowSize(0); // no mail waits behind one that a slow host holds up
        JmsComponent jms = new JmsComponent();
        jms.setConnectionFactory(connections);
        jms.setLazyCreateTransactionManager(false); // a transaction of the session is enough
        return jms;
    }
}
