package io.github.camelmtasts;

import java.io.File;
import java.util.Optional;
import java.util.function.Supplier;

import io.github.camelmtasts.channel.HandOver;
import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.TlsMaterial;
import io.github.camelmtasts.message.LoginOptions;
import io.github.camelmtasts.message.MessageBuilder;
import io.github.camelmtasts.message.MessageOptions;
import io.github.camelmtasts.message.SpoolRules;
import io.github.camelmtasts.policy.DomainName;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/** Send mail to its recipients' MX hosts under their MTA-STS policies (RFC 8461). */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "mtasts",
        title = "MTA-STS",
        syntax = "mtasts:operation",
        producerOnly = true,
        remote = true,
        category = {Category.MAIL},
        headersClass = MtaStsConstants.class)
public class MtaStsEndpoint extends DefaultEndpoint {

    @UriPath(
            description =
                    "What to do: send delivers the mail in the exchange to its recipients' MX hosts, resolve says what a"
                            + " mail to the domain that the body names would meet, check explains that domain with all its"
                            + " faults and who can mend them, policies lists the policies that are"
                            + " kept, refresh fetches the policy of a domain now, purge gets rid of it, dsn makes of a dead-lettered"
                            + " mail the notification that its sender has to get, split makes of a mail one message for"
                            + " each policy domain of its recipients, publish answers an HTTP request for a policy, rollover"
                            + " leads changes of the policies that are published from serving to their DNS records, records"
                            + " prints these.")
    @Metadata(required = true)
    private final MtaStsOperation operation;

    @UriParam
    private MtaStsConfiguration configuration;

    @UriParam
    private MessageOptions messageOptions = new MessageOptions();

    @UriParam
    private LoginOptions loginOptions = new LoginOptions();

    @UriParam(
            label = "policy",
            description =
                    "The domain that resolve, check, refresh or purge is about, in place of the one that the body names; for"
                            + " rollover and records the only one.")
    private @Nullable String domain;

    @UriParam(
            label = "policy",
            description =
                    "Whether purge removes a policy although no newer one can be fetched. Mail to the domain then goes out"
                            + " without one. For rollover with a domain: whether a policy goes through that locks mail out, an address of the"
                            + " policy host that cannot be met counts as seen, and nothing was announced before that is not"
                            + " known.")
    private boolean force;

    @UriParam(
            label = "policy",
            defaultValue = "OBJECT",
            description =
                    "Whether resolve, check, policies, refresh, purge and rollover answer with a Java object or with JSON text, or"
                            + " check with text for a terminal.")
    private OutputFormat format = OutputFormat.OBJECT;

    @UriParam(
            label = "notification",
            defaultValue = "14400000",
            javaType = "java.time.Duration",
            description =
                    "How long a mail must have been waiting before dsn tells its sender of it. Who did not get the mail"
                            + " for good is told of at once.")
    private long delayedAfter = 14_400_000;

    @UriParam(
            label = "publish",
            description =
                    "Whether publish goes by the header X-Forwarded-Host before Host. Only behind a proxy of yours that"
                            + " sets it, whatever its clients send.")
    private boolean useForwardedHost;

    @UriParam(
            label = "publish",
            description = "Where the policy hosts are, for records: addresses parted by commas, or one host name.")
    private @Nullable String servedAt;

    protected MtaStsEndpoint(
            String uri, MtaStsComponent component, MtaStsOperation operation, MtaStsConfiguration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        if (format == OutputFormat.TEXT && operation != MtaStsOperation.check) {
            throw new IllegalArgumentException(
                    "format: TEXT is for mtasts:check; mtasts:" + operation + " answers as OBJECT or JSON");
        }
        return switch (operation) {
            case send -> new MtaStsProducer(this);
            case resolve, check, policies, refresh, purge -> new MtaStsPolicyProducer(this);
            case dsn -> new MtaStsNotificationProducer(this);
            case split -> new MtaStsSplitProducer(this);
            case publish -> new MtaStsPublishProducer(this);
            case rollover, records -> new MtaStsRollOverProducer(this);
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("mtasts: only sends; to receive mail use imap: or pop3:");
    }

    @Override
    public MtaStsComponent getComponent() {
        return (MtaStsComponent) super.getComponent();
    }

    public MtaStsOperation getOperation() {
        return operation;
    }

    public MtaStsConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(MtaStsConfiguration configuration) {
        this.configuration = configuration;
    }

    public MessageOptions getMessageOptions() {
        return messageOptions;
    }

    public void setMessageOptions(MessageOptions messageOptions) {
        this.messageOptions = messageOptions;
    }

    public LoginOptions getLoginOptions() {
        return loginOptions;
    }

    public void setLoginOptions(LoginOptions loginOptions) {
        this.loginOptions = loginOptions;
    }

    /** How this endpoint delivers; the default name of this machine is asked for only if no option gives one. */
    protected DeliveryRules rules(Supplier<String> defaultHostname) {
        return configuration.rules(defaultHostname, loginOptions.login());
    }

    /** The same, with the name that the component goes by. */
    protected final DeliveryRules rules() {
        return rules(getComponent().engine()::localHostname);
    }

    /** What makes the mails of this endpoint. */
    protected final MessageBuilder messageBuilder() {
        File directory = getCamelContext().getStreamCachingStrategy().getSpoolDirectory();
        return new MessageBuilder(
                getCamelContext(),
                messageOptions,
                rules().smtp().ehloName(),
                new MtaStsHeaderFilterStrategy(),
                new SpoolRules(directory == null ? null : directory.toPath(), configuration.largestMail()),
                getComponent().getClock());
    }

    /**
     * Does all that a mail to this domain would make this endpoint do, but for logging in and the mail itself. Takes its time.
     *
     * @return why no host would have got the mail; empty if one would
     */
    protected final Optional<Failure> rehearse(DomainName recipients) {
        return getComponent().engine().rehearse(recipients, rules());
    }

    /**
     * Does this on a thread for rehearsals, beside the mails.
     *
     * @throws java.util.concurrent.RejectedExecutionException if there is too much of it
     */
    protected final void runBeside(Runnable work) {
        getComponent().engine().rehearsals().execute(work);
    }

    /**
     * What TLS rests on by these parameters.
     *
     * @throws IllegalArgumentException if they cannot be read, or ask for what cannot be had
     */
    protected final TlsMaterial material(SSLContextParameters parameters) {
        return getComponent().engine().material(parameters);
    }

    /** The rules, resting on what is trusted now: the trust may have been read anew since they were made. */
    protected DeliveryRules withTrustOfNow(DeliveryRules rules) {
        return rules;
    }

    /** Whether the exchange is at a redelivery of a mail that this endpoint has begun. */
    protected final boolean hasBegun(Exchange exchange) {
        return new RedeliveryMemory(this).hasBegun(exchange);
    }

    /** Where mails go that this endpoint could not deliver. */
    HandOver handOver() {
        return new HandOver(
                getCamelContext(),
                configuration.getRetryUri(),
                configuration.getDeadLetterUri(),
                configuration.schedule(),
                getComponent().getClock());
    }

    public @Nullable String getDomain() {
        return domain;
    }

    public void setDomain(@Nullable String domain) {
        this.domain = domain;
    }

    public boolean isUseForwardedHost() {
        return useForwardedHost;
    }

    public void setUseForwardedHost(boolean useForwardedHost) {
        this.useForwardedHost = useForwardedHost;
    }

    public @Nullable String getServedAt() {
        return servedAt;
    }

    public void setServedAt(@Nullable String servedAt) {
        this.servedAt = servedAt;
    }

    public boolean isForce() {
        return force;
    }

    public void setForce(boolean force) {
        this.force = force;
    }

    public long getDelayedAfter() {
        return delayedAfter;
    }

    public void setDelayedAfter(long delayedAfter) {
        this.delayedAfter = delayedAfter;
    }

    public OutputFormat getFormat() {
        return format;
    }

    public void setFormat(OutputFormat format) {
        this.format = format;
    }
}
