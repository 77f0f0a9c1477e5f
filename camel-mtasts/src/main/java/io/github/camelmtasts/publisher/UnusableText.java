package io.github.camelmtasts.publisher;

import java.io.Serial;

/** The policy that its owner wants cannot be had, or is none. */
final class UnusableText extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1;

    UnusableText(String message, Exception cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
