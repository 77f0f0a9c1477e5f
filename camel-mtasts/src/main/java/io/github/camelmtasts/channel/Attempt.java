package io.github.camelmtasts.channel;

import java.time.Instant;

/**
 * One try to deliver a mail.
 *
 * @param number how many there are with this one
 * @param first  when the first one was
 * @param last   whether the mail is given up if this one fails
 */
public record Attempt(int number, Instant first, boolean last) {}
