package io.github.camelmtasts;

import java.util.List;

import io.github.camelmtasts.check.DomainCheck;
import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.Resolution;
import io.github.camelmtasts.discovery.DialectChoice;
import io.github.camelmtasts.discovery.PolicyOperator;
import io.github.camelmtasts.policy.CachedPolicy;
import io.github.camelmtasts.policy.DomainName;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Answers questions about policies, and carries out what an operator orders about them; sends nothing. */
final class MtaStsPolicyProducer extends AnsweringProducer {

    private final MtaStsEndpoint endpoint;

    MtaStsPolicyProducer(MtaStsEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        MtaStsEngine engine = endpoint.getComponent().engine();
        DialectChoice choice = endpoint.getConfiguration().getDialect();
        switch (endpoint.getOperation()) {
            case resolve -> answer(message, resolve(engine, domainIn(message, true)));
            case check -> answer(message, check(engine, domainIn(message, true)));
            case policies -> answerList(message, engine.policies());
            case refresh -> answer(message, engine.operator().refresh(domainIn(message, false), choice));
            case purge ->
                answer(message, engine.operator().purge(domainIn(message, false), choice, endpoint.isForce()));
            case send, dsn, split, publish, rollover, records ->
                throw new IllegalStateException("mtasts:" + endpoint.getOperation() + " has a producer of its own");
        }
    }

    private Resolution resolve(MtaStsEngine engine, DomainName domain) {
        DeliveryRules rules = endpoint.rules(engine::localHostname);
        return engine.courier().resolve(domain, rules);
    }

    private DomainCheck check(MtaStsEngine engine, DomainName domain) {
        return engine.checker().check(domain, endpoint.rules(engine::localHostname));
    }

    /** Which domain an order is about is never chosen by a header, which may come from a stranger. */
    private DomainName domainIn(Message message, boolean orHeader) {
        @Nullable String domain = endpoint.getDomain();
        if (domain == null && orHeader) {
            domain = message.getHeader(MtaStsConstants.DOMAIN, String.class);
        }
        if (domain == null) {
            domain = line(message.getBody(String.class));
        }
        if (domain == null || domain.isBlank()) {
            throw new IllegalArgumentException("mtasts:" + endpoint.getOperation()
                    + " needs a domain: put its name into the body, or into the option domain"
                    + (orHeader ? ", or into the header " + MtaStsConstants.DOMAIN : ""));
        }
        return DomainName.of(domain);
    }

    /** A file of one line ends with a line end, which is no part of the name, nor are spaces; anything else is a mistake. */
    private static @Nullable String line(@Nullable String body) {
        if (body == null) {
            return null;
        }
        int start = 0;
        int end = body.length() - (body.endsWith("\r\n") ? 2 : body.endsWith("\n") ? 1 : 0);
        while (start < end && body.charAt(start) == ' ') {
            start++;
        }
        while (end > start && body.charAt(end - 1) == ' ') {
            end--;
        }
        return body.substring(start, end);
    }

    private boolean isJson() {
        return endpoint.getFormat() == OutputFormat.JSON;
    }

    private void answer(Message message, Resolution resolution) {
        message.setBody(isJson() ? resolution.toJson() : resolution);
    }

    private void answer(Message message, DomainCheck check) {
        message.setBody(
                switch (endpoint.getFormat()) {
                    case OBJECT -> check;
                    case JSON -> check.toJson();
                    case TEXT -> check.toText();
                });
    }

    private void answer(Message message, PolicyOperator.Result result) {
        message.setBody(isJson() ? PolicyAnswers.json(result) : result);
    }

    private void answerList(Message message, List<CachedPolicy> policies) {
        message.setBody(isJson() ? PolicyAnswers.json(policies) : policies);
    }
}
