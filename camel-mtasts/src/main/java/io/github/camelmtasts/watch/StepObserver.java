package io.github.camelmtasts.watch;

import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.HostVisit;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.discovery.LookupListener;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.smtp.ConnectionListener;

/**
 * Hears of each step of a delivery as it begins and ends, on the thread that does it: for traces. Must not wait; what it throws
 * is logged, and changes nothing.
 */
public interface StepObserver {

    /** Hears nothing. */
    StepObserver NOBODY = new StepObserver() {
        @Override
        public LookupListener.Lookup discovers(DomainName domain) {
            return found -> {};
        }

        @Override
        public ConnectionListener.Opening connects(MxTarget target) {
            return tlsResumed -> {};
        }

        @Override
        public Sending sends(MxTarget target, Envelope envelope) {
            return visit -> {};
        }
    };

    /** A policy is looked up. */
    LookupListener.Lookup discovers(DomainName domain);

    /** A connection is opened, within a visit at a host. */
    ConnectionListener.Opening connects(MxTarget target);

    /** A mail is offered to a host. */
    Sending sends(MxTarget target, Envelope envelope);

    /** The same work, but what its steps belong to is what this thread is at now. */
    default Runnable carried(Runnable work) {
        return work;
    }

    /** A visit at a host that is under way. */
    @FunctionalInterface
    interface Sending extends AutoCloseable {

        /** It is over, and this came of it; otherwise it broke on our side. */
        void came(HostVisit visit);

        @Override
        default void close() {}
    }
}
