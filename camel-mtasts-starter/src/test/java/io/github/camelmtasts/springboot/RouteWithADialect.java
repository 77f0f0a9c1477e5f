package io.github.camelmtasts.springboot;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A route whose dialect is a property. */
@Configuration(proxyBeanMethods = false)
class RouteWithADialect {

    @Bean
    RouteBuilder dialects() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:dialects").to("mtasts:send?from=billing@example.com&dialect={{mail.dialect}}");
            }
        };
    }
}
