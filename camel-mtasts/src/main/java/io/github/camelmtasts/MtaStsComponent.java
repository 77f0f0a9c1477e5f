package io.github.camelmtasts;

import java.time.Clock;
import java.util.Map;

import io.github.camelmtasts.discovery.DialectChoice;
import io.github.camelmtasts.discovery.OnDnsFailure;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyStore;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends mail to its recipients' MX hosts under their MTA-STS policies. One component has one engine: one DNS cache, one policy cache, one connection pool. */
@Component("mtasts")
public class MtaStsComponent extends DefaultComponent implements SSLContextParametersAware {

    private static final Logger LOG = LoggerFactory.getLogger(MtaStsComponent.class);

    @Metadata(description = "Defaults for the options of the endpoints.")
    private MtaStsConfiguration configuration = new MtaStsConfiguration();

    @Metadata(
            label = "dns",
            description = "The resolvers to ask, addresses with an optional port, parted by commas: 192.0.2.53,"
                    + " 192.0.2.54:5353. The default is those of the operating system.")
    private String dnsServers = "";

    @Metadata(
            label = "policy",
            defaultValue = "443",
            description = "The port of policy hosts. Anything but 443 is for tests.")
    private int policyPort = 443;

    @Metadata(label = "policy", description = "Whether a policy may come under any media type instead of text/plain.")
    private boolean lenientMediaType;

    @Metadata(
            label = "security",
            description =
                    "Address ranges in private, loopback and other special networks to which policy hosts and MX hosts may"
                            + " lead us nevertheless: 127.0.0.0/8, fd00::/8. By default no name that a stranger chose leads there.")
    private String allowedAddresses = "";

    @Metadata(
            label = "security",
            description =
                    "The certificate authorities to trust, for policy hosts and MX hosts; only the trust managers count."
                            + " The default is Java's own trust store.")
    private @Nullable SSLContextParameters sslContextParameters;

    @Metadata(
            label = "security",
            defaultValue = "false",
            description = "Enable usage of global SSL context parameters.")
    private boolean useGlobalSslContextParameters;

    @Metadata(
            label = "policy,advanced",
            description =
                    "Where fetched policies are kept. The default keeps them in memory, so that a restart forgets them.")
    private PolicyStore policyStore = new MemoryPolicyStore();

    @Metadata(label = "advanced", description = "What time it is. Anything but the system's clock is for tests.")
    private Clock clock = Clock.systemUTC();

    private @Nullable MtaStsEngine engine;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        RefusedOptions.check(uri, parameters);
        MtaStsEndpoint endpoint = new MtaStsEndpoint(uri, this, operation(remaining), configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static MtaStsOperation operation(String name) {
        try {
            return MtaStsOperation.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "mtasts:" + name + " is no operation; write mtasts:send or mtasts:resolve", unknown);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (policyStore instanceof MemoryPolicyStore) {
            LOG.warn(
                    "MTA-STS policies are kept in memory: a restart forgets them, and trusts the first answers after it."
                            + " The option policyStore names a lasting store.");
        }
        engine = new MtaStsEngine(this);
    }

    @Override
    protected void doStop() throws Exception {
        MtaStsEngine running = engine;
        engine = null;
        if (running != null) {
            running.close();
        }
        super.doStop();
    }

    MtaStsEngine engine() {
        if (engine == null) {
            throw new IllegalStateException("The component mtasts is not started");
        }
        return engine;
    }

    @Nullable
    SSLContextParameters trustParameters() {
        return sslContextParameters == null ? retrieveGlobalSslContextParameters() : sslContextParameters;
    }

    public MtaStsConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(MtaStsConfiguration configuration) {
        this.configuration = configuration;
    }

    public String getDnsServers() {
        return dnsServers;
    }

    public void setDnsServers(String dnsServers) {
        this.dnsServers = dnsServers;
    }

    public int getPolicyPort() {
        return policyPort;
    }

    public void setPolicyPort(int policyPort) {
        this.policyPort = policyPort;
    }

    public boolean isLenientMediaType() {
        return lenientMediaType;
    }

    public void setLenientMediaType(boolean lenientMediaType) {
        this.lenientMediaType = lenientMediaType;
    }

    public String getAllowedAddresses() {
        return allowedAddresses;
    }

    public void setAllowedAddresses(String allowedAddresses) {
        this.allowedAddresses = allowedAddresses;
    }

    public @Nullable SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(@Nullable SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    public PolicyStore getPolicyStore() {
        return policyStore;
    }

    public void setPolicyStore(PolicyStore policyStore) {
        this.policyStore = policyStore;
    }

    public Clock getClock() {
        return clock;
    }

    public void setClock(Clock clock) {
        this.clock = clock;
    }

    // The defaults of the endpoints, within reach of Java code; properties reach them through the configuration.

    /** Default for the endpoints, see {@link MtaStsConfiguration#setSmtpPort}. */
    public void setSmtpPort(int smtpPort) {
        configuration.setSmtpPort(smtpPort);
    }

    /** Default for the endpoints, see {@link MtaStsConfiguration#setLocalHostname}. */
    public void setLocalHostname(String localHostname) {
        configuration.setLocalHostname(localHostname);
    }

    /** Default for the endpoints, see {@link MtaStsConfiguration#setDialect}. */
    public void setDialect(DialectChoice dialect) {
        configuration.setDialect(dialect);
    }

    /** Default for the endpoints, see {@link MtaStsConfiguration#setOnDnsFailure}. */
    public void setOnDnsFailure(OnDnsFailure onDnsFailure) {
        configuration.setOnDnsFailure(onDnsFailure);
    }

    /** Default for the endpoints, see {@link MtaStsConfiguration#setRequireTls}. */
    public void setRequireTls(boolean requireTls) {
        configuration.setRequireTls(requireTls);
    }

    /** Default for the endpoints, see {@link MtaStsConfiguration#setConnectionTimeout}. */
    public void setConnectionTimeout(long connectionTimeout) {
        configuration.setConnectionTimeout(connectionTimeout);
    }

    /** Default for the endpoints, see {@link MtaStsConfiguration#setResponseTimeout}. */
    public void setResponseTimeout(long responseTimeout) {
        configuration.setResponseTimeout(responseTimeout);
    }
}
