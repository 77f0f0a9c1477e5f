package io.github.camelmtasts.examples.durable;

import java.nio.file.Path;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;

import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Mails in the queue of a program that does not run. */
final class Backlog {

    static final String HOST = "mx.good.example";

    static final String RECIPIENT = "you@good.example";

    /** Of 4 kB, as in docs/performance.md. */
    static final String BODY = "Dear customer, please find your invoice where you expect it.\r\n".repeat(64);

    private Backlog() {}

    static void fill(Path data, int mails) throws Exception {
        Broker broker = Broker.open(data.resolve("queues"));
        try (ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory("vm://0");
                JMSContext session = connections.createContext(JMSContext.SESSION_TRANSACTED)) {
            for (int n = 0; n < mails; n++) {
                JMSProducer mail = session.createProducer().setProperty("To", RECIPIENT);
                mail.setProperty("Subject", "mail-" + n).send(session.createQueue("mail"), BODY);
            }
            session.commit();
        } finally {
            broker.close();
        }
    }
}
