package io.github.camelmtasts.publication;

/**
 * The record that DNS has.
 *
 * @param id      its id; empty if there is no usable one
 * @param trouble why there is none, for a person; empty if there is one
 */
public record RecordSight(String id, String trouble) {}
