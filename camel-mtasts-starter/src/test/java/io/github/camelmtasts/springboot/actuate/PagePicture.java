package io.github.camelmtasts.springboot.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the picture of the page that the documentation shows: {@code PagePicture docs/images/page.png}. */
final class PagePicture {

    private PagePicture() {}

    public static void main(String[] arguments) throws IOException {
        Path page = Files.writeString(
                Files.createTempFile("page", ".html"),
                StatusPage.of(
                        "invoices",
                        PracticeFacts.facts(),
                        PracticeFacts.health(),
                        Optional.of(PracticeFacts.policies())));
        try (Chromium browser =
                Chromium.start(Chromium.installed().orElseThrow(), Files.createTempDirectory("chromium"))) {
            browser.screen(960, 600, "light");
            browser.open(page.toUri());
            Files.write(Path.of(arguments[0]), browser.picture());
        }
    }
}
