package io.github.camelmtasts.delivery;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A thread has the keys of what it is at, and no others. */
class LogKeyTest {

    @AfterEach
    void forget() {
        MDC.clear();
    }

    private static String shown() {
        return MDC.get("mtasts.domain") + " " + MDC.get("mtasts.mxHost");
    }

    @Test
    void isThereMeanwhileAndNotAfterwards() {
        String meanwhile = LogKey.DOMAIN.get("a.example", () -> LogKey.MX_HOST.get("mx.a.example", LogKeyTest::shown));

        assertThat(meanwhile).isEqualTo("a.example mx.a.example");
        assertThat(shown()).isEqualTo("null null");
    }

    @Test
    void givesWayToWhatStoodThereBefore() {
        LogKey.DOMAIN.run("outer.example", () -> {
            LogKey.DOMAIN.run("inner.example", () -> assertThat(shown()).startsWith("inner.example"));
            assertThat(shown()).startsWith("outer.example");
        });
    }

    @Test
    void isTakenBackFromWorkThatBreaks() {
        assertThatThrownBy(() -> LogKey.DOMAIN.run("a.example", () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(shown()).isEqualTo("null null");
    }

    @Test
    void goesWithTheWorkToAnotherThreadAndStaysNotThere() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            other.submit(() -> MDC.put("its own", "stays")).get();
            MDC.put("tenant", "blue");
            StringBuilder there = new StringBuilder();
            Runnable work = LogKey.DOMAIN.get(
                    "a.example", () -> LogKey.carried(() -> there.append(MDC.get("tenant") + " " + shown())));

            other.submit(work).get();

            assertThat(there).hasToString("blue a.example null");
            assertThat(other.submit(MDC::getCopyOfContextMap).get()).isEqualTo(Map.of("its own", "stays"));
        } finally {
            other.shutdownNow();
        }
    }
}
