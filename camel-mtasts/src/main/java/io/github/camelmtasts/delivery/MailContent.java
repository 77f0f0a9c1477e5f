package io.github.camelmtasts.delivery;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A mail's header fields and body, rendered once, to be written as often as it takes; always the same bytes, in lines that end
 * in CR LF.
 */
public interface MailContent {

    /** In bytes. */
    long size();

    /** Whether it holds bytes above 127 (RFC 6152). */
    boolean hasEightBit();

    /** Whether its header fields hold UTF-8 beyond ASCII (RFC 6532). */
    boolean hasUtf8Header();

    /** Writes the whole mail, without SMTP's dot-stuffing and final dot. */
    void writeTo(OutputStream out) throws IOException;
}
