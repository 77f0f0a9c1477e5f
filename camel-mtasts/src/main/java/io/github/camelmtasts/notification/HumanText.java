package io.github.camelmtasts.notification;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.notification.RecipientStatus.Refusal;
import io.github.camelmtasts.policy.DomainName;

/** The part for people: what became of their mail, what happens next, and what they can do. */
final class HumanText {

    private static final String INDENT = "    ";

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Whom the same befell, they read of together. */
    private record Fate(DomainName domain, boolean failed, Optional<Failure> failure, Optional<Refusal> refusal) {
        static Fate of(RecipientStatus status) {
            return new Fate(status.recipient().domain(), status.isFailed(), status.failure(), status.refusal());
        }
    }

    private final DomainName host;
    private final Original original;
    private final Waiting waiting;
    private final StringBuilder text = new StringBuilder();

    HumanText(DomainName host, Original original, Waiting waiting) {
        this.host = host;
        this.original = original;
        this.waiting = waiting;
    }

    String part(List<RecipientStatus> recipients) {
        paragraph("This is the mail system at " + host + ". It writes about your mail"
                + original.subject().map(subject -> " \"" + subject + "\"").orElse("")
                + original.date().map(date -> " of " + DAY.format(date)).orElse("") + ".");
        Map<Fate, List<RecipientStatus>> fates = new LinkedHashMap<>();
        recipients.forEach(status -> fates.computeIfAbsent(Fate.of(status), unknown -> new ArrayList<>())
                .add(status));
        fates.forEach(this::tell);
        paragraph("Nobody reads what you answer to this message.");
        return Part.of("text/plain; charset=utf-8", text.toString(), StandardCharsets.UTF_8);
    }

    private void tell(Fate fate, List<RecipientStatus> recipients) {
        paragraph(fate.failed() ? "It could not be delivered to:" : "It has not been delivered yet to:");
        recipients.forEach(
                status -> text.append(INDENT).append(status.recipient()).append("\r\n"));
        text.append("\r\n");
        Cause cause = Cause.of(fate.failure().map(Failure::reason));
        paragraph(cause.happened(fate.domain()));
        paragraph("What happens next: " + next(fate));
        paragraph("What you can do: " + cause.help(fate.domain()));
        paragraph("For technicians: status " + recipients.get(0).enhancedStatus()
                + fate.failure().map(HumanText::technically).orElse(""));
    }

    private String next(Fate fate) {
        if (fate.failed()) {
            return "nothing. It will not be tried again.";
        }
        return "it is tried again and again"
                + waiting.until().map(HumanText::until).orElse("") + ". You need not send it once more.";
    }

    private static String until(Instant end) {
        return " until " + DAY.format(end);
    }

    private static String technically(Failure failure) {
        return ", " + failure.reason() + ": " + failure.detail();
    }

    private void paragraph(String words) {
        text.append(Wrapping.wrap(words, "")).append("\r\n\r\n");
    }
}
