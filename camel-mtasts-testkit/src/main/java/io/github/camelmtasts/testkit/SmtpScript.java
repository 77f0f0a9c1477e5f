package io.github.camelmtasts.testkit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How an SMTP server talks.
 *
 * @param logins who may send, and how they may say so
 * @param refusals replies by recipient, lower case
 * @param pause before every reply
 * @param anyLineEnd whether a CR or LF alone ends a line of a mail
 */
record SmtpScript(
        List<String> extensions,
        Logins logins,
        Map<SmtpStage, SmtpAction> actions,
        Map<String, String> refusals,
        Duration pause,
        boolean anyLineEnd) {
    static final SmtpScript POLITE = new SmtpScript(
            List.of("SIZE 52428800", "8BITMIME", "SMTPUTF8", "PIPELINING", "ENHANCEDSTATUSCODES"),
            Logins.NONE,
            Map.of(),
            Map.of(),
            Duration.ZERO,
            false);

    /**
     * Passwords by user; without any, everybody may send.
     *
     * @param inClearText whether AUTH is offered without TLS as well
     */
    record Logins(Map<String, String> passwords, boolean inClearText) {
        static final Logins NONE = new Logins(Map.of(), false);

        Logins with(String user, String password) {
            Map<String, String> more = new TreeMap<>(passwords);
            more.put(user, password);
            return new Logins(Map.copyOf(more), inClearText);
        }

        boolean areNeeded() {
            return !passwords.isEmpty();
        }

        boolean match(String user, String password) {
            return password.equals(passwords.get(user));
        }
    }

    SmtpScript withExtensions(String... others) {
        return new SmtpScript(List.of(others), logins, actions, refusals, pause, anyLineEnd);
    }

    SmtpScript withLogin(String user, String password) {
        return new SmtpScript(extensions, logins.with(user, password), actions, refusals, pause, anyLineEnd);
    }

    SmtpScript withLoginInClearText() {
        return new SmtpScript(extensions, new Logins(logins.passwords(), true), actions, refusals, pause, anyLineEnd);
    }

    SmtpScript withAction(SmtpStage stage, SmtpAction action) {
        Map<SmtpStage, SmtpAction> more = new EnumMap<>(SmtpStage.class);
        more.putAll(actions);
        more.put(stage, action);
        return new SmtpScript(extensions, logins, Map.copyOf(more), refusals, pause, anyLineEnd);
    }

    SmtpScript withRefusal(String recipient, String reply) {
        Map<String, String> more = new TreeMap<>(refusals);
        more.put(recipient.toLowerCase(Locale.ROOT), reply);
        return new SmtpScript(extensions, logins, actions, Map.copyOf(more), pause, anyLineEnd);
    }

    SmtpScript withPause(Duration other) {
        return new SmtpScript(extensions, logins, actions, refusals, other, anyLineEnd);
    }

    SmtpScript withAnyLineEnd() {
        return new SmtpScript(extensions, logins, actions, refusals, pause, true);
    }

    Optional<SmtpAction> at(SmtpStage stage) {
        return Optional.ofNullable(actions.get(stage));
    }

    Optional<String> refusal(String recipient) {
        return Optional.ofNullable(refusals.get(recipient.toLowerCase(Locale.ROOT)));
    }
}
