package io.github.camelmtasts.springboot.actuate;

import io.github.camelmtasts.springboot.InvoiceApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/** An application that asks nobody who he is: what is refused is refused by the access to endpoints. */
@Configuration(proxyBeanMethods = false)
@Import(InvoiceApplication.class)
class OpenDoors {

    @Bean
    SecurityFilterChain everybody(HttpSecurity http) throws Exception {
        return http.csrf(CsrfConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}
