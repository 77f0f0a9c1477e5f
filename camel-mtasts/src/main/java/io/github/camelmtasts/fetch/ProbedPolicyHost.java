package io.github.camelmtasts.fetch;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.ShownCertificate;

/**
 * What a policy host showed, at one of its addresses, to one request for a policy.
 *
 * @param address        where it was met, or was to be
 * @param dialect        by which form it was asked
 * @param chain          the certificates that it showed, its own first, valid or not; empty if it did not come to that
 * @param status         of its HTTP answer; empty if there was none
 * @param mediaType      of its answer, fit to be shown
 * @param mediaTypeFault what a strict reader has against the media type; the body was read all the same
 * @param result         the policy as text, or why there is none
 * @param took           the time for all of it
 */
public record ProbedPolicyHost(
        InetAddress address,
        Dialect dialect,
        List<ShownCertificate> chain,
        OptionalInt status,
        Optional<String> mediaType,
        Optional<FetchResult.Failed> mediaTypeFault,
        FetchResult result,
        Duration took) {

    public ProbedPolicyHost {
        chain = List.copyOf(chain);
    }

    /** The policy's text, whatever its media type; empty if there is none. */
    public Optional<String> text() {
        return result.fold(Optional::of, failed -> Optional.empty());
    }

    /** Why there is no policy; empty if there is one. */
    public Optional<FetchResult.Failed> failure() {
        return result.fold(text -> Optional.empty(), Optional::of);
    }
}
