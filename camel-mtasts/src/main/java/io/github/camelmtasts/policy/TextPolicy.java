package io.github.camelmtasts.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code mta-sts.txt} (RFC 8461 section 3.2), read in one pass. Read to the letter, with one leniency: empty
 * lines at the end are passed over, since editors leave them there.
 */
final class TextPolicy {

    /** The value of a field and where it stood. */
    private record Field(int line, String value) {}

    private final String text;
    private @Nullable Field version;
    private @Nullable Field mode;
    private @Nullable Field maxAge;
    private final List<Field> mx = new ArrayList<>();

    private TextPolicy(String text) {
        this.text = text;
    }

    static Policy parse(String text) throws PolicySyntaxException {
        TextPolicy file = new TextPolicy(text);
        file.read();
        file.checkVersion();
        Mode mode = file.mode();
        Duration maxAge = file.maxAge();
        Remarks remarks = new Remarks();
        List<MxPattern> patterns = file.mxPatterns(mode, remarks);
        remarks.onLifetime(mode, maxAge);
        return Policy.readFrom(text, Dialect.RFC8461, mode, maxAge, patterns, remarks);
    }

    private void read() throws PolicySyntaxException {
        int end = endOfLastLine();
        int number = 1;
        for (int start = 0; start < end; number++) {
            int feed = text.indexOf('\n', start);
            boolean last = feed < 0 || feed >= end;
            readField(number, start, last ? end : beforeReturn(feed));
            start = last ? end : feed + 1;
        }
    }

    /** The end of the last line that is not empty. */
    private int endOfLastLine() {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\n') {
            end = beforeReturn(end - 1);
        }
        return end;
    }

    /** A line ends with LF or CRLF (RFC 8461 section 3.2). */
    private int beforeReturn(int feed) {
        return feed > 0 && text.charAt(feed - 1) == '\r' ? feed - 1 : feed;
    }

    /** Name, colon, white space, value, white space. */
    private void readField(int number, int start, int end) throws PolicySyntaxException {
        int colon = Abnf.endOfName(text, start, end);
        int value = Abnf.behindWhiteSpace(text, colon + 1, end);
        int endOfValue = Abnf.beforeWhiteSpace(text, value, end);
        if (colon == start || colon == end || text.charAt(colon) != ':' || !isValue(value, endOfValue)) {
            throw new PolicySyntaxException(number, OddLine.fault(text.substring(start, end)));
        }
        Field field = new Field(number, text.substring(value, endOfValue));
        // RFC 8461 section 3.2: of every field but mx the first counts, whatever the later ones hold
        if (Abnf.isWord("mx", text, start, colon)) {
            addMx(field);
        } else if (version == null && Abnf.isWord("version", text, start, colon)) {
            version = field;
        } else if (mode == null && Abnf.isWord("mode", text, start, colon)) {
            mode = field;
        } else if (maxAge == null && Abnf.isWord("max_age", text, start, colon)) {
            maxAge = field;
        }
    }

    /** Visible characters with inner spaces, of US-ASCII or beyond. */
    private boolean isValue(int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '\u007F') {
                return false;
            }
        }
        return start < end;
    }

    private void addMx(Field field) throws PolicySyntaxException {
        if (mx.size() == Policy.MAX_MX_PATTERNS) {
            throw new PolicySyntaxException(field.line(), Policy.TOO_MANY_MX_PATTERNS);
        }
        mx.add(field);
    }

    private void checkVersion() throws PolicySyntaxException {
        Field field = required(version, "version", "STSv1");
        if (!field.value().equals("STSv1")) {
            throw new PolicySyntaxException(field.line(), "version is STSv1, and nothing else");
        }
    }

    private Mode mode() throws PolicySyntaxException {
        Field field = required(mode, "mode", "enforce, testing or none");
        return switch (field.value()) {
            case "enforce" -> Mode.ENFORCE;
            case "testing" -> Mode.TESTING;
            case "none" -> Mode.NONE;
            default ->
                throw new PolicySyntaxException(
                        field.line(),
                        "mode is enforce, testing or none, not '" + Untrusted.text(field.value(), 40) + "'");
        };
    }

    private Duration maxAge() throws PolicySyntaxException {
        Field field = required(maxAge, "max_age", "a number of seconds");
        if (!isMaxAge(field.value())) {
            throw new PolicySyntaxException(field.line(), "max_age is a number of seconds, of 1 to 10 digits");
        }
        return Duration.ofSeconds(Math.min(Long.parseLong(field.value()), Policy.MAX_MAX_AGE_SECONDS));
    }

    private static boolean isMaxAge(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!Abnf.isDigit(value.charAt(i))) {
                return false;
            }
        }
        return value.length() <= 10;
    }

    private List<MxPattern> mxPatterns(Mode mode, Remarks remarks) throws PolicySyntaxException {
        List<MxPattern> patterns = new ArrayList<>(mx.size());
        PolicySyntaxException fault = null;
        for (Field field : mx) {
            try {
                patterns.add(MxPattern.parse(field.value()));
            } catch (PolicySyntaxException bad) {
                fault = new PolicySyntaxException(field.line(), String.valueOf(bad.getMessage()));
                remarks.add(fault.getMessage() + "; this line was passed over");
            }
        }
        if (patterns.isEmpty() && mode != Mode.NONE) {
            throw fault != null
                    ? fault
                    : new PolicySyntaxException("mx is missing: a policy names the hosts, unless its mode is none");
        }
        return patterns;
    }

    private static Field required(@Nullable Field field, String name, String form) throws PolicySyntaxException {
        if (field == null) {
            throw new PolicySyntaxException(name + " is missing: " + form);
        }
        return field;
    }
}
