package io.github.camelmtasts.examples.publish;

import io.github.camelmtasts.publication.RollOverReport;

/** Whoever can write to our DNS zone: an API of your provider, a pull request, or a person who reads a mail. */
@FunctionalInterface
public interface Zone {

    /** Puts the record of the report in the place of the one that is there. */
    void announce(RollOverReport report);
}
