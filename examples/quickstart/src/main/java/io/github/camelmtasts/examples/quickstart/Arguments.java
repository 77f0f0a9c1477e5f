package io.github.camelmtasts.examples.quickstart;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param to   a real address; empty for the tour through the loopback internet
 * @param from the sender of a real mail
 * @param dns  the resolver to ask; empty for the system's
 * @param send whether the real mail is sent, or only looked at
 */
record Arguments(Optional<String> to, Optional<String> from, Optional<String> dns, boolean send) {

    static final String USAGE =
            "Arguments: none for the tour, or --to you@your.domain [--dns address[:port]] [--send --from me@my.domain]";

    static Arguments parse(String... words) {
        Arguments arguments = new Arguments(Optional.empty(), Optional.empty(), Optional.empty(), false);
        for (Iterator<String> rest = List.of(words).iterator(); rest.hasNext(); ) {
            arguments = arguments.with(rest.next(), rest);
        }
        if (arguments.to().isEmpty() && !arguments.equals(parse())) {
            throw new IllegalArgumentException(USAGE);
        }
        if (arguments.send() && arguments.from().isEmpty()) {
            throw new IllegalArgumentException("--send needs --from, the address that the mail comes from");
        }
        return arguments;
    }

    private static Arguments parse() {
        return new Arguments(Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    private Arguments with(String word, Iterator<String> rest) {
        return switch (word) {
            case "--to" -> new Arguments(Optional.of(next(word, rest)), from, dns, send);
            case "--from" -> new Arguments(to, Optional.of(next(word, rest)), dns, send);
            case "--dns" -> new Arguments(to, from, Optional.of(next(word, rest)), send);
            case "--send" -> new Arguments(to, from, dns, true);
            default -> throw new IllegalArgumentException(word + " is unknown. " + USAGE);
        };
    }

    private static String next(String word, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(word + " needs a value. " + USAGE);
        }
        return rest.next();
    }
}
