package io.github.camelmtasts.examples.check;

import java.util.ArrayList;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param domains to be explained
 * @param dns     the resolver to ask; empty for the system's
 * @param dialect as the option of this name
 * @param json    whether a program reads the answer
 */
record Arguments(List<String> domains, String dns, String dialect, boolean json) {

    static final String USAGE =
            "Arguments: [--json] [--dns=address[:port]] [--dialect=rfc8461|draft06|auto] domain ...";

    static Arguments parse(String... words) {
        List<String> domains = new ArrayList<>();
        String dns = "";
        String dialect = "rfc8461";
        boolean json = false;
        for (String word : words) {
            if (word.equals("--json")) {
                json = true;
            } else if (word.startsWith("--dns=")) {
                dns = valueIn(word);
            } else if (word.startsWith("--dialect=")) {
                dialect = valueIn(word);
            } else if (word.startsWith("-")) {
                throw new IllegalArgumentException(word + " is unknown. " + USAGE);
            } else {
                domains.add(word);
            }
        }
        if (domains.isEmpty()) {
            throw new IllegalArgumentException(USAGE);
        }
        return new Arguments(List.copyOf(domains), dns, dialect, json);
    }

    private static String valueIn(String word) {
        return word.substring(word.indexOf('=') + 1);
    }
}
