package io.github.camelmtasts.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application as it would run in a company: into the real internet, with what {@code application.properties} says. */
@SpringBootApplication(proxyBeanMethods = false)
public class InvoiceApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(InvoiceApplication.class, arguments);
    }
}
