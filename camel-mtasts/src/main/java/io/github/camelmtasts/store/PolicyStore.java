package io.github.camelmtasts.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.policy.Dialect;
import io.github.camelmtasts.policy.DomainName;

/**
 * The door to where fetched policies are kept, one for each domain and dialect: a policy of one dialect never takes the
 * place of one of the other. Safe for use by many threads, and where it is shared by many nodes. A store that does not answer
 * throws {@link StoreUnavailableException} from any method: "cannot tell" must not look like "none".
 */
public interface PolicyStore {

    /** Honest clocks are closer together; a time of fetch further ahead was written by a clock that was wrong. */
    Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /**
     * The policy of this dialect that is kept for the domain, expired or not.
     *
     * @throws StoreUnavailableException also if what is kept is damaged
     */
    Optional<StoredPolicy> find(DomainName domain, Dialect dialect);

    /**
     * Keeps the policy in place of the domain's former one of the same dialect, unless that was fetched later. When the
     * domain last had mail stays as it is.
     */
    void save(StoredPolicy policy);

    /**
     * Gives a policy that was fetched in the future, by some clock that was wrong, another time of fetch; its refresh moves
     * along. Otherwise no policy fetched by a right clock would ever win over it. Nothing happens if it is no longer the
     * policy that is kept, or if it is not more than {@link #CLOCK_TOLERANCE} ahead of the store's own clock: a node whose
     * clock is behind, to which all policies seem to be of the future, must not age those of all nodes.
     */
    void redate(StoredPolicy policy, Instant fetchedAt);

    /** Forgets the domain's policies, whatever their dialect. After a failure some may be left; a removal can be repeated. */
    void remove(DomainName domain);

    /**
     * Forgets this policy, unless it is another one by now, or was fetched less than this time ago by the store's own clock: a node
     * whose clock is ahead must not take from the others what is in force. By default it stays.
     */
    default void forget(StoredPolicy expired, Duration age) {}

    /** Forgets what is kept of removals longer ago than this by the store's own clock. By default that is nothing. */
    default void forgetRemovals(Duration age) {}

    /** Notes that there was mail under this policy; nothing happens if it is not kept, or there was later mail. */
    void hadMail(PolicyKey key, Instant at);

    /**
     * The policies whose time of refresh has come, of domains that had mail lately.
     *
     * @param now       their {@code refreshAt} is not later
     * @param mailSince there was mail at this time or later
     * @param after     only keys behind this one, in their order; empty to begin
     * @param limit     how many at most
     */
    List<PolicyKey> due(Instant now, Instant mailSince, Optional<PolicyKey> after, int limit);

    /** What is kept, in the order of the keys, expired or not; {@code after} and {@code limit} as for {@link #due}. */
    List<StoredPolicy> list(Optional<PolicyKey> after, int limit);

    /**
     * What other nodes may have written since a former look. By default nothing: there are no others.
     *
     * @param before what the former look gave; {@link StoreChanges#NONE} for the first one, which tells nothing yet
     */
    default StoreChanges changesSince(StoreChanges before) {
        return before;
    }

    /**
     * Lets one of several nodes fetch a domain's policy. By default everybody may: there are no others.
     *
     * @param holder a name of the caller that no other node has
     * @param now    the caller's time; a lease whose end has come counts no more
     * @param until  when the lease ends if nobody releases it, as its holder may have died
     * @return whether the caller has the lease; who has it already gets it again
     */
    default boolean lease(DomainName domain, String holder, Instant now, Instant until) {
        return true;
    }

    /** Gives a lease back; nothing happens if the caller has none. */
    default void release(DomainName domain, String holder) {}
}
