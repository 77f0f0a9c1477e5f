package io.github.camelmtasts;

import java.util.List;
import java.util.stream.Stream;

/** Options of the component that stand for the same thing, so that one of them may be set at most. */
final class RivalOptions {

    private RivalOptions() {}

    /** Those that are set, of names that are empty where the option is not. */
    static List<String> named(String... namesOrEmpty) {
        return Stream.of(namesOrEmpty).filter(name -> !name.isEmpty()).toList();
    }

    /** @throws IllegalArgumentException with this claim, if more than one is set */
    static void mustBeOne(String claim, List<String> named) {
        if (named.size() > 1) {
            throw new IllegalArgumentException(
                    claim + ", but the component mtasts has " + String.join(" and ", named) + "; name one of them");
        }
    }
}
