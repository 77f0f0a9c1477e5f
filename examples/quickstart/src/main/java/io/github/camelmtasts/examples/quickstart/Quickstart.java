package io.github.camelmtasts.examples.quickstart;

import java.util.Map;

/** Shows mail under MTA-STS: a tour through a loopback internet, or with --to a look at a real domain. */
public final class Quickstart {

    private Quickstart() {}

    /** Ends with exit code 0 if all went as it should, 1 if not, 2 if the arguments make no sense. */
    public static void main(String[] words) throws Exception {
        int exitCode = run(words);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    private static int run(String... words) throws Exception {
        try {
            Arguments arguments = Arguments.parse(words);
            boolean right = arguments.to().isEmpty()
                    ? new Tour(System.out).run()
                    : new Visit(System.out, Map.of(), Map.of()).run(arguments);
            return right ? 0 : 1;
        } catch (IllegalArgumentException nonsense) {
            System.err.println(nonsense.getMessage());
            return 2;
        }
    }
}
