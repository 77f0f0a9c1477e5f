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
import io.github.camelmtasts.publication.PolicyTexts;

/** The policies of a directory, a file for each domain: {@code example.com.txt}. A changed file counts at once. */
public final class PolicyDirectory implements PolicyTexts {

    private static final String SUFFIX = ".txt";

    private final Path directory;

    /** Of this directory, which need not exist yet. */
    public PolicyDirectory(Path directory) {
        this.directory = directory;
    }

    /** A name that is written otherwise, such as {@code README.txt}, is not that of a domain's file. */
    @Override
    public Set<DomainName> domains() {
        Set<DomainName> domains = new TreeSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .forEach(name -> DomainName.ifValid(name)
                            .filter(domain -> domain.toString().equals(name))
                            .ifPresent(domains::add));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The directory of policies " + directory + " cannot be read", unreadable);
        }
        return domains;
    }

    /** A name that is valid has no slash and no empty label, so it leads to no other directory. */
    @Override
    public Optional<String> textOf(DomainName domain) {
        if (!Files.isDirectory(directory)) { // perhaps it is not mounted: that is no word about the domain
            throw new UncheckedIOException(new IOException("The directory of policies " + directory + " is not there"));
        }
        return SmallFile.read(directory.resolve(domain + SUFFIX));
    }
}
