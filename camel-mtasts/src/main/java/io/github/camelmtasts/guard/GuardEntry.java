package io.github.camelmtasts.guard;

import io.github.camelmtasts.GuardHosts;
import io.github.camelmtasts.GuardLedger;
import io.github.camelmtasts.GuardMode;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes an endpoint into the ledger, and says at the first time what the guard does for it, and what it does not. */
final class GuardEntry {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpGuard.class);

    private GuardEntry() {}

    static GuardLedger.Entry of(MailEndpoint endpoint, GuardTerms terms) {
        String subject = MailEndpoints.name(endpoint) + " (" + terms + ")";
        return terms.component()
                .guardLedger()
                .entry(
                        subject,
                        () -> LOG.info(
                                "{}: {}. {}",
                                terms.mode() == GuardMode.ENFORCE ? "Guarded" : "Observed, and sent as ever",
                                subject,
                                inWords(endpoint, terms)));
    }

    private static String inWords(MailEndpoint endpoint, GuardTerms terms) {
        if (isExempt(endpoint, terms)) {
            return "The host is this machine, so nothing is demanded of it; the way behind it is not protected by us";
        }
        String mail = terms.mode() == GuardMode.ENFORCE ? "Mail goes to " : "Under mode=enforce mail goes to ";
        String host = endpoint.getConfiguration().getHost();
        return mail
                + switch (terms.hosts()) {
                    case RELAY ->
                        host
                                + " under TLS with a certificate that is good for this name; the way behind it, to the recipients' hosts,"
                                + " is not protected by us";
                    case MX ->
                        host + " if the policy of the recipient's domain permits it, under the TLS that it demands";
                    case DIRECT ->
                        "the recipients' MX hosts under their policies, and no more to " + host
                                + (hasLogin(endpoint.getConfiguration()) ? "; its login is not used" : "");
                };
    }

    private static boolean hasLogin(MailConfiguration configuration) {
        return configuration.getUsername() != null || configuration.getAuthenticator() != null;
    }

    /** A relay on this very machine needs no proof of who it is. */
    static boolean isExempt(MailEndpoint endpoint, GuardTerms terms) {
        return terms.hosts() == GuardHosts.RELAY && MailEndpoints.isLoopback(endpoint);
    }
}
