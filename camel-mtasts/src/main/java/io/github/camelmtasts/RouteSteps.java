package io.github.camelmtasts;

import java.util.List;
import java.util.stream.Stream;

import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/** Looks into the steps of a route, and into the steps within them. */
public final class RouteSteps {

    private RouteSteps() {}

    /** The endpoints to which steps of the route send; those that a message names are not known. */
    public static Stream<Endpoint> endpoints(Route route) {
        return within(route.navigate());
    }

    private static Stream<Endpoint> within(@Nullable Navigate<Processor> node) {
        List<Processor> next = node == null ? null : node.next();
        return next == null ? Stream.empty() : next.stream().flatMap(RouteSteps::of);
    }

    @SuppressWarnings("unchecked") // what a route navigates to are its processors
    private static Stream<Endpoint> of(Processor step) {
        Stream<Endpoint> own = step instanceof EndpointAware sends && sends.getEndpoint() != null
                ? Stream.of(sends.getEndpoint())
                : Stream.empty();
        return step instanceof Navigate<?> inner ? Stream.concat(own, within((Navigate<Processor>) inner)) : own;
    }
}
