package io.github.camelmtasts.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.github.camelmtasts.delivery.LineEnds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a mail holds, its end is seen where it is and nowhere else, however its bytes come in portions. */
class LineEndsTest {

    private static final char[] ALPHABET = {'a', '.', '\r', '\n'};

    private static final int LENGTH = 6;

    /** All texts of {@link #LENGTH} signs of the alphabet. */
    private static Stream<String> texts() {
        Stream<String> texts = Stream.of("");
        for (int i = 0; i < LENGTH; i++) {
            texts = texts.flatMap(
                    text -> Stream.of(text + ALPHABET[0], text + ALPHABET[1], text + ALPHABET[2], text + ALPHABET[3]));
        }
        return texts;
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static String onTheWire(Writing writing) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        try {
            LineEnds lines = new LineEnds(new DotStuffing(wire));
            writing.to(lines);
            lines.endLastLine();
        } catch (IOException neverInMemory) {
            throw new IllegalStateException(neverInMemory);
        }
        return wire.toString(StandardCharsets.ISO_8859_1);
    }

    private static String expected(String text) {
        String lines = text.replaceAll("\r\n|\r|\n", "\r\n");
        String ended = lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
        return ended.replaceAll("(?<=^|\r\n)\\.", "..");
    }

    @Test
    void everyTextGoesOutInLinesWithDoubledDotsHoweverItIsDivided() {
        assertThat(texts()).allSatisfy(text -> {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            for (int cut = 0; cut <= bytes.length; cut++) {
                int first = cut;
                assertThat(onTheWire(out -> {
                            out.write(bytes, 0, first);
                            out.write(bytes, first, bytes.length - first);
                        }))
                        .as("cut at %d", cut)
                        .isEqualTo(expected(text));
            }
            assertThat(onTheWire(out -> {
                        for (byte one : bytes) {
                            out.write(one);
                        }
                    }))
                    .as("byte by byte")
                    .isEqualTo(expected(text));
        });
    }

    @Test
    void noTextHoldsTheEndOfAMailInAnySpelling() {
        assertThat(texts())
                .allSatisfy(text -> assertThat(onTheWire(out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1))))
                        .doesNotContainPattern("(?:^|\r|\n)\\.(?:\r|\n)"));
    }

    /** Buffers on the way: of our sockets, of Jakarta Mail, of a TLS record. */
    private static Stream<Integer> bufferEdges() {
        return Stream.of(4096, 8192, 16 * 1024, 256 * 1024)
                .flatMap(size -> Stream.iterate(size - 4, at -> at + 1).limit(9));
    }

    @ParameterizedTest
    @MethodSource("bufferEdges")
    void theSameAtEveryEdgeOfABuffer(int edge) {
        for (String end :
                List.of("\n.\n", "\r.\r", "\r\n.\r\n", "\r\n.\n", "\n.\r\n", "\r.\r\n", "\n.\r", "\r\r\n.\r\n")) {
            String text = "x".repeat(edge) + end + "MAIL FROM:<evil@sender.example>\r\n";

            assertThat(onTheWire(out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1))))
                    .isEqualTo(expected(text));
        }
    }
}
