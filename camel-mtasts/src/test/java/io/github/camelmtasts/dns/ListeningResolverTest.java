package io.github.camelmtasts.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import static org.assertj.core.api.Assertions.assertThat;

class ListeningResolverTest {

    private static final Name NAME = Name.fromConstantString("_mta-sts.good.example.");

    /** The last one that RFC 2181 section 8 allows; dnsjava writes no other. */
    private static final int LONGEST_TTL = Integer.MAX_VALUE;

    @ParameterizedTest
    @CsvSource({"0000003C, 60", "7FFFFFFF, 2147483647", "80000000, 0", "FFFFFFFF, 0"})
    void aTtlWithItsMostSignificantBitSetCountsAsZero(String ttlOnTheWire, long seconds) throws IOException {
        Message query = Message.newQuery(Record.newRecord(NAME, Type.TXT, DClass.IN));
        Message response = new Message(withTtl(answerTo(query).toWire(), Integer.parseUnsignedInt(ttlOnTheWire, 16)));
        ListeningResolver listening = new ListeningResolver(answering(response));

        assertThat(listening.sendAsync(query, Runnable::run)).isCompletedWithValue(response);
        assertThat(listening.timed(new DnsAnswer.Found<>("text")).ttl()).isEqualTo(Duration.ofSeconds(seconds));
    }

    private static Message answerTo(Message query) {
        Message response = new Message(query.getHeader().getID());
        response.addRecord(query.getQuestion(), Section.QUESTION);
        response.addRecord(new TXTRecord(NAME, DClass.IN, LONGEST_TTL, "text"), Section.ANSWER);
        return response;
    }

    private static byte[] withTtl(byte[] wire, int ttl) {
        ByteBuffer packet = ByteBuffer.wrap(wire);
        int position = 0;
        while (packet.getInt(position) != LONGEST_TTL) {
            position++;
        }
        return packet.putInt(position, ttl).array();
    }

    private static SimpleResolver answering(Message response) {
        return new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), 53)) {
            @Override
            public CompletionStage<Message> sendAsync(Message query, Executor executor) {
                return CompletableFuture.completedFuture(response);
            }
        };
    }
}
