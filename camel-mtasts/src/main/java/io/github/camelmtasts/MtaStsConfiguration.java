package io.github.camelmtasts;

import java.util.function.Supplier;

import io.github.camelmtasts.delivery.DeliveryRules;
import io.github.camelmtasts.delivery.SmtpSettings;
import io.github.camelmtasts.discovery.DialectChoice;
import io.github.camelmtasts.discovery.DiscoveryRules;
import io.github.camelmtasts.discovery.OnDnsFailure;
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

    @UriParam(label = "security")
    private boolean requireTls;

    @UriParam(label = "delivery,advanced", defaultValue = "30000", javaType = "java.time.Duration")
    private long connectionTimeout = 30_000;

    @UriParam(label = "delivery,advanced", defaultValue = "300000", javaType = "java.time.Duration")
    private long responseTimeout = 300_000;

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
        String ehloName = localHostname == null ? defaultHostname.get() : LocalHostname.checked(localHostname);
        return new DeliveryRules(
                new DiscoveryRules(dialect, onDnsFailure, NumericOptions.checkTime("dnsFailureGrace", dnsFailureGrace)),
                requireTls,
                NumericOptions.checkPort("smtpPort", smtpPort),
                new SmtpSettings(
                        ehloName,
                        NumericOptions.checkTimeout("connectionTimeout", connectionTimeout),
                        NumericOptions.checkTimeout("responseTimeout", responseTimeout)));
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

    public boolean isRequireTls() {
        return requireTls;
    }

    /** Whether mail to domains without a policy, too, goes out under TLS only. The certificate is not verified then, as there is nothing to verify it against. */
    public void setRequireTls(boolean requireTls) {
        this.requireTls = requireTls;
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

    /** How long to wait for one reply of a mail server. The reply to the end of the mail is waited for ten minutes in any case, since whoever hangs up there risks a duplicate. */
    public void setResponseTimeout(long responseTimeout) {
        this.responseTimeout = responseTimeout;
    }
}
