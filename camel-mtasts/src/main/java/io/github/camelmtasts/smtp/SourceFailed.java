package io.github.camelmtasts.smtp;

import java.io.IOException;

/** The mail itself could not be read: nothing that another host could do better. */
final class SourceFailed extends IOException {

    private static final long serialVersionUID = 1;

    SourceFailed(String what, IOException cause) {
        super(what, cause);
    }
}
