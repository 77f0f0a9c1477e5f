package io.github.camelmtasts.examples.check;

import io.github.camelmtasts.MtaStsComponent;
import io.github.camelmtasts.check.TextStyle;

/** Explains domains on the command line. */
public final class Check {

    private Check() {}

    /** Ends with the exit code of the worst finding, see {@link ExitCode}. */
    public static void main(String[] words) {
        int exitCode = run(words);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    static int run(String... words) {
        try {
            TextStyle style = Terminal.isThere() ? TextStyle.COLOURED : TextStyle.PLAIN;
            return new Explainer(System.out, System.err, style, new MtaStsComponent())
                    .run(Arguments.parse(words))
                    .number();
        } catch (RuntimeException failed) { // nonsense among the arguments, or Camel does not start
            System.err.println(Failures.message(failed));
            return ExitCode.UNCHECKED.number();
        }
    }
}
