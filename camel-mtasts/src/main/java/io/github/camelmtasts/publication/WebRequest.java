package io.github.camelmtasts.publication;

import java.util.Arrays;
import java.util.Optional;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;

/**
 * What a stranger asks a policy host for. All of it is theirs to choose.
 *
 * @param method such as GET
 * @param host   the host asked for, a port behind it or not
 * @param path   without the query
 */
public record WebRequest(String method, String host, String path) {

    private static final String POLICY_HOST_LABEL = "mta-sts.";

    /** Whose policy it is about; empty if the host is no policy host (RFC 8461 section 3.2). */
    public Optional<DomainName> domain() {
        return DomainName.ifValid(host.replaceFirst(":[0-9]{1,5}$", ""))
                .filter(name -> name.toString().startsWith(POLICY_HOST_LABEL))
                .flatMap(DomainName::parent);
    }

    /** In which dialect the policy is asked for; empty if the path is nobody's well-known one. */
    public Optional<Dialect> dialect() {
        return Arrays.stream(Dialect.values())
                .filter(dialect -> dialect.wellKnownPath().equals(path))
                .findFirst();
    }

    boolean reads() {
        return method.equals("GET") || isHead();
    }

    boolean isHead() {
        return method.equals("HEAD");
    }
}
