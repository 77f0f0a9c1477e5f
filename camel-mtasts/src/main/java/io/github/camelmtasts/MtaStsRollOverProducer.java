package io.github.camelmtasts;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.publication.Notice;
import io.github.camelmtasts.publication.RollOverReport;
import io.github.camelmtasts.publisher.Publisher;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads the policies that we publish through their roll-overs, and prints their DNS records. */
final class MtaStsRollOverProducer extends AnsweringProducer {

    private static final Logger LOG = LoggerFactory.getLogger(MtaStsRollOverProducer.class);

    private final MtaStsEndpoint endpoint;

    MtaStsRollOverProducer(MtaStsEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        NamedPolicies.mustBeNamed(endpoint.getComponent(), endpoint.getOperation());
        if (endpoint.isForce() && endpoint.getDomain() == null) {
            throw new IllegalArgumentException(
                    "mtasts:rollover: force is for one domain; name it in the option domain, or leave force off");
        }
    }

    @Override
    void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        Publisher publisher = endpoint.getComponent().engine().publisher();
        if (endpoint.getOperation() == MtaStsOperation.records) {
            Optional<String> servedAt = Optional.ofNullable(endpoint.getServedAt());
            message.setBody(domains(publisher).stream()
                    .map(domain -> publisher.zoneLines(domain, servedAt))
                    .collect(Collectors.joining("\n")));
        } else {
            rollOver(publisher, message);
        }
    }

    /** An order is about the domain in the option, or all; a message, which may come from a stranger, chooses none. */
    private List<DomainName> domains(Publisher publisher) {
        return Optional.ofNullable(endpoint.getDomain())
                .map(name -> List.of(DomainName.of(name)))
                .orElseGet(() -> List.copyOf(publisher.domains()));
    }

    private void rollOver(Publisher publisher, Message message) {
        DeliveryRules rules = endpoint.rules();
        @Nullable String domain = endpoint.getDomain();
        if (domain == null) {
            List<RollOverReport> reports = publisher.rollOverAll(rules, this::tell);
            endpoint.getComponent().watch().lookout().allStepped(reports);
            message.setBody(isJson() ? RollOverReport.toJson(reports) : reports);
            return;
        }
        RollOverReport report = publisher.rollOver(DomainName.of(domain), rules, endpoint.isForce());
        tell(report);
        message.setBody(isJson() ? report.toJson() : report);
        message.setHeader(MtaStsConstants.STAGE, report.stage().name());
        report.recordId()
                .ifPresentOrElse(
                        id -> message.setHeader(MtaStsConstants.RECORD_ID, id),
                        () -> message.removeHeader(MtaStsConstants.RECORD_ID));
    }

    private boolean isJson() {
        return endpoint.getFormat() == OutputFormat.JSON;
    }

    private void tell(RollOverReport report) {
        endpoint.getComponent().watch().lookout().stepped(report);
        String text = report.toString().stripTrailing();
        boolean isBad = report.worst().equals(Optional.of(Notice.Severity.ERROR));
        boolean isLeftUndone = !report.changed() && !report.toDo().isEmpty();
        if (isBad || isLeftUndone) {
            LOG.warn("{}", text);
        } else if (report.changed()) {
            LOG.info("{}", text);
        } else {
            LOG.debug("{}", text);
        }
        if (report.changed()) {
            tellNotifiers(report);
        }
    }

    /** A notifier that breaks stops no roll-over. */
    private void tellNotifiers(RollOverReport report) {
        try {
            endpoint.getCamelContext().getManagementStrategy().notify(new MtaStsRollOverEvent(report));
        } catch (Exception | Error broken) {
            LOG.warn("An event notifier failed on the roll-over of {}", report.domain(), broken);
        }
    }
}
