package io.github.camelmtasts.examples.springboot;

import java.nio.charset.StandardCharsets;

import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.attachment.DefaultAttachmentMessage;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes the mail of an invoice: a few words, and the invoice as a file. Its Message-ID is where the books know it by. */
@Component
class InvoiceMail implements Processor {

    private final JsonMapper json;
    private final Books books;

    InvoiceMail(JsonMapper json, Books books) {
        this.json = json;
        this.books = books;
    }

    @Override
    public void process(Exchange exchange) {
        AttachmentMessage mail = new DefaultAttachmentMessage(exchange.getMessage());
        Invoice invoice = json.readValue(mail.getBody(String.class), Invoice.class);
        String messageId = "<invoice-" + invoice.number() + "@sender.example>";
        books.enter(invoice, messageId);

        mail.removeHeaders("*"); // whoever writes to the queue gives no other orders
        mail.setHeader("Message-ID", messageId);
        mail.setHeader("To", invoice.to());
        mail.setHeader("Subject", "Invoice " + invoice.number());
        mail.setBody("Dear customer, your invoice " + invoice.number() + " is in the file.");
        mail.addAttachment("invoice-" + invoice.number() + ".txt", file(invoice.text()));
    }

    private static DataHandler file(String text) {
        return new DataHandler(
                new ByteArrayDataSource(text.getBytes(StandardCharsets.UTF_8), "text/plain; charset=UTF-8"));
    }
}
