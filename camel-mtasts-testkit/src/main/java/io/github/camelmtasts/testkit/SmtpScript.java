package io.github.camelmtasts.testkit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * How an SMTP server talks.
 *
 * @param refusals replies by recipient, lower case
 * @param pause before every reply
 * @param anyLineEnd whether a CR or LF alone ends a line of a mail
 */
record SmtpScript(
        List<String> extensions,
        @Nullable Login login,
        Map<SmtpStage, SmtpAction> actions,
        Map<String, String> refusals,
        Duration pause,
        boolean anyLineEnd) {
    static final SmtpScript POLITE = new SmtpScript(
            List.of("SIZE 52428800", "8BITMIME", "SMTPUTF8", "PIPELINING", "ENHANCEDSTATUSCODES"),
            null,
            Map.of(),
            Map.of(),
            Duration.ZERO,
            false);

    record Login(String user, String password) {}

    SmtpScript withExtensions(String... others) {
        return new SmtpScript(List.of(others), login, actions, refusals, pause, anyLineEnd);
    }

    SmtpScript withLogin(String user, String password) {
        return new SmtpScript(extensions, new Login(user, password), actions, refusals, pause, anyLineEnd);
    }

    SmtpScript withAction(SmtpStage stage, SmtpAction action) {
        Map<SmtpStage, SmtpAction> more = new EnumMap<>(SmtpStage.class);
        more.putAll(actions);
        more.put(stage, action);
        return new SmtpScript(extensions, login, Map.copyOf(more), refusals, pause, anyLineEnd);
    }

    SmtpScript withRefusal(String recipient, String reply) {
        Map<String, String> more = new TreeMap<>(refusals);
        more.put(recipient.toLowerCase(Locale.ROOT), reply);
        return new SmtpScript(extensions, login, actions, Map.copyOf(more), pause, anyLineEnd);
    }

    SmtpScript withPause(Duration other) {
        return new SmtpScript(extensions, login, actions, refusals, other, anyLineEnd);
    }

    SmtpScript withAnyLineEnd() {
        return new SmtpScript(extensions, login, actions, refusals, pause, true);
    }

    Optional<SmtpAction> at(SmtpStage stage) {
        return Optional.ofNullable(actions.get(stage));
    }

    Optional<String> refusal(String recipient) {
        return Optional.ofNullable(refusals.get(recipient.toLowerCase(Locale.ROOT)));
    }
}
