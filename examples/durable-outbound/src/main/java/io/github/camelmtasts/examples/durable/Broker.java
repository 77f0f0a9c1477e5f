package io.github.camelmtasts.examples.durable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** An Artemis broker inside this process, which keeps its queues in a directory; nobody connects from outside. */
public final class Broker implements AutoCloseable {

    private static final String INSIDE = "vm://0";

    private static final String DEAD = "mail.dead";

    private final EmbeddedActiveMQ artemis = new EmbeddedActiveMQ();

    private Broker() {}

    static Broker open(Path directory) throws Exception {
        Broker broker = new Broker();
        broker.artemis.setConfiguration(configuration(directory)).start();
        return broker;
    }

    private static Configuration configuration(Path directory) throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setSecurityEnabled(false);
        configuration.setMaxDiskUsage(-1); // by default producers wait, without a word, while the disk is 90 % full
        configuration.setJournalDirectory(directory.resolve("journal").toString());
        configuration.setBindingsDirectory(directory.resolve("bindings").toString());
        configuration.setLargeMessagesDirectory(directory.resolve("large").toString());
        configuration.setPagingDirectory(directory.resolve("paging").toString());
        configuration.addAcceptorConfiguration("inside", INSIDE);
        // what makes a route fail again and again is for a person, too
        configuration.addAddressSetting("#", new AddressSettings().setDeadLetterAddress(SimpleString.of(DEAD)));
        return configuration;
    }

    /** What is in the queues, for a person. */
    public String describe() {
        return Stream.of("mail", "mail.retry", DEAD).map(this::describe).collect(Collectors.joining());
    }

    private String describe(String name) {
        Queue queue = artemis.getActiveMQServer().locateQueue(SimpleString.of(name));
        if (queue == null) {
            return name + ": 0\n";
        }
        return name + ": " + queue.getMessageCount() + "\n"
                + waiting(queue).stream().map(Broker::reason).collect(Collectors.joining());
    }

    private static List<Message> waiting(Queue queue) {
        List<Message> messages = new ArrayList<>();
        queue.getScheduledMessages().forEach(waiting -> messages.add(waiting.getMessage()));
        try (var present = queue.browserIterator()) {
            while (present.hasNext()) {
                MessageReference reference = present.next();
                messages.add(reference.getMessage());
            }
        }
        return messages;
    }

    private static String reason(Message message) {
        String reason = message.getStringProperty("MtaStsReason");
        String notBefore = message.getStringProperty("MtaStsNotBefore");
        return reason == null ? "" : "  " + reason + (notBefore == null ? "" : " Next attempt: " + notBefore) + "\n";
    }

    @Override
    public void close() {
        try {
            artemis.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the broker does not stop", e);
        }
    }
}
