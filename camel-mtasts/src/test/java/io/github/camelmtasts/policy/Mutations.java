package io.github.camelmtasts.policy;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Texts near to valid ones: pieces put in, taken out, written over and doubled. The same in every run. */
final class Mutations {

    private static final int COUNT = 30_000;

    private static final List<String> PIECES = List.of(
            " ", "\t", "\n", "\r", "\r\n", ";", "=", ":", ".", "-", "_", "*.", "a", "Z", "0", "\u007F", "\u0000", "é",
            "\u0661");

    private final Random random = new Random(8461);
    private final List<String> valid;
    private final List<String> words;

    /** @param words what means something in these texts, beside the signs that do in all */
    Mutations(List<String> valid, List<String> words) {
        this.valid = valid;
        this.words = words;
    }

    void forEach(Consumer<String> test) {
        for (int i = 0; i < COUNT; i++) {
            StringBuilder text = new StringBuilder(oneOf(valid));
            for (int more = random.nextInt(4); more > 0; more--) {
                mutate(text);
            }
            test.accept(text.toString());
        }
    }

    private void mutate(StringBuilder text) {
        int start = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), start + random.nextInt(3));
        switch (random.nextInt(4)) {
            case 0 -> text.insert(start, oneOf(words));
            case 1 -> text.delete(start, end);
            case 2 -> text.replace(start, end, oneOf(PIECES));
            default -> text.insert(random.nextInt(text.length() + 1), text.substring(start));
        }
    }

    private String oneOf(List<String> pool) {
        return pool.get(random.nextInt(pool.size()));
    }
}
