package io.github.camelmtasts.examples.springboot;

import java.util.ArrayList;
import java.util.List;

import io.github.camelmtasts.testkit.LoopbackInternet;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the application, until it is ended, in an internet on this machine. */
public final class PracticeRun {

    private PracticeRun() {}

    /** Words are further settings, such as {@code --server.port=9090}. */
    public static void main(String[] words) {
        String application = address(start(PracticeInternet.start(), words));
        System.out.printf("""
                Post invoices to  %1$s/invoices
                The page          %1$s/actuator/mtastspage
                Health            %1$s/actuator/health
                Metrics           %1$s/actuator/metrics/mtasts.deliveries
                """, application);
    }

    static ConfigurableApplicationContext start(LoopbackInternet internet, String... words) {
        List<String> settings = new ArrayList<>(PracticeInternet.settings(internet));
        settings.addAll(List.of(words));
        return SpringApplication.run(InvoiceApplication.class, settings.toArray(String[]::new));
    }

    static String address(ConfigurableApplicationContext application) {
        return "http://127.0.0.1:" + application.getEnvironment().getRequiredProperty("local.server.port");
    }
}
