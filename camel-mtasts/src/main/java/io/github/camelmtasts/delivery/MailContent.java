package io.github.camelmtasts.delivery;

import java.io.IOException;
import java.io.OutputStream;

/** A mail's header fields and body, rendered once, to be written as often as it takes; always the same bytes. */
public interface MailContent {

    /** In bytes. */
    long size();

    /** Writes the whole mail, without SMTP's dot-stuffing and final dot. */
    void writeTo(OutputStream out) throws IOException;
}
