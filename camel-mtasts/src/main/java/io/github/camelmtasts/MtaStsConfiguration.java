package io.github.camelmtasts;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.github.camelmtasts.delivery.AddressFamily;
import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.Login;
import io.github.camelmtasts.delivery.OnVanishedDomain;
import io.github.camelmtasts.delivery.RetrySchedule;
import io.github.camelmtasts.delivery.Routing;
import io.github.camelmtasts.delivery.SmartHost;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.delivery.SmtpTimeouts;
import io.github.camelmtasts.discovery.DialectChoice;
import io.github.camelmtasts.discovery.DiscoveryRules;
import io.github.camelmtasts.discovery.OnDnsFailure;
import io.github.camelmtasts.discovery.OnPolicyFailure;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** How mails are delivered: options of the component, and of each endpoint. */
@Configurer
@UriParams
public class MtaStsConfiguration implements Cloneable {

    @UriParam(label = "delivery", defaultValue = "25")
    private int smtpPort = 25;

    @UriParam(label = "delivery")
    private @Nullable String localHostname;

    @UriParam(label = "policy", defaultValue = "RFC8461")
    private DialectChoice dialect = DialectChoice.RFC8461;

    @UriParam(label = "policy", defaultValue = "DEFER")
    private OnDnsFailure onDnsFailure = OnDnsFailure.DEFER;

    @UriParam(label = "policy", defaultValue = "3600000", javaType = "java.time.Duration")
    private long dnsFailureGrace = DiscoveryRules.USUAL_GRACE.toMillis();

    @UriParam(label = "policy", defaultValue = "DELIVER")
    private OnPolicyFailure onPolicyFailure = OnPolicyFailure.DELIVER;

    @UriParam(label = "security")
    private boolean requireTls;

    @UriParam(label = "delivery", defaultValue = "FAIL")
    private OnVanishedDomain onVanishedDomain = OnVanishedDomain.FAIL;

    @UriParam(label = "delivery")
    private @Nullable String smartHost;

    @UriParam(label = "delivery")
    private @Nullable SmartHostTls smartHostTls;

    @UriParam(label = "security")
    private boolean allowClearTextAuth;

    @UriParam(label = "delivery")
    private @Nullable String localAddress;

    @UriParam(label = "delivery", defaultValue = "ANY")
    private AddressFamily addressFamily = AddressFamily.ANY;

    @UriParam(label = "delivery,advanced", defaultValue = "30000", javaType = "java.time.Duration")
    private long connectionTimeout = 30_000;

    @UriParam(label = "delivery,advanced", defaultValue = "300000", javaType = "java.time.Duration")
    private long responseTimeout = 300_000;

    @UriParam(label = "delivery,advanced", defaultValue = "1800000", javaType = "java.time.Duration")
    private long dataTimeout = 1_800_000;

    @UriParam(label = "delivery,advanced", defaultValue = "600000", javaType = "java.time.Duration")
    private long finalReplyTimeout = 600_000;

    @UriParam(label = "retry")
    private @Nullable String retryUri;

    @UriParam(label = "retry")
    private @Nullable String deadLetterUri;

    @UriParam(label = "retry", defaultValue = RetrySchedule.USUAL_WAITS)
    private String retrySchedule = RetrySchedule.USUAL_WAITS;

    @UriParam(label = "retry", defaultValue = "432000000", javaType = "java.time.Duration")
    private long retryLifetime = RetrySchedule.USUAL_LIFETIME.toMillis();

    @UriParam(label = "retry")
    private boolean useEnvelopeHeaders;

    @UriParam(label = "retry", defaultValue = "0")
    private int maxMailsPerDomain;

    @UriParam(label = "message", defaultValue = "0")
    private long maxMessageSize;

    /** A copy that an endpoint may alter. */
    public MtaStsConfiguration copy() {
        try {
            return (MtaStsConfiguration) clone();
        } catch (CloneNotSupportedException neverHappens) {
            throw new RuntimeCamelException(neverHappens);
        }
    }

    /** The same, as the floors below read it. */
    DeliveryRules rules(Supplier<String> defaultHostname) {
        return rules(defaultHostname, Optional.empty());
    }

    /** The same, for an endpoint that logs in to its smart host. */
    DeliveryRules rules(Supplier<String> defaultHostname, Optional<Supplier<Login>> login) {
        String ehloName = localHostname == null ? defaultHostname.get() : LocalHostname.checked(localHostname);
        Optional<InetAddress> from = Optional.ofNullable(localAddress).map(WayOut::localAddress);
        return new DeliveryRules(
                new DiscoveryRules(
                        dialect,
                        onDnsFailure,
                        NumericOptions.checkTime("dnsFailureGrace", dnsFailureGrace),
                        onPolicyFailure),
                requireTls,
                NumericOptions.checkPort("smtpPort", smtpPort),
                new SmtpSettings(ehloName, timeouts(), from, Optional.empty()),
                new Routing(smartHost(login), onVanishedDomain, WayOut.family(addressFamily, from)));
    }

    private SmtpTimeouts timeouts() {
        return new SmtpTimeouts(
                NumericOptions.checkTimeout("connectionTimeout", connectionTimeout),
                NumericOptions.checkTimeout("responseTimeout", responseTimeout),
                NumericOptions.checkTimeout("dataTimeout", dataTimeout),
                NumericOptions.checkTimeout("finalReplyTimeout", finalReplyTimeout));
    }

    private Optional<SmartHost> smartHost(Optional<Supplier<Login>> login) {
        if (smartHost == null || smartHost.isBlank()) {
            if (login.isPresent()) {
                throw new IllegalArgumentException(
                        "username: MX hosts want no login; it is for the smartHost, and none is set");
            }
            return Optional.empty();
        }
        return Optional.of(WayOut.smartHost(smartHost, smtpPort, smartHostTls, login, allowClearTextAuth));
    }

    /** When mails that wait are tried again. */
    RetrySchedule schedule() {
        Duration lifetime = NumericOptions.checkTime("retryLifetime", retryLifetime);
        try {
            return RetrySchedule.parse(retrySchedule, lifetime, RandomGenerator.getDefault());
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("retrySchedule: " + invalid.getMessage(), invalid);
        }
    }

    /** Of the mails of a queue; empty without a limit. */
    Optional<DomainTurns> turns() {
        if (maxMailsPerDomain < 0) {
            throw new IllegalArgumentException(
                    "maxMailsPerDomain: " + maxMailsPerDomain + " is no limit; write 0 for none, or how many");
        }
        if (maxMailsPerDomain == 0 || !useEnvelopeHeaders) {
            return Optional.empty();
        }
        if (retryUri == null) {
            throw new IllegalArgumentException("maxMailsPerDomain: a mail whose turn has not come goes back to the"
                    + " retryUri, and none is set");
        }
        return Optional.of(new DomainTurns(maxMailsPerDomain));
    }

    /** In bytes. */
    long largestMail() {
        if (maxMessageSize < 0) {
            throw new IllegalArgumentException(
                    "maxMessageSize: " + maxMessageSize + " is no size; write 0 for no limit, or the bytes");
        }
        return maxMessageSize == 0 ? Long.MAX_VALUE : maxMessageSize;
    }

    public int getSmtpPort() {
        return smtpPort;
    }

    /** The port of the MX hosts. Anything but 25 is for tests. */
    public void setSmtpPort(int smtpPort) {
        this.smtpPort = smtpPort;
    }

    public @Nullable String getLocalHostname() {
        return localHostname;
    }

    /** The name with which this machine greets (EHLO). Receivers compare it with the reverse name of its address. The default is the name that the operating system gives. */
    public void setLocalHostname(@Nullable String localHostname) {
        this.localHostname = localHostname;
    }

    public DialectChoice getDialect() {
        return dialect;
    }

    /** Which form of MTA-STS is spoken: the standard (rfc8461), draft-ietf-uta-mta-sts-06 with its JSON policies (draft06), or the draft where a domain has no policy by the standard (auto). */
    public void setDialect(DialectChoice dialect) {
        this.dialect = dialect;
    }

    public OnDnsFailure getOnDnsFailure() {
        return onDnsFailure;
    }

    /** What becomes of a mail when DNS cannot say whether the recipient's domain has a policy, and none is cached: it waits (defer), or it goes out as without a policy (deliver). The same holds when the policy store does not answer and the domain has no policy now. */
    public void setOnDnsFailure(OnDnsFailure onDnsFailure) {
        this.onDnsFailure = onDnsFailure;
    }

    public long getDnsFailureGrace() {
        return dnsFailureGrace;
    }

    /** How long mail waits under onDnsFailure=defer for a record that DNS cannot look up, from the first failure for the domain on. After that it goes out as without a policy, if DNS answers for the domain's MX hosts. */
    public void setDnsFailureGrace(long dnsFailureGrace) {
        this.dnsFailureGrace = dnsFailureGrace;
    }

    public OnPolicyFailure getOnPolicyFailure() {
        return onPolicyFailure;
    }

    /** What becomes of a mail when the recipient's domain announces a policy that cannot be had, and none is cached: it goes out as without a policy (deliver), as RFC 8461 has it, or it waits until the policy can be had (defer). */
    public void setOnPolicyFailure(OnPolicyFailure onPolicyFailure) {
        this.onPolicyFailure = onPolicyFailure;
    }

    public boolean isRequireTls() {
        return requireTls;
    }

    /** Whether mail to domains without a policy, too, goes out under TLS only. The certificate is not verified then, as there is nothing to verify it against. */
    public void setRequireTls(boolean requireTls) {
        this.requireTls = requireTls;
    }

    public OnVanishedDomain getOnVanishedDomain() {
        return onVanishedDomain;
    }

    /** What becomes of mail to a domain that takes no mail or does not exist, says DNS, while an enforced policy of it is kept: it fails for good (fail), or it waits as long as the policy is in force (defer), for DNS may be forged. */
    public void setOnVanishedDomain(OnVanishedDomain onVanishedDomain) {
        this.onVanishedDomain = onVanishedDomain;
    }

    public @Nullable String getSmartHost() {
        return smartHost;
    }

    /** A host that takes all mail in place of the recipients' MX hosts, as host:port; without a port that of smtpPort. Its name is the domain whose policy counts, and allowedAddresses does not hold for it. */
    public void setSmartHost(@Nullable String smartHost) {
        this.smartHost = smartHost;
    }

    public @Nullable SmartHostTls getSmartHostTls() {
        return smartHostTls;
    }

    /** How TLS begins with the smartHost: by STARTTLS, or with the connection (implicit). The default is implicit at port 465 and STARTTLS elsewhere. */
    public void setSmartHostTls(@Nullable SmartHostTls smartHostTls) {
        this.smartHostTls = smartHostTls;
    }

    public boolean isAllowClearTextAuth() {
        return allowClearTextAuth;
    }

    /** Whether the password may go to a smartHost that has no policy and has not proven its name, even in clear text. Only for a host on a network that nobody else can reach. */
    public void setAllowClearTextAuth(boolean allowClearTextAuth) {
        this.allowClearTextAuth = allowClearTextAuth;
    }

    public @Nullable String getLocalAddress() {
        return localAddress;
    }

    /** The address of this machine from which connections to mail servers come. Hosts are then met at addresses of its family only. The default is what the operating system chooses. */
    public void setLocalAddress(@Nullable String localAddress) {
        this.localAddress = localAddress;
    }

    public AddressFamily getAddressFamily() {
        return addressFamily;
    }

    /** Over which addresses mail servers are met: any, ipv4 or ipv6. */
    public void setAddressFamily(AddressFamily addressFamily) {
        this.addressFamily = addressFamily;
    }

    public long getConnectionTimeout() {
        return connectionTimeout;
    }

    /** How long to wait for a TCP connection to one address. */
    public void setConnectionTimeout(long connectionTimeout) {
        this.connectionTimeout = connectionTimeout;
    }

    public long getResponseTimeout() {
        return responseTimeout;
    }

    /** How long to wait for one reply of a mail server, but for that to the end of the mail. */
    public void setResponseTimeout(long responseTimeout) {
        this.responseTimeout = responseTimeout;
    }

    public long getDataTimeout() {
        return dataTimeout;
    }

    /** How long a mail server may take to read one mail. */
    public void setDataTimeout(long dataTimeout) {
        this.dataTimeout = dataTimeout;
    }

    public long getFinalReplyTimeout() {
        return finalReplyTimeout;
    }

    /** How long to wait for the reply to the end of the mail. Whoever hangs up there risks a duplicate, so shorten it for tests alone. */
    public void setFinalReplyTimeout(long finalReplyTimeout) {
        this.finalReplyTimeout = finalReplyTimeout;
    }

    public @Nullable String getRetryUri() {
        return retryUri;
    }

    /** The endpoint where mails wait for their next attempt, such as jms:queue:mail.retry. Whoever could not be reached goes there, in place of an exception. It must hold a message until the time in the header MtaStsNotBefore; ${header.MtaStsDelay} in it stands for the milliseconds until then, one of at most twelve values. */
    public void setRetryUri(@Nullable String retryUri) {
        this.retryUri = retryUri;
    }

    public @Nullable String getDeadLetterUri() {
        return deadLetterUri;
    }

    /** The endpoint where mails end, such as jms:queue:mail.dead, for those recipients who will not get them: refused for good, or not reached within the retryLifetime. They go there in place of an exception. */
    public void setDeadLetterUri(@Nullable String deadLetterUri) {
        this.deadLetterUri = deadLetterUri;
    }

    public String getRetrySchedule() {
        return retrySchedule;
    }

    /** How long a mail waits in the retryUri before its second attempt, its third, and so on: growing times in s, m or h, parted by commas. The last one repeats. Each is shortened by up to a fifth, at random, and after a failure of MTA-STS none is longer than an hour. */
    public void setRetrySchedule(String retrySchedule) {
        this.retrySchedule = retrySchedule;
    }

    public long getRetryLifetime() {
        return retryLifetime;
    }

    /** How long a mail is tried again through the retryUri, from its first attempt on. With 0 it is tried once. */
    public void setRetryLifetime(long retryLifetime) {
        this.retryLifetime = retryLifetime;
    }

    public boolean isUseEnvelopeHeaders() {
        return useEnvelopeHeaders;
    }

    /** Whether a body that comes with the header MtaStsEnvelope is a finished mail for the recipients named there, and goes out byte for byte. Only for the queue that this component itself fills as retryUri: whoever can write that header chooses sender and recipients. */
    public void setUseEnvelopeHeaders(boolean useEnvelopeHeaders) {
        this.useEnvelopeHeaders = useEnvelopeHeaders;
    }

    public int getMaxMailsPerDomain() {
        return maxMailsPerDomain;
    }

    /** How many mails that come with useEnvelopeHeaders go to one policy domain at once, so that a slow domain does not take up every consumer of the queue. One more goes back to the retryUri for some seconds, which is no attempt. With 0 there is no limit. */
    public void setMaxMailsPerDomain(int maxMailsPerDomain) {
        this.maxMailsPerDomain = maxMailsPerDomain;
    }

    public long getMaxMessageSize() {
        return maxMessageSize;
    }

    /** How large a mail may be, in bytes, before it is refused without any traffic. With 0 the recipients' hosts decide. */
    public void setMaxMessageSize(long maxMessageSize) {
        this.maxMessageSize = maxMessageSize;
    }
}
