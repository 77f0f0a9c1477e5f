package io.github.camelmtasts.publication;

import io.github.camelmtasts.policy.Dialect;

/**
 * What a sender gets from the policy host at one address.
 *
 * @param address where we asked
 * @param dialect which file we asked for
 * @param text    the file that came; of no meaning if there is trouble
 * @param trouble why none came, and who can mend it; empty if one did
 */
public record PolicyHostSight(String address, Dialect dialect, String text, String trouble) {}
