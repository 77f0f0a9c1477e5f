package io.github.camelmtasts.smtp;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.policy.DomainName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who hears of a mail that waits for its turn. */
class ConnectionTurnsTest {

    private final List<String> heard = new ArrayList<>();

    private ConnectionTurns turns(int inAll, int perHost) {
        return new ConnectionTurns(
                new ConnectionLimits(inAll, perHost, 1, Duration.ofMillis(1)),
                new ConnectionListener() {
                    @Override
                    public void waits() {
                        heard.add("waits");
                    }

                    @Override
                    public void waitedInVain() {
                        heard.add("in vain");
                    }

                    @Override
                    public void reused() {
                        heard.add("reused");
                    }

                    @Override
                    public Opening opening(MxTarget target) {
                        throw new IllegalStateException("turns open nothing");
                    }
                },
                Clock.systemUTC());
    }

    private static MxTarget host(int last) throws Exception {
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        return new MxTarget(DomainName.of("mx" + last + ".example"), address, 25);
    }

    @Test
    void aTurnThatIsFreeIsNoNews() throws Exception {
        ConnectionTurns turns = turns(2, 1);
        try (ConnectionTurns.Turn one = turns.take(host(1));
                ConnectionTurns.Turn other = turns.take(host(2))) {
            assertThat(one.isFor(host(1)) && other.isFor(host(2))).isTrue();
            assertThat(turns.taken()).isEqualTo(2);
        }
        assertThat(turns.taken()).isZero();
        assertThat(heard).isEmpty();
    }

    @Test
    void whoWaitsForOneHostIsToldOf() throws Exception {
        ConnectionTurns turns = turns(2, 1);
        try (ConnectionTurns.Turn one = turns.take(host(1))) {
            assertThat(one.spareAtHost()).isZero();
            assertThatThrownBy(() -> turns.take(host(1)))
                    .isInstanceOfSatisfying(
                            SessionFailed.class,
                            late -> assertThat(late.failure().reason()).isEqualTo(FailureReason.OUT_OF_TIME))
                    .hasMessageContaining("maxConnectionsPerHost");
        }
        assertThat(heard).containsExactly("waits", "in vain");
    }

    @Test
    void whoWaitsForAnyConnectionIsToldOf() throws Exception {
        ConnectionTurns turns = turns(1, 1);
        try (ConnectionTurns.Turn one = turns.take(host(1))) {
            assertThat(one.spareInAll()).isZero();
            assertThatThrownBy(() -> turns.take(host(2))).hasMessageContaining("maxConnections)");
        }
        assertThat(heard).containsExactly("waits", "in vain");
    }

    @Test
    void whoIsInterruptedDidNotWaitInVain() throws Exception {
        ConnectionTurns turns = turns(1, 1);
        try (ConnectionTurns.Turn one = turns.take(host(1))) {
            assertThat(one.spareInAll()).isZero();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> turns.take(host(1))).hasMessageContaining("stopping");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(heard).doesNotContain("in vain");
    }
}
