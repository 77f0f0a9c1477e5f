package io.github.camelmtasts.testkit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a host can be reached.
 *
 * @param addresses null for one address of its own, empty for none
 */
record Reachability(
        @Nullable List<String> addresses, @Nullable String alias, boolean listening) {
    static final Reachability OWN_ADDRESS = new Reachability(null, null, true);

    Reachability withAddresses(String... others) {
        return new Reachability(List.of(others), alias, listening);
    }

    Reachability withAlias(String target) {
        return new Reachability(addresses, HostNames.canonical(target), listening);
    }

    Reachability withoutListener() {
        return new Reachability(addresses, alias, false);
    }
}
