package io.github.camelmtasts;

import java.time.Clock;
import java.util.Map;

import javax.sql.DataSource;

import io.github.camelmtasts.discovery.DialectChoice;
import io.github.camelmtasts.discovery.OnDnsFailure;
import io.github.camelmtasts.store.MemoryPolicyStore;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreSchema;
import io.github.camelmtasts.trust.RevocationCheck;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/** Sends mail to its recipients' MX hosts under their MTA-STS policies. One component has one engine: one DNS cache, one policy cache, one connection pool. */
@Component("mtasts")
public class MtaStsComponent extends DefaultComponent implements SSLContextParametersAware {

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
            label = "security",
            defaultValue = "off",
            description =
                    "Whether the certificates of policy hosts and MX hosts are checked for revocation, by OCSP and else by"
                            + " revocation lists: not at all (off); those of which nobody can say it are taken as good (soft), or are"
                            + " refused (hard). This machine then opens connections to the places that the certificates name.")
    private RevocationCheck revocation = RevocationCheck.OFF;

    @Metadata(
            label = "proxy",
            description =
                    "An HTTP proxy (CONNECT) through which policies are fetched, as host:port. It looks up the policy hosts itself,"
                            + " so that allowedAddresses guards only what our own DNS says of them.")
    private String fetchProxy = "";

    @Metadata(label = "proxy", secret = true, description = "The user of the fetchProxy, if it wants to know.")
    private String fetchProxyUser = "";

    @Metadata(label = "proxy", secret = true, description = "The password of the fetchProxyUser.")
    private String fetchProxyPassword = "";

    @Metadata(
            label = "policy",
            autowired = false,
            description =
                    "The H2 or PostgreSQL database in which fetched policies are kept, shared by all nodes that name"
                            + " it. It must not take part in the transactions of routes (JTA). A data source that is not named"
                            + " here is never touched.")
    private @Nullable DataSource storeDataSource;

    @Metadata(
            label = "policy",
            description = "A directory for an H2 database file in which fetched policies are kept, for one process at a"
                    + " time. Needs the dependency com.h2database:h2.")
    private String storeDirectory = "";

    @Metadata(
            label = "policy",
            description =
                    "Whether the table of a storeDataSource or storeDirectory is created if it is missing (create),"
                            + " or its absence ends the start with the SQL to run (validate). The default is create for"
                            + " storeDirectory and validate for storeDataSource.")
    private @Nullable StoreSchema storeSchema;

    @Metadata(
            label = "policy,advanced",
            description =
                    "Where fetched policies are kept, by a bean of your own. If neither this nor storeDataSource nor"
                            + " storeDirectory is named they are kept in memory, and a restart forgets them.")
    private @Nullable PolicyStore policyStore;

    @Metadata(label = "advanced", description = "What time it is. Anything but the system's clock is for tests.")
    private Clock clock = Clock.systemUTC();

    /** The default outlives a restart of the component, though not of the process. */
    private final PolicyStore memory = new MemoryPolicyStore();

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

    PolicyStore memory() {
        return memory;
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

    public RevocationCheck getRevocation() {
        return revocation;
    }

    public void setRevocation(RevocationCheck revocation) {
        this.revocation = revocation;
    }

    public String getFetchProxy() {
        return fetchProxy;
    }

    public void setFetchProxy(String fetchProxy) {
        this.fetchProxy = fetchProxy;
    }

    public String getFetchProxyUser() {
        return fetchProxyUser;
    }

    public void setFetchProxyUser(String fetchProxyUser) {
        this.fetchProxyUser = fetchProxyUser;
    }

    public String getFetchProxyPassword() {
        return fetchProxyPassword;
    }

    public void setFetchProxyPassword(String fetchProxyPassword) {
        this.fetchProxyPassword = fetchProxyPassword;
    }

    public @Nullable DataSource getStoreDataSource() {
        return storeDataSource;
    }

    public void setStoreDataSource(@Nullable DataSource storeDataSource) {
        this.storeDataSource = storeDataSource;
    }

    public String getStoreDirectory() {
        return storeDirectory;
    }

    public void setStoreDirectory(String storeDirectory) {
        this.storeDirectory = storeDirectory;
    }

    public @Nullable StoreSchema getStoreSchema() {
        return storeSchema;
    }

    public void setStoreSchema(@Nullable StoreSchema storeSchema) {
        this.storeSchema = storeSchema;
    }

    public @Nullable PolicyStore getPolicyStore() {
        return policyStore;
    }

    public void setPolicyStore(@Nullable PolicyStore policyStore) {
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
