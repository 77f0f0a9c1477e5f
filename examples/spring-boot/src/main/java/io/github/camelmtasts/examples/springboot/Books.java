package io.github.camelmtasts.examples.springboot;

import java.util.List;

import io.github.camelmtasts.MtaStsDeliveryEvent;
import io.github.camelmtasts.delivery.DeliveryReport;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What became of each invoice, in the business database. It hears of each attempt by Camel's events and is no step of a route: a
 * database that fails after a mail has gone out would roll the queue back, and the mail would go out once more.
 */
@Component
class Books extends EventNotifierSupport {

    /** One invoice: its state is QUEUED, or the outcome of its last attempt, of which the detail tells. */
    record Entry(String number, String state, String detail) {}

    private static final Logger LOG = LoggerFactory.getLogger(Books.class);

    private final JdbcTemplate database;

    Books(JdbcTemplate database) {
        this.database = database;
    }

    /** Again if the queue brings it again. */
    void enter(Invoice invoice, String messageId) {
        database.update(
                "MERGE INTO invoice (number, message_id, state, detail) KEY (number) VALUES (?, ?, 'QUEUED', '')",
                invoice.number(),
                messageId);
    }

    List<Entry> list() {
        return database.query(
                "SELECT number, state, detail FROM invoice ORDER BY number", new DataClassRowMapper<>(Entry.class));
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof MtaStsDeliveryEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        DeliveryReport report = ((MtaStsDeliveryEvent) event).getReport();
        String messageId = report.messageId().orElse("");
        LOG.info("{} {}", messageId, report.worst().explanation());
        database.update(
                "UPDATE invoice SET state = ?, detail = ? WHERE message_id = ?",
                report.outcome().name(),
                report.worst().explanation(),
                messageId);
    }
}
