package io.github.camelmtasts.message;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Where mails wait, and which are too large.
 *
 * @param directory for large mails; null for the directory of temporary files
 * @param maxSize   of one mail, in bytes
 */
public record SpoolRules(@Nullable Path directory, long maxSize) {}
