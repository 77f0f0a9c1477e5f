package io.github.camelmtasts.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is fuzzed, and where its corpus lies. */
enum FuzzTarget {
    RECORD(RecordFuzz.class),
    TEXT_POLICY(TextPolicyFuzz.class),
    JSON_POLICY(JsonPolicyFuzz.class),
    NAMES(NamesFuzz.class),
    CERTIFICATE(CertificateFuzz.class);

    final Class<?> type;

    FuzzTarget(Class<?> type) {
        this.type = type;
    }

    /** Throws if the input shows that a property does not hold. */
    void check(byte[] input) {
        switch (this) {
            case RECORD -> RecordFuzz.fuzzerTestOneInput(input);
            case TEXT_POLICY -> TextPolicyFuzz.fuzzerTestOneInput(input);
            case JSON_POLICY -> JsonPolicyFuzz.fuzzerTestOneInput(input);
            case NAMES -> NamesFuzz.fuzzerTestOneInput(input);
            case CERTIFICATE -> CertificateFuzz.fuzzerTestOneInput(input);
        }
    }

    /** Seeds, and what the fuzzer kept because it went another way through the code. */
    Path corpus() {
        return Path.of("src/test/resources/fuzz", type.getSimpleName());
    }

    List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(corpus())) {
            return files.sorted().toList();
        }
    }
}
