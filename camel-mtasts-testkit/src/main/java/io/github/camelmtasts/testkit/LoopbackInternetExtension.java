package io.github.camelmtasts.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs a {@link LoopbackInternet} round JUnit tests: registered on a static field, one for the class and its nested
 * classes, which is as described again before each test; on an instance field, one for each test. Tests reach it by
 * {@link #internet} or as a parameter. Test methods that share one must not run in parallel.
 */
public final class LoopbackInternetExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private final LoopbackInternet.Description description;

    // mutable state, guarded by this
    private int classesUnderWay;
    private @Nullable LoopbackInternet running;

    private LoopbackInternetExtension(LoopbackInternet.Description description) {
        this.description = description;
    }

    /** An extension for a field that is annotated with {@code @RegisterExtension}. */
    public static LoopbackInternetExtension of(Participant... participants) {
        return of(LoopbackInternet.of(participants));
    }

    /** As {@link #of(Participant...)}, for an internet with a clock of its own. */
    public static LoopbackInternetExtension of(LoopbackInternet.Description description) {
        return new LoopbackInternetExtension(description);
    }

    /**
     * The running internet.
     *
     * @throws IllegalStateException before the first and after the last test
     */
    public synchronized LoopbackInternet internet() {
        if (running == null) {
            throw new IllegalStateException("no test is running; is the field annotated with @RegisterExtension?");
        }
        return running;
    }

    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        classesUnderWay++;
        start();
    }

    /** Comes after the constructor of the test class and before its {@code @BeforeEach} methods. */
    @Override
    public synchronized void beforeEach(ExtensionContext context) {
        if (running == null) {
            start();
        } else {
            running.reset();
        }
    }

    @Override
    public synchronized void afterEach(ExtensionContext context) {
        if (classesUnderWay == 0) {
            stop();
        }
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        classesUnderWay--;
        if (classesUnderWay == 0) {
            stop();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LoopbackInternet.class;
    }

    @Override
    public LoopbackInternet resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return internet();
    }

    private void start() {
        if (running == null) {
            running = description.start();
        }
    }

    private void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
