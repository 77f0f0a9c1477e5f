package io.github.camelmtasts.channel;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.message.BuiltMail;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/** A mail as several messages, each with an envelope of its own, so that none of them waits for another. */
public final class DomainParts {

    private DomainParts() {}

    /**
     * One message for each group of recipients, or several where a header would not hold all of the group. They stay readable until the exchange is complete.
     *
     * @param now when the mail came
     * @throws IOException if the mail cannot be read
     */
    public static List<Message> of(BuiltMail mail, Collection<List<MailAddress>> groups, Exchange exchange, Instant now)
            throws IOException {
        Object bytes = mail.isInMemory() ? MailStream.bodyOf(mail, exchange) : null;
        List<Message> parts = new ArrayList<>();
        for (List<MailAddress> recipients : fitting(groups)) {
            Message part = new DefaultMessage(exchange);
            part.setBody(bytes != null ? bytes : MailStream.bodyOf(mail, exchange));
            part.setHeader(Exchange.CONTENT_TYPE, "message/rfc822");
            part.setHeader(
                    ChannelHeaders.ENVELOPE,
                    TravellingEnvelope.untried(mail.messageId(), mail.envelope().to(recipients), now)
                            .toJson());
            part.setHeader(ChannelHeaders.DELAY, 0L);
            parts.add(part);
        }
        return parts;
    }

    private static List<List<MailAddress>> fitting(Collection<List<MailAddress>> groups) {
        List<List<MailAddress>> fitting = new ArrayList<>();
        for (List<MailAddress> group : groups) {
            for (int from = 0; from < group.size(); from += Part.MAX_RECIPIENTS) {
                fitting.add(group.subList(from, Math.min(from + Part.MAX_RECIPIENTS, group.size())));
            }
        }
        return fitting;
    }
}
