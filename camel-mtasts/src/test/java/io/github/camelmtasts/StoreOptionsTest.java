package io.github.camelmtasts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import io.github.camelmtasts.delivery.Resolution;
import io.github.camelmtasts.policy.PolicyDecision;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where the component keeps policies, by its options. */
class StoreOptionsTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")));

    @TempDir
    private Path directory;

    private final List<String> touches = new CopyOnWriteArrayList<>();

    /** Somebody's business database. */
    private DataSource witness() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() != Object.class) {
                        touches.add(method.getName());
                        throw new IllegalStateException("touched");
                    }
                    return switch (method.getName()) {
                        case "hashCode" -> 1;
                        case "equals" -> proxy == arguments[0];
                        default -> "witness";
                    };
                });
    }

    @ParameterizedTest
    @CsvSource({"true, true, false", "true, false, true", "false, true, true", "true, true, true"})
    void policiesAreKeptInOnePlace(boolean bean, boolean dataSource, boolean file) {
        MtaStsComponent component = new MtaStsComponent();
        StringBuilder named = new StringBuilder();
        if (bean) {
            component.setPolicyStore(new MemoryPolicyStore());
            named.append(" and policyStore");
        }
        if (dataSource) {
            component.setStoreDataSource(witness());
            named.append(" and storeDataSource");
        }
        if (file) {
            component.setStoreDirectory(directory.toString());
            named.append(" and storeDirectory");
        }

        assertThatThrownBy(() -> started(component))
                .hasStackTraceContaining(named.substring(" and ".length()) + "; name one of them");
        assertThat(touches).isEmpty();
    }

    private static void started(MtaStsComponent component) {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addComponent("mtasts", component);
            context.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aDataSourceThatWasNotNamedIsNeverTouched(boolean withDirectory) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("dataSource", DataSource.class, witness());
            context.start();
            MtaStsComponent component = (MtaStsComponent) context.getComponent("mtasts", true, false);
            configure(component, INTERNET.internet());
            component.setStoreDirectory(withDirectory ? directory.toString() : "");
            component.start();

            assertThat(resolve(context)).isInstanceOf(PolicyDecision.Enforced.class);
            assertThat(component.getStoreDataSource()).isNull();
        }
        assertThat(touches).isEmpty();
    }

    private static void configure(MtaStsComponent component, LoopbackInternet internet) {
        component.setDnsServers(internet.dnsServer());
        component.setPolicyPort(internet.policyPort());
        component.setAllowedAddresses("127.0.0.0/8");
        component.setSslContextParameters(Sender.trust(internet));
    }

    private static PolicyDecision resolve(DefaultCamelContext context) {
        Resolution resolution =
                context.createProducerTemplate().requestBody("mtasts:resolve", "good.example", Resolution.class);
        return Objects.requireNonNull(resolution)
                .decision()
                .orElseThrow(() -> new AssertionError(resolution.undeliverable()));
    }

    @Test
    void aPolicyInADirectorySurvivesARestart() throws Exception {
        String log = logged(() -> {
            assertThat(resolveIn(INTERNET.internet().policyPort())).isInstanceOf(PolicyDecision.Enforced.class);
            assertThat(resolveIn(1)).as("no policy host answers").isInstanceOf(PolicyDecision.Enforced.class);
        });

        assertThat(log).doesNotContain("kept in memory");
        assertThat(directory.resolve("mtasts.mv.db")).isNotEmptyFile();
    }

    private PolicyDecision resolveIn(int policyPort) {
        MtaStsComponent component = Sender.component(INTERNET.internet());
        component.setPolicyPort(policyPort);
        component.setStoreDirectory(directory.toString());
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addComponent("mtasts", component);
            context.start();
            return resolve(context);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aContextMayRestartOverItsDirectory() throws Exception {
        MtaStsComponent component = Sender.component(INTERNET.internet());
        component.setStoreDirectory(directory.toString());
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addComponent("mtasts", component);
            context.start();
            assertThat(resolve(context)).isInstanceOf(PolicyDecision.Enforced.class);
            context.stop();
            context.addComponent("mtasts", component); // a context that stops forgets its components
            context.start();
            assertThat(resolve(context)).isInstanceOf(PolicyDecision.Enforced.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"overrides", "publishedPolicies", "publicationState"})
    void aStartThatFailsLeavesTheDirectoryToTheNext(String option) {
        MtaStsComponent refused = Sender.component(INTERNET.internet());
        refused.setStoreDirectory(directory.toString());
        Map<String, String> nonsense = Map.of("good.example", "nonsense");
        switch (option) {
            case "overrides" -> refused.setOverrides(nonsense);
            case "publishedPolicies" -> refused.setPublishedPolicies(nonsense);
            default -> refused.setPublicationState("file:\0");
        }
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addComponent("mtasts", refused);
            assertThatThrownBy(context::start).isInstanceOf(RuntimeException.class);

            assertThat(isFree(directory.resolve("mtasts.mv.db"))).as("no lock").isTrue();
            assertThat(resolveIn(INTERNET.internet().policyPort())).isInstanceOf(PolicyDecision.Enforced.class);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** One process shares an H2 file with itself, so a second start in it shows no lock. */
    private static boolean isFree(Path database) throws IOException {
        if (!Files.exists(database)) {
            return true;
        }
        try (FileChannel file = FileChannel.open(database, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    @Test
    void memoryIsWarnedOf() {
        assertThat(logged(() -> started(Sender.component(INTERNET.internet()))))
                .contains("kept in memory")
                .contains("storeDirectory")
                .contains("storeDataSource");
    }

    private static String logged(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aNamedDataSourceNeedsItsTableUnlessItMayBeCreated() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:named;DB_CLOSE_DELAY=-1");

        assertThatThrownBy(() -> resolveBy(database, null))
                .hasStackTraceContaining("storeSchema=create")
                .hasStackTraceContaining("create table mtasts_policy (");
        assertThat(resolveBy(database, "create")).isInstanceOf(PolicyDecision.Enforced.class);
        assertThat(resolveBy(database, null)).isInstanceOf(PolicyDecision.Enforced.class);
    }

    /** By properties, as in an application.properties. */
    private static PolicyDecision resolveBy(DataSource database, @Nullable String schema) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("policies", DataSource.class, database);
            MtaStsComponent component = Sender.component(INTERNET.internet());
            context.addComponent("mtasts", component);
            var binding = PropertyBindingSupport.build()
                    .withCamelContext(context)
                    .withTarget(component)
                    .withProperty("storeDataSource", "#bean:policies");
            (schema == null ? binding : binding.withProperty("storeSchema", schema)).bind();
            context.start();
            return resolve(context);
        }
    }
}
