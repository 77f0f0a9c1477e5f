package io.github.camelmtasts.publication;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Policy;
import io.github.camelmtasts.policy.PolicyParser;
import io.github.camelmtasts.policy.PolicySyntaxException;

/**
 * A domain's policy by RFC 8461, as its owner serves it. A value that exists is valid. The draft's form of it is derived.
 *
 * @param domain the policy domain
 * @param text   the policy file, to the byte
 * @param policy what it says
 */
public record PublishedPolicy(DomainName domain, String text, Policy policy) {

    /**
     * In hex digits, of the 32 that RFC 8461 section 3.1 allows: 80 bits, so that two policies of a domain never share an id, and
     * a person can compare two by eye.
     */
    private static final int ID_LENGTH = 20;

    /** In bytes. Senders need not read more (RFC 8461 section 3.3). */
    private static final int MAX_SIZE = 64 * 1024;

    /**
     * Reads a policy file.
     *
     * @throws PolicySyntaxException if it is none, or one that senders do not read to the end
     */
    public static PublishedPolicy read(DomainName domain, String text) throws PolicySyntaxException {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_SIZE) {
            throw new PolicySyntaxException("it is longer than the " + MAX_SIZE + " bytes that senders read");
        }
        return new PublishedPolicy(
                domain, text, PolicyParser.of(Dialect.RFC8461).parse(text));
    }

    /** The id of its record. It follows from the text: another text has another id, on each node that serves it. */
    public String recordId() {
        return policy.sha256().substring(0, ID_LENGTH);
    }

    /** The file in this dialect; empty if the policy cannot be said in it. */
    public Optional<String> text(Dialect dialect) {
        return switch (dialect) {
            case RFC8461 -> Optional.of(text);
            case DRAFT06 -> PolicyText.draft(policy);
        };
    }
}
