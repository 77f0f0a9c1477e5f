package io.github.camelmtasts.smtp;

/**
 * How many connections there are now.
 *
 * @param open  with a mail under way, and idle ones
 * @param inUse turns that are taken, for a connection that is open or being opened
 * @param most  how many there may be at most
 */
public record ConnectionCounts(int open, int inUse, int most) {}
