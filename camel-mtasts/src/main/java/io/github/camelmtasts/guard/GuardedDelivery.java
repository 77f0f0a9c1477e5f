package io.github.camelmtasts.guard;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.MimeMessage;

import io.github.camelmtasts.GuardHosts;
import io.github.camelmtasts.MtaStsConfiguration;
import io.github.camelmtasts.MtaStsEndpoint;
import io.github.camelmtasts.MtaStsOperation;
import io.github.camelmtasts.SmartHostTls;
import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.SmartHost;
import io.github.camelmtasts.message.LoginOptions;
import io.github.camelmtasts.message.MessageOptions;
import io.github.camelmtasts.policy.DomainName;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailBinding;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/**
 * An {@code smtp:} endpoint in the words of {@code mtasts:send}: the same mails, to the same host if there still is one, under
 * TLS that is never laxer than it was. Camel does not know it; it belongs to the endpoint that is guarded.
 */
final class GuardedDelivery extends MtaStsEndpoint {

    private final GuardHosts hosts;
    private final SmtpProperties properties;
    private final @Nullable SSLContextParameters sslContextParameters;

    /**
     * Reads the endpoint's options.
     *
     * @throws IllegalArgumentException if one of them cannot be kept; the message names all of those, and what to do
     */
    GuardedDelivery(MailEndpoint endpoint, JavaMailSender sender, GuardTerms terms) {
        super(
                endpoint.getEndpointUri(),
                terms.component(),
                MtaStsOperation.send,
                terms.component().getConfiguration().copy());
        MailConfiguration configuration = endpoint.getConfiguration();
        setCamelContext(endpoint.getCamelContext());
        this.hosts = terms.hosts();
        if (hosts == GuardHosts.RELAY && MailEndpoints.address(endpoint).isPresent()) {
            throw new IllegalArgumentException(
                    MailEndpoints.name(endpoint) + " cannot be guarded: no policy and no certificate"
                            + " can be asked about an address; write the name of the host");
        }
        this.sslContextParameters = configuration.getSslContextParameters();
        this.properties =
                new SmtpProperties(MailEndpoints.name(endpoint), configuration, sender.getJavaMailProperties());
        setMessageOptions(messageOptions(endpoint, configuration));
        applyTo(getConfiguration(), configuration);
        if (hosts != GuardHosts.DIRECT) {
            setLoginOptions(loginOptions(configuration));
        }
    }

    private MessageOptions messageOptions(MailEndpoint endpoint, MailConfiguration configuration) {
        Map<RecipientType, String> recipients = configuration.getRecipients();
        MessageOptions options = new MessageOptions();
        options.setTo(recipients.get(RecipientType.TO));
        options.setCc(recipients.get(RecipientType.CC));
        options.setBcc(recipients.get(RecipientType.BCC));
        options.setFrom(configuration.getFrom());
        options.setReplyTo(configuration.getReplyTo());
        options.setSubject(configuration.getSubject());
        options.setUseHeaderRecipients(configuration.isUseHeaderRecipients());
        options.setUseHeaderFrom(configuration.isUseHeaderFrom());
        options.setUseHeaderSubject(configuration.isUseHeaderSubject());
        options.setUseHeaderReplyTo(configuration.isUseHeaderReplyTo());
        options.setContentType(configuration.getContentType());
        options.setAlternativeBodyHeader(configuration.getAlternativeBodyHeader());
        options.setUseInlineAttachments(configuration.isUseInlineAttachments());
        options.setIgnoreUnsupportedCharset(configuration.isIgnoreUnsupportedCharset());
        options.setAttachmentsContentTransferEncodingResolver(
                configuration.getAttachmentsContentTransferEncodingResolver());
        options.setHeaderFilterStrategy(new GuardedHeaders(endpoint.getHeaderFilterStrategy()));
        options.setContentTypeResolver(endpoint.getContentTypeResolver());
        options.setBinding(ownBinding(endpoint));
        options.setAllowAddressLiterals(hosts == GuardHosts.RELAY); // whose policy counts, not the recipients'
        return options;
    }

    /** camel-mail's usual one is made anew, for it has its own hold of the filter. */
    private static @Nullable MailBinding ownBinding(MailEndpoint endpoint) {
        MailBinding binding = endpoint.getBinding();
        return binding.getClass() == MailBinding.class ? null : binding;
    }

    private void applyTo(MtaStsConfiguration ours, MailConfiguration theirs) {
        ours.setAllowClearTextAuth(false);
        ours.setUseEnvelopeHeaders(false); // what comes to an old route was never a finished mail of ours
        ours.setMaxMailsPerDomain(0);
        ours.setSmartHost(hosts == GuardHosts.DIRECT ? null : hostAndPort(theirs));
        ours.setSmartHostTls(properties.isTlsImplicit() ? SmartHostTls.IMPLICIT : SmartHostTls.STARTTLS);
        ours.setRequireTls(ours.isRequireTls() || properties.demandsTls());
        properties.connectionTimeout().ifPresent(ours::setConnectionTimeout);
        properties.responseTimeout().ifPresent(ours::setResponseTimeout);
        properties.localHostname().ifPresent(ours::setLocalHostname);
        properties.localAddress().ifPresent(ours::setLocalAddress);
    }

    private static String hostAndPort(MailConfiguration theirs) {
        String host = theirs.getHost();
        boolean bareAddress = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (bareAddress ? "[" + host + "]" : host) + ":" + theirs.getPort();
    }

    private LoginOptions loginOptions(MailConfiguration theirs) {
        LoginOptions options = new LoginOptions();
        if (theirs.getAuthenticator() != null) {
            options.setAuthenticator(theirs.getAuthenticator());
        } else {
            options.setUsername(theirs.getUsername());
            options.setPassword(theirs.getPassword());
        }
        properties.authMechanisms().ifPresent(options::setAuthMechanisms);
        return options;
    }

    @Override
    protected DeliveryRules rules(Supplier<String> defaultHostname) {
        DeliveryRules usual = super.rules(defaultHostname);
        if (hosts == GuardHosts.DIRECT) {
            return usual; // login, key and trust store are for the endpoint's host
        }
        DeliveryRules trusting = withTrustOfNow(usual);
        return trusting.routing()
                .smartHost()
                .map(host -> trusting.through(guarded(host)))
                .orElse(trusting);
    }

    @Override
    protected DeliveryRules withTrustOfNow(DeliveryRules rules) {
        return sslContextParameters == null || hosts == GuardHosts.DIRECT
                ? rules
                : rules.with(material(sslContextParameters));
    }

    private SmartHost guarded(SmartHost host) {
        if (hosts == GuardHosts.RELAY) {
            return host.provingItsName();
        }
        SmartHost theirs = host.underRecipientsPolicies();
        return properties.triesTls()
                ? theirs.provingItsName()
                : theirs; // what it had to prove before, it has to prove still
    }

    /** Fails now if what the options say cannot be. */
    void checkRules() {
        rules();
    }

    /** The host, if mail goes there. */
    DomainName host() {
        return rules().routing()
                .smartHost()
                .map(SmartHost::name)
                .orElseThrow(() -> new IllegalStateException("Mail goes to the recipients' hosts"));
    }

    boolean hasBegunMailOf(Exchange exchange) {
        return hasBegun(exchange);
    }

    /** Why a mail to this domain would not go out; empty if it would. Takes its time. */
    Optional<String> wouldStop(DomainName domain) {
        return rehearse(domain).map(Failure::explanation);
    }

    /** What this would have against a mail that camel-mail has built; empty if nothing. */
    Optional<String> complaint(MimeMessage message) {
        return messageBuilder().complaint(message);
    }

    void runBesideMails(Runnable work) {
        runBeside(work);
    }
}
