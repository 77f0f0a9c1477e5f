package io.github.camelmtasts;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds {@code docs/rfc-map.md} to what the tests say of themselves by {@link Requirement}. After a change, run it once with
 * {@code -Drfc-map=write}.
 */
class RfcMapTest {

    private static final Path MAP = Path.of("..", "docs", "rfc-map.md");

    private static final Path NEEDED = Path.of("src", "test", "resources", "requirements.txt");

    private final Map<String, Set<String>> proofs = new TreeMap<>(BY_NUMBER);

    /** R8461-3.1-10 comes behind R8461-3.1-9. */
    private static final Comparator<String> BY_NUMBER =
            Comparator.comparing(id -> Arrays.stream(id.split("(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])", -1))
                    .map(part -> part.matches("[0-9]+") ? String.format("%08d", Integer.parseInt(part)) : part)
                    .collect(Collectors.joining()));

    @Test
    void everyNeededRequirementHasATest() throws Exception {
        collect();
        List<String> needed = Files.readAllLines(NEEDED).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertThat(needed).isNotEmpty();
        assertThat(proofs.keySet()).containsAll(needed);
    }

    @Test
    void theMapSaysWhatTheTestsSay() throws Exception {
        collect();
        if ("write".equals(System.getProperty("rfc-map"))) {
            Files.writeString(MAP, map());
        }
        assertThat(MAP).as("run this test with -Drfc-map=write").hasContent(map());
    }

    private String map() {
        String rows = proofs.entrySet().stream()
                .map(proof -> "| " + proof.getKey() + " | " + String.join("<br>", proof.getValue()) + " |\n")
                .collect(Collectors.joining());
        return """
                # Which test proves which requirement

                The ids name a document and its section: `R8461` is RFC 8461, `RD06` draft-ietf-uta-mta-sts-06, `R5321` RFC 5321, `R7505`
                RFC 7505, `RIX` what lies between them. A test carries the ids that it proves as `@Requirement`; this page is made from them
                by `RfcMapTest` (`-Drfc-map=write`), which also fails when a needed id has no test.

                | requirement | proven by |
                | --- | --- |
                """ + rows;
    }

    private void collect() throws Exception {
        for (Class<?> test : testClasses()) {
            String name =
                    test.getName().substring(test.getPackageName().length() + 1).replace('$', '.');
            note(test, name);
            for (Method method : test.getDeclaredMethods()) {
                note(method, name + "." + method.getName());
            }
        }
    }

    private void note(AnnotatedElement element, String name) {
        Requirement requirement = element.getAnnotation(Requirement.class);
        if (requirement != null) {
            for (String id : requirement.value()) {
                proofs.computeIfAbsent(id, unknown -> new TreeSet<>()).add(name);
            }
        }
    }

    private static List<Class<?>> testClasses() throws IOException, URISyntaxException, ClassNotFoundException {
        Path root = Path.of(RfcMapTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            List<String> names = files.map(root::relativize)
                    .map(Path::toString)
                    .filter(file -> file.endsWith(".class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
            List<Class<?>> classes = new ArrayList<>();
            for (String name : names) {
                classes.add(Class.forName(name, false, RfcMapTest.class.getClassLoader()));
            }
            return classes;
        }
    }
}
