package io.github.camelmtasts.watch;

/** Where mail goes that was not delivered. */
public enum HandedTo {
    /** The option {@code retryUri}: it is tried again. */
    RETRY,
    /** The option {@code deadLetterUri}: it is not. */
    DEAD_LETTER
}
