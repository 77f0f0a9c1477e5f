package io.github.camelmtasts;

import java.io.StringReader;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What tools, catalogs and Endpoint DSLs read of the component. */
class CatalogTest {

    private static final String METADATA = "META-INF/io/github/camelmtasts/mtasts.json";

    /** The second is where the Camel catalog looks for components that are not Camel's own. */
    @ParameterizedTest
    @ValueSource(strings = {METADATA, "io/github/camelmtasts/mtasts.json"})
    void theComponentIsDescribed(String resource) throws Exception {
        Map<String, Object> component = Catalog.section(resource, "component");

        assertThat(component)
                .containsEntry("scheme", "mtasts")
                .containsEntry("syntax", "mtasts:operation")
                .containsEntry("producerOnly", true)
                .containsEntry("remote", true)
                .containsEntry("javaType", MtaStsComponent.class.getName());
    }

    @Test
    void theComponentIsListedAndFoundByItsScheme() throws Exception {
        Properties listed = new Properties();
        listed.load(new StringReader(Catalog.text("META-INF/services/org/apache/camel/component.properties")));
        Properties found = new Properties();
        found.load(new StringReader(Catalog.text("META-INF/services/org/apache/camel/component/mtasts")));

        assertThat(listed.getProperty("components").split(" ")).contains("mtasts");
        assertThat(found).containsEntry("class", MtaStsComponent.class.getName());
    }

    @Test
    void eachHeaderIsDescribed() throws Exception {
        Map<String, Object> headers = Catalog.section(METADATA, "headers");

        assertThat(headers.keySet()).containsExactlyInAnyOrderElementsOf(headerNames());
        assertThat(headers.values())
                .allSatisfy(header -> assertThat((String) ((JsonObject) header).get("description"))
                        .isNotBlank());
    }

    private static List<String> headerNames() {
        return Arrays.stream(MtaStsConstants.class.getFields())
                .map(CatalogTest::value)
                .toList();
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException neverForAnInterface) {
            throw new IllegalStateException(neverForAnInterface);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"properties", "componentProperties"})
    void eachOptionIsDescribed(String options) throws Exception {
        assertThat(Catalog.section(METADATA, options))
                .isNotEmpty()
                .allSatisfy((name, option) -> assertThat((String) ((JsonObject) option).get("description"))
                        .isNotBlank());
    }

    @ParameterizedTest
    @CsvSource({
        "dialect, auto, true",
        "dialect, rfc9999, false",
        "connectionTimeout, 5s, true",
        "connectionTimout, 5s, false", // no such option
        "useHeaderRecipients, perhaps, false"
    })
    void toolsCheckOptionsByTheCatalogOfARunningContext(String option, String value, boolean isRight) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext();
                DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog()) {
            catalog.setCamelContext(context);

            assertThat(catalog.validateProperties("mtasts", Map.of("operation", "send", option, value))
                            .isSuccess())
                    .isEqualTo(isRight);
        }
    }
}
