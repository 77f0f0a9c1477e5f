package io.github.camelmtasts.dns;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.lookup.LookupFailedException;

/**
 * Stands before a resolver for one question, which may take several packets, and hears for how long its answer counts: as long
 * as the record that counts shortest, aliases included.
 */
final class ListeningResolver extends FixedResolver {

    /**
     * RFC 2308 section 5 would not keep a negative answer without an SOA, since servers could hand it round forever. We hand
     * it to nobody, and a moment is enough that a busy domain without addresses of one family does not cost a question a mail.
     */
    static final Duration TTL_WITHOUT_SOA = Duration.ofSeconds(5);

    /** No honest answer has more; dnsjava's time grows with their square, and 3,000 would stop all questions for a second. */
    static final int MAX_RECORDS = 200;

    /** RFC 2181 section 8: no TTL is longer. */
    private static final Duration LONGEST_TTL = Duration.ofSeconds(Integer.MAX_VALUE);

    private final Resolver resolver;
    private Duration ofRecords = LONGEST_TTL;
    private Duration ofNothing = Duration.ZERO;
    private boolean deniedByRoot;

    ListeningResolver(Resolver resolver) {
        this.resolver = resolver;
    }

    /** The answer with what was heard. */
    <T> TimedAnswer<T> timed(DnsAnswer<T> answer) {
        return answer.fold(
                found -> new TimedAnswer<>(answer, ofRecords),
                () -> new TimedAnswer<>(answer, shorter(ofRecords, ofNothing)),
                () -> new TimedAnswer<>(answer, shorter(ofRecords, ofNothing)),
                TimedAnswer::failed);
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        return resolver.sendAsync(query, executor).thenApply(this::heard);
    }

    private Message heard(Message response) {
        List<Record> answer = response.getSection(Section.ANSWER);
        if (size(response) > MAX_RECORDS) {
            throw new LookupFailedException("an answer of more than " + MAX_RECORDS + " records");
        }
        for (Record record : answer) {
            ofRecords = shorter(ofRecords, ttl(record.getTTL()));
        }
        ofNothing = ofNothing(response);
        deniedByRoot = response.getRcode() == Rcode.NXDOMAIN && !isDeniedByAZoneBelow(response);
        return response;
    }

    /** Whether the last response denies a name, and in the name of no domain below the root (RFC 2308 section 2.1). */
    boolean isDeniedByRoot() {
        return deniedByRoot;
    }

    private static boolean isDeniedByAZoneBelow(Message response) {
        return response.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(Record::getName)
                .anyMatch(zone -> !zone.equals(Name.root)
                        && response.getQuestion().getName().subdomain(zone));
    }

    private static int size(Message response) {
        return IntStream.rangeClosed(Section.ANSWER, Section.ADDITIONAL)
                .map(response.getHeader()::getCount)
                .sum();
    }

    /** RFC 2308 section 5. */
    private static Duration ofNothing(Message response) {
        return response.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .map(soa -> shorter(ttl(soa.getTTL()), ttl(soa.getMinimum())))
                .findFirst()
                .orElse(TTL_WITHOUT_SOA);
    }

    /** RFC 2181 section 8: the most significant bit set means zero. */
    private static Duration ttl(long seconds) {
        return Duration.ofSeconds(seconds > Integer.MAX_VALUE ? 0 : seconds);
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
