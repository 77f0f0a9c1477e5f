package io.github.camelmtasts;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** The JSON of the console for eyes: a line for each thing, those of a list under its name. */
final class ConsoleText {

    private static final String STEP = "  ";

    private ConsoleText() {}

    static String of(Map<?, ?> outline) {
        return outline.isEmpty() ? "The component mtasts is not started\n" : lines("", outline);
    }

    private static String lines(String indent, Map<?, ?> outline) {
        return outline.entrySet().stream()
                .map(entry -> indent + entry.getKey() + ":" + value(indent + STEP, entry.getValue()))
                .collect(Collectors.joining());
    }

    private static String value(String indent, Object value) {
        if (value instanceof Map<?, ?> map && map.values().stream().anyMatch(ConsoleText::isManifold)) {
            return "\n" + lines(indent, map);
        }
        if (value instanceof Collection<?> list && list.stream().anyMatch(ConsoleText::isManifold)) {
            return list.stream().map(each -> "\n" + indent + onOneLine(each)).collect(Collectors.joining("", "", "\n"));
        }
        return " " + onOneLine(value) + "\n";
    }

    private static boolean isManifold(Object value) {
        return value instanceof Map || value instanceof Collection;
    }

    private static String onOneLine(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty()
                    ? "none"
                    : map.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + onOneLine(entry.getValue()))
                            .collect(Collectors.joining(", "));
        }
        if (value instanceof Collection<?> list) {
            return list.isEmpty()
                    ? "none"
                    : list.stream().map(ConsoleText::onOneLine).collect(Collectors.joining(" "));
        }
        return String.valueOf(value);
    }
}
