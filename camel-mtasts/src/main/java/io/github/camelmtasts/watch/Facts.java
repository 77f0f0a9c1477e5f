package io.github.camelmtasts.watch;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.camelmtasts.discovery.OverdueRefresh;
import io.github.camelmtasts.discovery.PolicyOverride;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.publication.RollOverReport;
import io.github.camelmtasts.smtp.ConnectionCounts;

/**
 * How things stand at one moment. Holds domains and hosts, and no personal address.
 *
 * @param at          the moment
 * @param observing   whether no policy stops mail, as the option {@code enforcement} is {@code observe}
 * @param overrides   the overrides that count now, by domain
 * @param lastHour    what happened in the last hour
 * @param waiting     why mail waits: the domains to which it could not go out lately, at most 200
 * @param failed      the domains to which mail failed for good in the last hour, at most 200
 * @param missing     domains whose mail lacks a policy that they announce or may have, at most 200
 * @param overdue     policies that could not be renewed lately
 * @param expired     policies in the store that have expired; they go 30 days after their end
 * @param resolver    whether the resolver answers
 * @param storeReads  whether the policy store can be read
 * @param storeWrites whether it can be written
 * @param unsaved     policies that the store has not taken yet; a restart would forget them
 * @param connections how many connections there are now
 * @param rollOvers   where the policies that we publish stand, by the last step of each since the start
 */
public record Facts(
        Instant at,
        boolean observing,
        Map<DomainName, PolicyOverride> overrides,
        Hour lastHour,
        List<WaitingDomain> waiting,
        List<WaitingDomain> failed,
        List<MissingPolicy> missing,
        List<OverdueRefresh> overdue,
        int expired,
        Contact resolver,
        Contact storeReads,
        Contact storeWrites,
        int unsaved,
        ConnectionCounts connections,
        List<RollOverReport> rollOvers) {

    /**
     * What happened in one hour; what did not happen is left out.
     *
     * @param attempts    delivery attempts, for each recipient
     * @param connections wishes for a connection
     * @param handedOver  messages handed to the channels
     */
    public record Hour(
            Map<Attempted, Long> attempts, Map<ConnectionUse, Long> connections, Map<HandedTo, Long> handedOver) {

        /** How often this became of a wish for a connection. */
        public long count(ConnectionUse use) {
            return connections.getOrDefault(use, 0L);
        }

        /** How many messages this channel got. */
        public long count(HandedTo channel) {
            return handedOver.getOrDefault(channel, 0L);
        }
    }
}
