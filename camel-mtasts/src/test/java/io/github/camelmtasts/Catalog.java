package io.github.camelmtasts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** The metadata of components, as it lies in their jars. */
final class Catalog {

    private Catalog() {}

    /** One part of a component's metadata, such as {@code properties}. */
    static Map<String, Object> section(String resource, String name) throws Exception {
        JsonObject metadata = (JsonObject) Jsoner.deserialize(text(resource));
        return metadata.getMap(name);
    }

    /** The resource, read as UTF-8; there has to be one. */
    static String text(String resource) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(Catalog.class.getClassLoader().getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
