package io.github.camelmtasts.dns;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.policy.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * Leaves a question alone for a while after it failed, so that a broken zone costs one wait and not one for each mail (RFC 9520
 * section 3.2). Safe for use by many threads.
 */
public final class FailureMemory implements DnsLookup {

    /** After the first failure; it doubles with each further one. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

    /** RFC 9520 section 3.2: never longer. */
    static final Duration MAX_PAUSE = Duration.ofMinutes(5);

    private static final int MAX_QUESTIONS = 100_000;

    private enum Type {
        TXT,
        MX,
        ADDRESS
    }

    private record Question(Type type, String name) {}

    private record Trouble(Instant until, Duration pause, String detail) {

        static Trouble after(@Nullable Trouble before, Instant now, String detail) {
            Duration doubled = before == null ? FIRST_PAUSE : before.pause().multipliedBy(2);
            Duration pause = doubled.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : doubled;
            return new Trouble(now.plus(pause), pause, detail);
        }
    }

    private final DnsLookup dns;
    private final Clock clock;
    private final Cache<Question, Trouble> troubles =
            Caffeine.newBuilder().maximumSize(MAX_QUESTIONS).build();

    /** A memory in front of this look-up. */
    public FailureMemory(DnsLookup dns, Clock clock) {
        this.dns = dns;
        this.clock = clock;
    }

    @Override
    public DnsAnswer<List<String>> txt(String name) {
        return unlessFailing(new Question(Type.TXT, name), () -> dns.txt(name));
    }

    /** Asks in any case: a re-check must see what is true now, and is rare. */
    @Override
    public DnsAnswer<List<String>> freshTxt(String name) {
        return remembered(new Question(Type.TXT, name), dns.freshTxt(name));
    }

    @Override
    public DnsAnswer<List<MxRecord>> mx(DomainName domain) {
        return unlessFailing(new Question(Type.MX, domain.toString()), () -> dns.mx(domain));
    }

    @Override
    public DnsAnswer<List<InetAddress>> addresses(DomainName host) {
        return unlessFailing(new Question(Type.ADDRESS, host.toString()), () -> dns.addresses(host));
    }

    private <T> DnsAnswer<T> unlessFailing(Question question, Supplier<DnsAnswer<T>> lookup) {
        Trouble trouble = troubles.getIfPresent(question);
        return trouble != null && clock.instant().isBefore(trouble.until())
                ? new DnsAnswer.Failed<>(trouble.detail())
                : remembered(question, lookup.get());
    }

    private <T> DnsAnswer<T> remembered(Question question, DnsAnswer<T> answer) {
        if (answer instanceof DnsAnswer.Failed<T> failed) {
            if (Thread.currentThread().isInterrupted()) {
                return answer; // it is this thread that failed, and not DNS
            }
            troubles.asMap()
                    .compute(question, (same, before) -> Trouble.after(before, clock.instant(), failed.detail()));
        } else {
            troubles.invalidate(question);
        }
        return answer;
    }
}
