package io.github.camelmtasts.discovery;

import java.util.concurrent.Executor;

/**
 * The threads of discovery, none of which belongs to a mail.
 *
 * @param fetches   ask policy hosts while mails wait for the answer; mail waits longer if they reject
 * @param refreshes renew policies for which no mail waits; what they reject is tried later
 */
public record DiscoveryThreads(Executor fetches, Executor refreshes) {}
