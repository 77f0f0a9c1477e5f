package io.github.camelmtasts.publication;

/**
 * The record that DNS has.
 *
 * @param id      its id; empty if there is no usable one
 * @param trouble why there is none, for a person; empty if there is one
 */
public record RecordSight(String id, String trouble) {

    /** DNS says that there is none; that it cannot be asked, or that the record is broken, is another matter. */
    public static final RecordSight ABSENT = new RecordSight("", "is not there");

    boolean isAbsent() {
        return equals(ABSENT);
    }
}
