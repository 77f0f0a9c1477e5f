package io.github.camelmtasts.examples.springboot;

import java.util.List;

import org.apache.camel.ProducerTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Invoices by REST: what is posted is in the queue, on disk, before the answer; no mail is sent meanwhile. */
@RestController
@RequestMapping("/invoices")
class InvoiceController {

    private final ProducerTemplate camel;
    private final JsonMapper json;
    private final Books books;

    InvoiceController(ProducerTemplate camel, JsonMapper json, Books books) {
        this.camel = camel;
        this.json = json;
        this.books = books;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    void post(@RequestBody Invoice invoice) {
        camel.sendBody(InvoiceRoutes.QUEUE, json.writeValueAsString(invoice));
    }

    @GetMapping
    List<Books.Entry> list() {
        return books.list();
    }
}
