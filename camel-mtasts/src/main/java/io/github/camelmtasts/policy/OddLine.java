package io.github.camelmtasts.policy;

/** Says of a line that is no field of a policy (RFC 8461 section 3.2) what its writer most likely did. */
final class OddLine {

    private static final int SHOWN = 80;

    private OddLine() {}

    /** The fault, as a sentence without its full stop. */
    static String fault(String line) {
        if (line.startsWith("\uFEFF")) {
            return "it begins with a byte order mark, which is no part of a policy; save the file as UTF-8 without one";
        }
        if (line.indexOf('\0') >= 0) {
            return "it is in UTF-16 or another encoding with zero octets; save the file as UTF-8";
        }
        String begin = line.stripLeading();
        if (begin.startsWith("<")) {
            return "'" + shown(begin) + "' begins a web page, not a policy";
        }
        if (begin.isEmpty()) {
            return "it is empty; empty lines may stand at the end of the file alone";
        }
        if (begin.length() < line.length()) {
            return "it begins with white space before '" + shown(begin) + "'";
        }
        return line.indexOf('\r') < 0
                ? "'" + shown(line) + "' is no field of the form name: value"
                : "'" + shown(line) + "' holds a CR; a line ends with LF or CRLF, not with CR alone";
    }

    private static String shown(String text) {
        return Untrusted.text(text, SHOWN);
    }
}
