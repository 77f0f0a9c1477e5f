package io.github.camelmtasts.springboot;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.github.camelmtasts.MtaStsComponent;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;

/** The options of component and endpoints with their texts, as the component's own metadata has them. */
final class ComponentOptions {

    private static final String METADATA = "/META-INF/io/github/camelmtasts/mtasts.json";

    /** As an endpoint calls it: component options are a group of their own. */
    private static final List<String> GROUPS = List.of("componentProperties", "properties");

    private final JsonObject metadata;

    private ComponentOptions(JsonObject metadata) {
        this.metadata = metadata;
    }

    static ComponentOptions read() {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(MtaStsComponent.class.getResourceAsStream(METADATA), METADATA),
                StandardCharsets.UTF_8)) {
            return new ComponentOptions((JsonObject) Jsoner.deserialize(reader));
        } catch (IOException | DeserializationException broken) {
            throw new IllegalStateException("The jar of camel-mtasts has no readable " + METADATA, broken);
        }
    }

    boolean has(String option) {
        return find(option) != null;
    }

    /** What the option is for. */
    String description(String option) {
        JsonObject found = find(option);
        return found == null ? "" : found.getString("description");
    }

    /** The values that the option may have, as people write them; empty if it is not one of a few. */
    List<String> choices(String option) {
        JsonObject found = find(option);
        @Nullable Collection<Object> values = found == null ? null : found.getCollection("enum");
        return values == null
                ? List.of()
                : values.stream()
                        .map(value -> value.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList();
    }

    private @Nullable JsonObject find(String option) {
        return GROUPS.stream()
                .map(group -> (JsonObject) metadata.get(group))
                .filter(group -> group != null && group.containsKey(option))
                .map(group -> (JsonObject) group.get(option))
                .findFirst()
                .orElse(null);
    }
}
