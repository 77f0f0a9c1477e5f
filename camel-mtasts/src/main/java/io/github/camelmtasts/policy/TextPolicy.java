package io.github.camelmtasts.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code mta-sts.txt} (RFC 8461 section 3.2). Read to the letter, with one leniency: empty lines at the end
 * are passed over, since editors leave them there.
 */
final class TextPolicy {

    /** Name, colon, white space, value, white space; a value is visible characters with inner spaces. */
    private static final Pattern FIELD = Pattern.compile(
            "(?<name>[A-Za-z0-9][A-Za-z0-9_.-]{0,31}):[ \\t]*(?<value>[^\\x00-\\x20\\x7F](?:[^\\x00-\\x1F\\x7F]*[^\\x00-\\x20\\x7F])?)[ \\t]*");

    private static final Pattern MAX_AGE = Pattern.compile("[0-9]{1,10}");

    /** The value of a field and where it stood. */
    private record Field(int line, String value) {}

    private final Map<String, Field> firstOfEach = new HashMap<>();
    private final List<Field> mx = new ArrayList<>();

    private TextPolicy() {}

    static Policy parse(String text) throws PolicySyntaxException {
        TextPolicy file = new TextPolicy();
        file.read(text);
        file.version();
        Mode mode = file.mode();
        Duration maxAge = file.maxAge();
        Remarks remarks = new Remarks();
        List<MxPattern> patterns = file.mxPatterns(mode, remarks);
        return new Policy(Dialect.RFC8461, mode, maxAge, patterns, Policy.sha256Of(text), remarks.list());
    }

    private void read(String text) throws PolicySyntaxException {
        String[] lines = text.split("\r?\n", -1);
        int last = lines.length;
        while (last > 0 && lines[last - 1].isEmpty()) {
            last--;
        }
        for (int i = 0; i < last; i++) {
            readField(i + 1, lines[i]);
        }
    }

    private void readField(int number, String line) throws PolicySyntaxException {
        var field = FIELD.matcher(line);
        if (!field.matches()) {
            throw new PolicySyntaxException(
                    number, "'" + Untrusted.text(line, 80) + "' is no field of the form name: value");
        }
        Field value = new Field(number, field.group("value"));
        if (field.group("name").equals("mx")) {
            if (mx.size() == Policy.MAX_MX_PATTERNS) {
                throw new PolicySyntaxException(number, Policy.TOO_MANY_MX_PATTERNS);
            }
            mx.add(value);
        } else {
            // RFC 8461 section 3.2: of every field but mx the first counts, whatever the later ones hold
            firstOfEach.putIfAbsent(field.group("name"), value);
        }
    }

    private void version() throws PolicySyntaxException {
        Field version = required("version", "STSv1");
        if (!version.value().equals("STSv1")) {
            throw new PolicySyntaxException(version.line(), "version is STSv1, and nothing else");
        }
    }

    private Mode mode() throws PolicySyntaxException {
        Field mode = required("mode", "enforce, testing or none");
        return switch (mode.value()) {
            case "enforce" -> Mode.ENFORCE;
            case "testing" -> Mode.TESTING;
            case "none" -> Mode.NONE;
            default ->
                throw new PolicySyntaxException(
                        mode.line(),
                        "mode is enforce, testing or none, not '" + Untrusted.text(mode.value(), 40) + "'");
        };
    }

    private Duration maxAge() throws PolicySyntaxException {
        Field maxAge = required("max_age", "a number of seconds");
        if (!MAX_AGE.matcher(maxAge.value()).matches()) {
            throw new PolicySyntaxException(maxAge.line(), "max_age is a number of seconds, of 1 to 10 digits");
        }
        return Duration.ofSeconds(Math.min(Long.parseLong(maxAge.value()), Policy.MAX_MAX_AGE_SECONDS));
    }

    private List<MxPattern> mxPatterns(Mode mode, Remarks remarks) throws PolicySyntaxException {
        List<MxPattern> patterns = new ArrayList<>();
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

    private Field required(String name, String form) throws PolicySyntaxException {
        @Nullable Field field = firstOfEach.get(name);
        if (field == null) {
            throw new PolicySyntaxException(name + " is missing: " + form);
        }
        return field;
    }
}
