package io.github.camelmtasts.notification;

import java.time.Instant;
import java.util.Optional;

/**
 * What is left to say of the mail itself.
 *
 * @param headers   its header fields in lines that end in CR LF, one character for each byte, without those that name secret
 *                  recipients; empty if the mail is not at hand
 * @param subject   decoded, on one line
 * @param date      when it was written, says its author
 * @param messageId as in the header
 */
public record Original(String headers, Optional<String> subject, Optional<Instant> date, Optional<String> messageId) {

    /** Nothing is known of it. */
    public static final Original UNKNOWN = new Original("", Optional.empty(), Optional.empty(), Optional.empty());
}
