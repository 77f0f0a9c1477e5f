package io.github.camelmtasts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.ReplyClass;
import io.github.camelmtasts.delivery.SmtpReply;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever has a reason finds its section. */
class WhyDoesMyMailWaitTest {

    private static final Pattern REPLY_ROW = Pattern.compile("\\| `([A-Z_]+)` \\| `([0-9][^`]*)` \\| (.*) \\|");

    @Test
    void everyReasonHasItsSection() throws IOException {
        List<String> sections = Files.readAllLines(Path.of("..", "docs", "why-does-my-mail-wait.md")).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.replaceAll("^### `|`$", ""))
                .toList();

        assertThat(sections)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(FailureReason.values()).map(Enum::name).toList());
    }

    @Test
    void everyClassOfRepliesHasARowWithAReplyThatIsOfIt() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "why-does-my-mail-wait.md"))) {
            Matcher row = REPLY_ROW.matcher(line);
            if (row.matches()) {
                SmtpReply reply = new SmtpReply(Integer.parseInt(row.group(2).substring(0, 3)), row.group(2));
                assertThat(ReplyClass.of(reply)).as(line).hasToString(row.group(1));
                assertThat(ReplyClass.of(reply).advice()).isEqualTo(row.group(3));
                seen.add(row.group(1));
            }
        }

        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ReplyClass.values()).map(Enum::name).toList());
    }
}
