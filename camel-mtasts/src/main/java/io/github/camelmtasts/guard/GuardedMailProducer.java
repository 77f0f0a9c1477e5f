package io.github.camelmtasts.guard;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.github.camelmtasts.GuardMode;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;

/** Gives each mail to the way that it has to take: the plain one, the observed one, or the one that enforces. */
final class GuardedMailProducer extends DefaultAsyncProducer {

    private final GuardedMailEndpoint endpoint;
    private final JavaMailSender sender;
    private final Producer plain;
    private final Map<GuardTerms, Producer> ways = new ConcurrentHashMap<>();

    /**
     * A producer for the endpoint.
     *
     * @param sender camel-mail's, with all settings of the endpoint
     * @param plain  sends as without a guard
     */
    GuardedMailProducer(GuardedMailEndpoint endpoint, JavaMailSender sender, Producer plain) {
        super(endpoint);
        this.endpoint = endpoint;
        this.sender = sender;
        this.plain = plain;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(plain);
        endpoint.standingTerms().ifPresent(this::way);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(ways.values());
        ways.clear();
        ServiceHelper.stopService(plain);
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Producer way;
        try {
            Optional<GuardTerms> terms = endpoint.terms(exchange);
            way = terms.isPresent() ? way(terms.get(), exchange) : plain;
        } catch (RuntimeException | Error cannotBeGuarded) {
            exchange.setException(cannotBeGuarded);
            callback.done(true);
            return true;
        }
        return AsyncProcessorConverterHelper.convert(way).process(exchange, callback);
    }

    private Producer way(GuardTerms terms, Exchange exchange) {
        if (terms.mode() == GuardMode.ENFORCE) {
            SessionHeaders.refuse(exchange, endpoint);
            return way(terms);
        }
        return whoHasBegun(exchange).orElseGet(() -> way(terms));
    }

    /** A mail that some recipients have, and that is redelivered after the mode was switched, must not go to them again. */
    private Optional<Producer> whoHasBegun(Exchange exchange) {
        return ways.values().stream()
                .filter(way -> way instanceof EnforcingProducer enforcing && enforcing.hasBegun(exchange))
                .findFirst();
    }

    private Producer way(GuardTerms terms) {
        Producer known = ways.get(terms);
        return known != null ? known : ways.computeIfAbsent(terms, this::newWay);
    }

    /** Of its TLS nothing is demanded, but the mail must come there. */
    private Producer exempt(GuardTerms terms) {
        if (terms.mode() == GuardMode.ENFORCE) {
            SmtpProperties.refuseDetours(endpoint, sender);
        }
        return new CountingProducer(plain, GuardEntry.of(endpoint, terms));
    }

    private Producer newWay(GuardTerms terms) {
        Producer way;
        if (GuardEntry.isExempt(endpoint, terms)) {
            way = exempt(terms);
        } else if (terms.mode() == GuardMode.OBSERVE) {
            way = new ObservedMailProducer(endpoint, sender, new Observer(endpoint, sender, terms));
        } else {
            way = new EnforcingProducer(
                    endpoint, new GuardedDelivery(endpoint, sender, terms), GuardEntry.of(endpoint, terms));
        }
        ServiceHelper.startService(way);
        return way;
    }
}
