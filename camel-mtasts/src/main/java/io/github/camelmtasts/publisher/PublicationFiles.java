package io.github.camelmtasts.publisher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.publication.Publication;
import io.github.camelmtasts.publication.PublicationJson;

/** Remembers publications over restarts, a file for each domain: {@code example.com.json}. */
public final class PublicationFiles {

    private static final String SUFFIX = ".json";

    private final Path directory;

    /** In this directory, which is made when the first one is kept. */
    public PublicationFiles(Path directory) {
        this.directory = directory;
    }

    /** A name that is written otherwise is not that of a domain's file. */
    Set<DomainName> domains() {
        Set<DomainName> domains = new TreeSet<>();
        if (!Files.isDirectory(directory)) {
            return domains;
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .forEach(name -> DomainName.ifValid(name)
                            .filter(domain -> domain.toString().equals(name))
                            .ifPresent(domains::add));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The publicationState " + directory + " cannot be read", unreadable);
        }
        return domains;
    }

    /** @throws BrokenMemory if there is a file that is broken: nobody knows then what senders hold */
    Optional<Publication> find(DomainName domain) {
        Path file = file(domain);
        return SmallFile.read(file).map(text -> {
            try {
                return PublicationJson.read(domain, text);
            } catch (IllegalArgumentException broken) {
                throw new BrokenMemory(
                        "What is published for " + domain + " is kept in " + file + ", and " + broken.getMessage()
                                + "; whoever runs this publisher must restore the file from a backup. Without it the policies"
                                + " that senders hold are forgotten, and nobody says until when which MX hosts must stay:"
                                + " remove it only if all hosts of earlier policies stay for their longest max_age",
                        broken);
            }
        });
    }

    void save(Publication publication) {
        SmallFile.write(file(publication.domain()), PublicationJson.of(publication));
    }

    void remove(DomainName domain) {
        try {
            Files.deleteIfExists(file(domain));
        } catch (IOException undeletable) {
            throw new UncheckedIOException(undeletable);
        }
    }

    private Path file(DomainName domain) {
        return directory.resolve(domain + SUFFIX);
    }
}
