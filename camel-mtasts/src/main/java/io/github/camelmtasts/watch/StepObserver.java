package io.github.camelmtasts.watch;

import java.util.function.Supplier;

import io.github.camelmtasts.delivery.Envelope;
import io.github.camelmtasts.delivery.HostVisit;
import io.github.camelmtasts.delivery.MxTarget;
import io.github.camelmtasts.discovery.LookupListener;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.smtp.ConnectionListener;

/** Stands around each step of a delivery, for traces; must neither throw nor wait. */
public interface StepObserver {

    /** Sees nothing. */
    StepObserver NOBODY = new StepObserver() {
        @Override
        public LookupListener.Lookup discovers(DomainName domain) {
            return LookupListener.NOBODY.begins(domain);
        }

        @Override
        public ConnectionListener.Opening connects(MxTarget target) {
            return ConnectionListener.NOBODY.opening(target);
        }

        @Override
        public HostVisit sends(MxTarget target, Envelope envelope, Supplier<HostVisit> visit) {
            return visit.get();
        }
    };

    /** A policy is looked up. */
    LookupListener.Lookup discovers(DomainName domain);

    /** A connection is opened, within a visit at a host. */
    ConnectionListener.Opening connects(MxTarget target);

    /** A mail is offered to a host: does the visit, and gives its result unchanged. */
    HostVisit sends(MxTarget target, Envelope envelope, Supplier<HostVisit> visit);

    /** The same work, but what its steps belong to is what this thread is at now. */
    default Runnable carried(Runnable work) {
        return work;
    }
}
