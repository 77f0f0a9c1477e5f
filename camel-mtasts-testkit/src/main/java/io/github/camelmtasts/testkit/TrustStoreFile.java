package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** A temporary PKCS12 file for code that wants its trust store by path. */
record TrustStoreFile(Path path) implements AutoCloseable {
    static final String PASSWORD = "changeit";

    static TrustStoreFile write(KeyStore store) throws IOException {
        Path path = Files.createTempFile("loopback-internet", ".p12");
        path.toFile().deleteOnExit();
        try (OutputStream out = Files.newOutputStream(path)) {
            store.store(out, PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no PKCS12 in this JVM", e);
        }
        return new TrustStoreFile(path);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
