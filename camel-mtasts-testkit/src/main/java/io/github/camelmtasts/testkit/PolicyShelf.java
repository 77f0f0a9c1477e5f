package io.github.camelmtasts.testkit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The policy files by policy host. Thread-safe. */
final class PolicyShelf {
    private final Map<String, Map<PolicyFormat, PolicyFile>> filesByHost = new ConcurrentHashMap<>();

    void put(String host, PolicyFile file) {
        filesByHost.merge(host, Map.of(file.format(), file), PolicyShelf::joined);
    }

    void remove(String host) {
        filesByHost.remove(host);
    }

    void clear() {
        filesByHost.clear();
    }

    Optional<PolicyFile> find(String host, String path) {
        return filesByHost.getOrDefault(host, Map.of()).values().stream()
                .filter(file -> file.format().path().equals(path))
                .findFirst();
    }

    /** The TLS of a host: that of its text policy, else of its JSON policy, else a valid certificate. */
    TlsOffer tls(String host) {
        Map<PolicyFormat, PolicyFile> files = filesByHost.getOrDefault(host, Map.of());
        return Optional.ofNullable(files.get(PolicyFormat.TEXT))
                .or(() -> Optional.ofNullable(files.get(PolicyFormat.JSON)))
                .map(PolicyFile::tls)
                .orElse(TlsOffer.VALID);
    }

    private static Map<PolicyFormat, PolicyFile> joined(
            Map<PolicyFormat, PolicyFile> older, Map<PolicyFormat, PolicyFile> newer) {
        Map<PolicyFormat, PolicyFile> all = new EnumMap<>(PolicyFormat.class);
        all.putAll(older);
        all.putAll(newer);
        return Map.copyOf(all);
    }
}
