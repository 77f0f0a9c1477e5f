package io.github.camelmtasts;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** What everybody logs while this is open, and we from debug on: not for tests that run side by side. */
final class LogLines implements AutoCloseable {

    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger everybody = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.github.camelmtasts");
    private final AppenderBase<ILoggingEvent> ear = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }
    };

    LogLines() {
        ear.start();
        everybody.addAppender(ear);
        ours.setLevel(Level.DEBUG);
    }

    /** Those of this class. */
    Stream<ILoggingEvent> by(Class<?> type) {
        return events.stream().filter(event -> event.getLoggerName().equals(type.getName()));
    }

    /** As an administrator reads them, stack traces too, from this level on. */
    List<String> from(Level level) {
        return events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(level))
                .map(event -> event.getFormattedMessage() + trace(event.getThrowableProxy()))
                .toList();
    }

    private static String trace(IThrowableProxy thrown) {
        return thrown == null ? "" : "\n" + ThrowableProxyUtil.asString(thrown);
    }

    @Override
    public void close() {
        ours.setLevel(null);
        everybody.detachAppender(ear);
    }
}
