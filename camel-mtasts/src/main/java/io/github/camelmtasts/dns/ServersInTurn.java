package io.github.camelmtasts.dns;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.xbill.DNS.Message;

/** Asks resolvers in their order until one answers, as the C library does. */
final class ServersInTurn extends FixedResolver {

    private final Supplier<List<NameServer>> servers;

    /**
     * Over these.
     *
     * @param servers those of the moment, at least one
     */
    ServersInTurn(Supplier<List<NameServer>> servers) {
        this.servers = servers;
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        return new Round(query, servers.get()).begin(DnsjavaResolver.QUESTION_LIMIT);
    }
}
