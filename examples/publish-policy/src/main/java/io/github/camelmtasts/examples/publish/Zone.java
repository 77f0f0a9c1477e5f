package io.github.camelmtasts.examples.publish;

import io.github.camelmtasts.publication.RollOverReport;

/** Whoever can write to our DNS zone: an API of your provider, a pull request, or a person who reads a mail. */
@FunctionalInterface
public interface Zone {

    /** Puts the record of the report in the place of the one that is there; asked at each step until it is seen in DNS. */
    void announce(RollOverReport report);
}
