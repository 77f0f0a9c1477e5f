package io.github.camelmtasts.message;

/** Looks at a mail as it goes by, in lines that end in CR LF, and sees what it will demand of the hosts that shall take it. */
final class MailShape {

    // mutable state: where in the mail we are
    private long size;
    private long headerSize;
    private boolean headerOver;
    private boolean lineEmpty = true;
    private boolean eightBit;
    private boolean eightBitHeader;

    void see(byte[] bytes, int offset, int length) {
        int next = offset;
        int end = offset + length;
        for (; next < end && !headerOver; next++) {
            seeHeader(bytes[next]);
        }
        int bits = 0;
        for (; next < end; next++) {
            bits |= bytes[next];
        }
        eightBit |= bits < 0;
        size += length;
    }

    private void seeHeader(byte next) {
        headerSize++;
        eightBit |= next < 0;
        eightBitHeader |= next < 0;
        if (next == '\n') {
            headerOver = lineEmpty; // RFC 5322 section 2.1
            lineEmpty = true;
        } else if (next != '\r') {
            lineEmpty = false;
        }
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /** In bytes, with the empty line behind it. */
    long headerSize() {
        return headerSize;
    }

    /** Whether there is a byte above 127 anywhere. */
    boolean isEightBit() {
        return eightBit;
    }

    /** Whether there is one in the header. */
    boolean hasEightBitHeader() {
        return eightBitHeader;
    }
}
