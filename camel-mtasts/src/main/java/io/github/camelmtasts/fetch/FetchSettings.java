package io.github.camelmtasts.fetch;

import java.util.Optional;

/**
 * How policies are fetched.
 *
 * @param port             of policy hosts: 443 but for tests
 * @param lenientMediaType whether any media type will do
 * @param proxy            the way out; empty for the direct one
 */
public record FetchSettings(int port, boolean lenientMediaType, Optional<FetchProxy> proxy) {}
