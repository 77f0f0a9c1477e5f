package io.github.camelmtasts.guard;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import com.github.benmanes.caffeine.cache.Cache;
import io.github.camelmtasts.GuardHosts;
import io.github.camelmtasts.GuardLedger;
import io.github.camelmtasts.policy.DomainName;
import org.apache.camel.component.mail.JavaMailSender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out, beside the mail and never in its way, what the guard would have done with it: all that a delivery does is done,
 * but for the mail. What was found out counts for some minutes.
 */
final class Observer {

    private static final Logger LOG = LoggerFactory.getLogger(Observer.class);

    private final String name;
    private final GuardTerms terms;
    private final GuardLedger.Entry entry;
    private final Optional<GuardedDelivery> delivery;
    private final Cache<DomainName, Optional<String>> findings;

    Observer(GuardedMailEndpoint endpoint, JavaMailSender sender, GuardTerms terms) {
        this.name = MailEndpoints.name(endpoint);
        this.terms = terms;
        this.entry = GuardEntry.of(endpoint, terms);
        this.delivery = delivery(endpoint, sender, terms);
        this.findings = SmtpGuard.of(endpoint.getCamelContext()).rehearsals().of(endpoint, terms);
    }

    private Optional<GuardedDelivery> delivery(GuardedMailEndpoint endpoint, JavaMailSender sender, GuardTerms terms) {
        try {
            GuardedDelivery delivery = new GuardedDelivery(endpoint, sender, terms);
            delivery.checkRules();
            return Optional.of(delivery);
        } catch (IllegalArgumentException cannotBeGuarded) {
            LOG.warn("Under mode=enforce nothing would be sent: {}", cannotBeGuarded.getMessage());
            return Optional.empty();
        }
    }

    /** A mail goes out with something that the guard would refuse. */
    void saw(String complaint) {
        entry.stopped(complaint);
    }

    /** A mail has gone out: whatever breaks here must not make it look as if it had not. */
    void saw(MimeMessage message) {
        entry.mail();
        try {
            look(message);
        } catch (RuntimeException | Error broken) {
            LOG.debug("A mail by {} was not looked at", name, broken);
        }
    }

    private void look(MimeMessage message) {
        if (delivery.isPresent()) {
            GuardedDelivery observed = delivery.get();
            Optional<String> complaint = observed.complaint(message);
            complaint.ifPresentOrElse(
                    this::warnOf,
                    () -> look(
                            observed, terms.hosts() == GuardHosts.RELAY ? Set.of(observed.host()) : domains(message)));
        } else {
            entry.stopped("the endpoint cannot be guarded as it is; the log of the start says why");
        }
    }

    private void warnOf(String complaint) {
        LOG.warn("A mail by {} would be refused under mode=enforce: {}", name, complaint);
        entry.stopped(complaint);
    }

    private void look(GuardedDelivery observed, Set<DomainName> domains) {
        try {
            observed.runBesideMails(() -> {
                List<String> found = domains.stream()
                        .flatMap(domain -> findings.get(domain, unknown -> rehearse(observed, unknown)).stream())
                        .toList();
                found.stream().findFirst().ifPresent(entry::stopped);
            });
        } catch (RejectedExecutionException tooMuch) {
            LOG.debug("A mail by {} was not looked at: too many others are", name);
        }
    }

    private Optional<String> rehearse(GuardedDelivery observed, DomainName domain) {
        try {
            Optional<String> finding = observed.wouldStop(domain).map(why -> about(domain) + why);
            if (observed.getCamelContext().isStopping()) {
                return Optional.empty(); // what was cut off is no finding
            }
            finding.ifPresent(why -> LOG.warn("Mail by {} would be stopped under mode=enforce: {}", name, why));
            return finding;
        } catch (RuntimeException | Error broken) {
            LOG.error("What mail by {} would meet could not be found out, on our side", name, broken);
            return Optional.empty();
        }
    }

    private String about(DomainName domain) {
        return terms.hosts() == GuardHosts.RELAY ? "" : "to " + domain + ": ";
    }

    private static Set<DomainName> domains(MimeMessage message) {
        try {
            Address[] all = message.getAllRecipients();
            return all == null
                    ? Set.of()
                    : Arrays.stream(all).flatMap(each -> domain(each).stream()).collect(Collectors.toSet());
        } catch (MessagingException malformed) {
            return Set.of(); // camel-mail has sent it all the same
        }
    }

    private static Optional<DomainName> domain(Address address) {
        String text = address instanceof InternetAddress internet ? String.valueOf(internet.getAddress()) : "";
        return DomainName.ifValid(text.substring(text.lastIndexOf('@') + 1));
    }
}
