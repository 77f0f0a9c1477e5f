package io.github.camelmtasts.springboot;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.camelmtasts.discovery.PolicyOverride;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/** What editors show for {@code camel.component.mtasts.*} is what the component's own metadata says. */
class MtaStsConfigurationMetadataTest {

    private static final String PREFIX = "camel.component.mtasts.";

    /** Read by the conditions of the wiring, and no options of the component. */
    private static final Set<String> SWITCHES = Set.of("enabled", "customizer.enabled");

    /** What Spring Boot has and Camel has not. */
    private static final String SSL_BUNDLE = "ssl-bundle";

    /** By dashed name. */
    private static final Map<String, JsonObject> OPTIONS = new TreeMap<>();

    private static final Map<String, JsonObject> PROPERTIES = new TreeMap<>();

    private static final Map<String, JsonObject> HINTS = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException, DeserializationException {
        JsonObject component = json(Objects.requireNonNull(
                loader().getResource("META-INF/io/github/camelmtasts/mtasts.json"), "mtasts.json"));
        part(component, "componentProperties", JsonObject.class)
                .forEach((name, option) -> OPTIONS.put(dashed(name), (JsonObject) option));

        // there is one such file in most jars
        for (URL file : Collections.list(loader().getResources("META-INF/spring-configuration-metadata.json"))) {
            collect(json(file), "properties", PROPERTIES);
            collect(json(file), "hints", HINTS);
        }
    }

    private static void collect(JsonObject file, String group, Map<String, JsonObject> found) {
        for (Object entry : (JsonArray) file.getOrDefault(group, new JsonArray())) {
            JsonObject property = (JsonObject) entry;
            String name = property.getString("name");
            if (name.startsWith(PREFIX)) {
                found.put(name.substring(PREFIX.length()), property);
            }
        }
    }

    @Test
    void theSwitchesAreDescribed() {
        assertThat(PROPERTIES.keySet()).containsAll(SWITCHES);
        for (String name : SWITCHES) {
            assertThat(PROPERTIES.get(name)).containsKey("description").containsEntry("defaultValue", true);
        }
    }

    @Test
    void theSslBundleIsDescribed() {
        assertThat(PROPERTIES.get(SSL_BUNDLE))
                .containsEntry("type", "java.lang.String")
                .containsKey("description");
    }

    @Test
    void eachOptionOfTheComponentIsAPropertyAndNothingElseIs() {
        assertThat(optionProperties().keySet()).isEqualTo(OPTIONS.keySet());
    }

    @Test
    void theDescriptionsAreThoseOfTheComponent() {
        assertThat(each(optionProperties(), property -> property.getString("description")))
                .containsExactlyInAnyOrderEntriesOf(each(OPTIONS, MtaStsConfigurationMetadataTest::description));
    }

    @Test
    void theDefaultsAreThoseOfTheComponent() {
        assertThat(each(optionProperties(), MtaStsConfigurationMetadataTest::defaultOfProperty))
                .containsExactlyInAnyOrderEntriesOf(each(OPTIONS, option -> text(option.get("defaultValue"))));
    }

    @Test
    void theTypesAreThoseOfTheComponent() {
        assertThat(each(optionProperties(), property -> property.getString("type")))
                .containsExactlyInAnyOrderEntriesOf(each(OPTIONS, MtaStsConfigurationMetadataTest::type));
    }

    @Test
    void editorsOfferTheValuesThatAnOptionCanHave() {
        Map<String, JsonObject> choices = only(option -> option.containsKey("enum"));

        assertThat(choices).hasSizeGreaterThan(5);
        assertThat(each(hintsOf(choices), hint -> values(hint).toString()))
                .isEqualTo(each(choices, option -> text(option.getCollection("enum"))));
    }

    @Test
    void editorsOfferTheBeansThatAnOptionCanName() {
        Map<String, JsonObject> objects = only(MtaStsConfigurationMetadataTest::isObject);

        assertThat(objects).containsKeys("store-data-source", "policy-store");
        assertThat(each(hintsOf(objects), MtaStsConfigurationMetadataTest::typeOfBean))
                .isEqualTo(each(objects, option -> option.getString("javaType")));
    }

    @Test
    void theOverridesThatEditorsOfferAreSome() {
        assertThat(values(Objects.requireNonNull(HINTS.get("overrides.values"))))
                .hasSameSizeAs(PolicyOverride.Action.values())
                .allSatisfy(value -> assertThat(PolicyOverride.parse(value)).hasToString(value));
    }

    private static Map<String, JsonObject> only(Predicate<JsonObject> kind) {
        Map<String, JsonObject> some = new TreeMap<>(OPTIONS);
        some.values().removeIf(kind.negate());
        return some;
    }

    private static Map<String, JsonObject> hintsOf(Map<String, JsonObject> options) {
        Map<String, JsonObject> some = new TreeMap<>(HINTS);
        some.keySet().retainAll(options.keySet());
        return some;
    }

    private static List<String> values(JsonObject hint) {
        return part(hint, "values", JsonArray.class).stream()
                .map(value -> ((JsonObject) value).getString("value"))
                .toList();
    }

    private static String typeOfBean(JsonObject hint) {
        JsonObject provider =
                (JsonObject) part(hint, "providers", JsonArray.class).get(0);
        assertThat(provider).containsEntry("name", "spring-bean-reference");
        return part(provider, "parameters", JsonObject.class).getString("target");
    }

    private static Map<String, JsonObject> optionProperties() {
        Map<String, JsonObject> properties = new TreeMap<>(PROPERTIES);
        properties.keySet().removeAll(SWITCHES);
        properties.remove(SSL_BUNDLE);
        return properties;
    }

    private static Map<String, String> each(Map<String, JsonObject> entries, Function<JsonObject, String> what) {
        Map<String, String> found = new TreeMap<>();
        entries.forEach((name, entry) -> found.put(name, what.apply(entry)));
        return found;
    }

    private static String description(JsonObject option) {
        String text = option.getString("description");
        return isObject(option) ? text + " The name of a bean: #bean:name." : text;
    }

    private static String type(JsonObject option) {
        return switch (option.getString("type")) {
            case "boolean" -> "java.lang.Boolean";
            case "integer" -> option.getString("javaType").equals("long") ? "java.lang.Long" : "java.lang.Integer";
            case "duration" -> "java.time.Duration";
            case "string" -> "java.lang.String";
            case "object" ->
                isObject(option)
                        ? "java.lang.String"
                        : option.getString("javaType").replace(", ", ",");
            default -> option.getString("javaType");
        };
    }

    private static boolean isObject(JsonObject option) {
        return option.getString("type").equals("object")
                && !option.getString("javaType").startsWith("java.util.Map");
    }

    /** As the component writes it: durations in milliseconds. */
    private static String defaultOfProperty(JsonObject property) {
        String value = text(property.get("defaultValue"));
        return property.getString("type").equals("java.time.Duration")
                ? String.valueOf(DurationStyle.detectAndParse(value).toMillis())
                : value;
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value).toLowerCase(Locale.ROOT);
    }

    private static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static JsonObject json(URL file) throws IOException, DeserializationException {
        try (Reader reader = new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
            return (JsonObject) Jsoner.deserialize(reader);
        }
    }

    private static <T> T part(JsonObject whole, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(whole.get(name), name));
    }

    private static ClassLoader loader() {
        return MtaStsConfigurationMetadataTest.class.getClassLoader();
    }
}
