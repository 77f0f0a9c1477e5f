package io.github.camelmtasts;

/** What a Camel context has as a plug-in if there is a guard for its {@code smtp:} endpoints. */
public interface GuardOnWatch {}
