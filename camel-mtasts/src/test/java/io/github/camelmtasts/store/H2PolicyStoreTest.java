package io.github.camelmtasts.store;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.github.camelmtasts.MovableClock;
import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.github.camelmtasts.store.JdbcPolicyStoreContract.good;
import static io.github.camelmtasts.store.PolicyStoreContract.allPages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** In an H2 file. */
@Timeout(60)
class H2PolicyStoreTest implements JdbcPolicyStoreContract {

    @TempDir
    private Path directory;

    private final MovableClock clock = MovableClock.at(NOON.toString());
    private JdbcPolicyStore store;

    @BeforeEach
    void open() {
        store = inDirectory(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private JdbcPolicyStore inDirectory(Path where) {
        return JdbcPolicyStore.inDirectory(where, StoreSchema.CREATE, clock);
    }

    @Override
    public PolicyStore store() {
        return store;
    }

    /** One process may open the file several times, as long as it does so under the same settings. */
    @Override
    public DataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:async:" + directory.resolve("mtasts") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        database.setUser("mtasts");
        return database;
    }

    @Override
    public MovableClock clock() {
        return clock;
    }

    @Test
    void whatWasSavedIsThereAfterARestart() {
        store.save(good("1", NOON));
        store.close();
        store = JdbcPolicyStore.inDirectory(directory, StoreSchema.VALIDATE, clock);

        assertThat(store.find(GOOD, Dialect.RFC8461)).contains(good("1", NOON));
    }

    @Test
    void anH2OfAnotherCollationKeepsTheOrderOfTheKeys() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + directory.resolve("collated") + ";COLLATION=ENGLISH");
        JdbcPolicyStore collated = JdbcPolicyStore.in(database, StoreSchema.CREATE, clock);
        List<DomainName> domains = NAMES.stream().map(DomainName::of).sorted().toList();
        domains.forEach(domain -> collated.save(new StoredPolicy(domain, Dialect.RFC8461, "1", TEXT, NOON)));

        assertThat(allPages(
                        3,
                        after -> collated.list(after, 3).stream()
                                .map(StoredPolicy::key)
                                .toList()))
                .extracting(PolicyKey::domain)
                .isEqualTo(domains);
    }

    /** A route that is stopped by force, for example. */
    @Test
    void anInterruptOfOneUserLeavesTheDatabaseToTheNext() {
        store.save(good("1", NOON));
        CompletableFuture.runAsync(this::useInterrupted, command -> new Thread(command).start())
                .join();

        assertThat(store.find(GOOD, Dialect.RFC8461)).isPresent();
        store.save(good("3", NOON.plusSeconds(2)));
        assertThat(store.find(GOOD, Dialect.RFC8461)).contains(good("3", NOON.plusSeconds(2)));
    }

    /** What becomes of this use itself is its own affair. */
    private void useInterrupted() {
        Thread.currentThread().interrupt();
        try {
            store.find(GOOD, Dialect.RFC8461);
            store.save(good("2", NOON.plusSeconds(1)));
        } catch (StoreUnavailableException interrupted) {
            assertThat(interrupted).isNotNull();
        }
    }

    @Test
    void aClosedStoreIsUnavailable() {
        store.close();

        assertThatThrownBy(() -> store.find(GOOD, Dialect.RFC8461)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void theDirectoryIsMade() {
        Path deep = directory.resolve("var/lib/mail and so on");
        try (JdbcPolicyStore there = inDirectory(deep)) {
            there.save(good("1", NOON));
        }

        assertThat(deep.resolve("mtasts.mv.db")).isNotEmptyFile();
    }

    @Test
    void aFileInPlaceOfTheDirectoryEndsTheStart() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> inDirectory(file))
                .hasMessageContaining("storeDirectory")
                .hasMessageContaining("file");
    }

    @Test
    void aDirectoryCannotCarryDatabaseSettings() {
        assertThatThrownBy(() -> inDirectory(Path.of(directory + "/x;INIT=drop all objects")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("semicolon");
    }

    @Test
    void withoutH2TheErrorNamesTheDependency() throws Exception {
        URL[] withoutH2 = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("h2-"))
                .map(H2PolicyStoreTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(withoutH2, ClassLoader.getPlatformClassLoader())) {
            Class<?> schema = loader.loadClass(StoreSchema.class.getName());
            var open = loader.loadClass(JdbcPolicyStore.class.getName())
                    .getMethod("inDirectory", Path.class, schema, Clock.class);

            assertThatThrownBy(() -> open.invoke(null, directory, schema.getEnumConstants()[0], clock))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("com.h2database:h2:2.4.240");
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    /** SIGKILL, before H2 would write by itself; the last policy was saved a moment ago. */
    @Test
    void aProcessThatIsKilledLosesNothingThatWasSaved() throws Exception {
        Path there = directory.resolve("child");
        Process child = SavesAndWaits.start(there);
        try (BufferedReader said = child.inputReader()) {
            assertThat(said.readLine()).isEqualTo("saved");
            child.destroyForcibly();
        } finally {
            child.destroyForcibly().waitFor();
        }

        assertThat(child.exitValue()).as("killed by SIGKILL").isEqualTo(128 + 9);
        try (JdbcPolicyStore found = inDirectory(there)) {
            assertThat(IntStream.range(0, SavesAndWaits.POLICIES))
                    .allSatisfy(
                            i -> assertThat(found.find(SavesAndWaits.policy(i).domain(), Dialect.RFC8461))
                                    .contains(SavesAndWaits.policy(i)));
        }
    }

    /** The process that is killed. */
    static final class SavesAndWaits {

        static final int POLICIES = 50;

        private SavesAndWaits() {}

        static StoredPolicy policy(int number) {
            return new StoredPolicy(
                    DomainName.of("d" + number + ".example"), Dialect.RFC8461, "id" + number, TEXT, NOON);
        }

        static Process start(Path directory) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1", // it lives for a second
                            "-cp",
                            System.getProperty("java.class.path"),
                            SavesAndWaits.class.getName(),
                            directory.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        public static void main(String[] arguments) throws InterruptedException {
            JdbcPolicyStore store =
                    JdbcPolicyStore.inDirectory(Path.of(arguments[0]), StoreSchema.CREATE, Clock.systemUTC());
            IntStream.range(0, POLICIES).forEach(i -> store.save(policy(i)));
            System.out.println("saved");
            Thread.sleep(60_000);
        }
    }

    @Test
    void aSecondProcessIsTurnedAwayAtTheStart() throws Exception {
        Path there = directory.resolve("child");
        Process child = SavesAndWaits.start(there);
        try (BufferedReader said = child.inputReader()) {
            assertThat(said.readLine()).isEqualTo("saved");
            assertThatThrownBy(() -> inDirectory(there))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("already in use");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
