package io.github.camelmtasts.examples.check;

import java.io.Console;
import java.lang.reflect.Method;

/** Whether a person sees colours where we write. */
final class Terminal {

    private Terminal() {}

    /** On a terminal that knows colours, unless the person wants none (no-color.org). */
    static boolean isThere() {
        String noColor = System.getenv("NO_COLOR");
        return (noColor == null || noColor.isEmpty())
                && !"dumb".equals(System.getenv("TERM"))
                && System.console() != null
                && isTerminal(System.console());
    }

    /** From Java 22 on there is a console without a terminal, and a way to ask it; before there is neither. */
    private static boolean isTerminal(Console console) {
        try {
            Method isTerminal = Console.class.getMethod("isTerminal");
            return Boolean.TRUE.equals(isTerminal.invoke(console));
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }
}
