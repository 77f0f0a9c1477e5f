package io.github.camelmtasts;

import java.nio.file.Path;
import java.time.Duration;

import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;

/** Apache Artemis in this process, its journal on disk; what fails twice goes to one queue. */
final class TestBroker {

    /** It is there from the start: whoever looks for it must not make another one of its name. */
    static final String GIVEN_UP = "given-up";

    /** How long a consumer waits for a message before it asks again; so long the end of a route waits for it. */
    private static final Duration POLL = Duration.ofMillis(50);

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    TestBroker(Path journal) throws Exception {
        broker.setConfiguration(configuration(journal)).start();
    }

    private static Configuration configuration(Path journal) {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setSecurityEnabled(false);
        configuration.setJournalFileSize(1024 * 1024);
        configuration.setJournalMinFiles(2);
        configuration.setJournalDirectory(journal.resolve("journal").toString());
        configuration.setBindingsDirectory(journal.resolve("bindings").toString());
        configuration.setLargeMessagesDirectory(journal.resolve("large").toString());
        configuration.setPagingDirectory(journal.resolve("paging").toString());
        configuration.addAddressSetting(
                "#", new AddressSettings().setMaxDeliveryAttempts(2).setDeadLetterAddress(SimpleString.of(GIVEN_UP)));
        configuration.addQueueConfiguration(QueueConfiguration.of(GIVEN_UP).setRoutingType(RoutingType.ANYCAST));
        try {
            configuration.addAcceptorConfiguration("vm", "vm://0");
        } catch (Exception neverForThisUri) {
            throw new IllegalStateException(neverForThisUri);
        }
        return configuration;
    }

    /** For local transactions, without a transaction manager; a consumer that is busy keeps no other messages for itself. */
    JmsComponent component() {
        JmsComponent jms = JmsComponent.jmsComponent(new ActiveMQConnectionFactory("vm://0?consumerWindowSize=0"));
        jms.getConfiguration().setLazyCreateTransactionManager(false);
        jms.getConfiguration().setReceiveTimeout(POLL.toMillis());
        return jms;
    }

    private Queue queue(String name) {
        return broker.getActiveMQServer().locateQueue(SimpleString.of(name));
    }

    /** How many messages are in a queue, those that it holds until their time among them. */
    long count(String queue) {
        return queue(queue) == null ? 0 : queue(queue).getMessageCount();
    }

    /** How many messages a queue holds until their time. */
    int held(String queue) {
        return queue(queue).getScheduledCount();
    }

    /** Lets the time come for all that a queue holds. */
    void release(String queue) throws Exception {
        queue(queue).deliverScheduledMessages();
    }

    void stop() throws Exception {
        broker.stop();
    }
}
