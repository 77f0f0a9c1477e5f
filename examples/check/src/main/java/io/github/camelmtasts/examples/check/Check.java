package io.github.camelmtasts.examples.check;

import io.github.camelmtasts.MtaStsComponent;
import io.github.camelmtasts.check.TextStyle;

/** Explains domains on the command line. */
public final class Check {

    private Check() {}

    /** Ends with the exit code of the worst finding, see {@link ExitCode}. */
    public static void main(String[] words) throws Exception {
        int exitCode = run(words);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    private static int run(String... words) throws Exception {
        try {
            TextStyle style = Terminal.isThere() ? TextStyle.COLOURED : TextStyle.PLAIN;
            return new Explainer(System.out, System.err, style, new MtaStsComponent())
                    .run(Arguments.parse(words))
                    .number();
        } catch (IllegalArgumentException nonsense) {
            System.err.println(nonsense.getMessage());
            return ExitCode.UNCHECKED.number();
        }
    }
}
