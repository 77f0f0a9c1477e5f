package io.github.camelmtasts;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

import io.github.camelmtasts.discovery.SteadyClock;
import io.github.camelmtasts.fetch.FetchProxy;
import io.github.camelmtasts.fetch.FetchSettings;
import io.github.camelmtasts.publication.PolicyTexts;
import io.github.camelmtasts.smtp.ConnectionLimits;
import io.github.camelmtasts.store.PolicyStore;
import io.github.camelmtasts.store.StoreSchema;
import io.github.camelmtasts.trust.RevocationCheck;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/** What is the same for all endpoints of a component, and the defaults of the rest. Holds and checks; does nothing. */
abstract class MtaStsComponentOptions extends DefaultComponent implements SSLContextParametersAware {

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

    @Metadata(label = "proxy", security = "secret", description = "The user of the fetchProxy, if it wants to know.")
    private String fetchProxyUser = "";

    @Metadata(label = "proxy", security = "secret", description = "The password of the fetchProxyUser.")
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

    @Metadata(
            label = "guard",
            description =
                    "Which smtp: and smtps: endpoints of this application are guarded, although their routes know nothing of"
                            + " MTA-STS: patterns of their URIs (a URI, the beginning of one with an asterisk, or a regular"
                            + " expression), parted by commas. By default none.")
    private volatile String guardSmtpEndpoints = "";

    @Metadata(
            label = "guard",
            defaultValue = "RELAY",
            description =
                    "What the host of a guarded endpoint is: one that passes all mail on (relay), whose certificate must be good"
                            + " for its name; a recipient's own MX host (mx), which the policies of the recipients' domains must"
                            + " permit; or nothing any more (direct), for mail goes to the recipients' MX hosts.")
    private GuardHosts guardHosts = GuardHosts.RELAY;

    @Metadata(
            label = "guard",
            defaultValue = "OBSERVE",
            description =
                    "Whether guardSmtpEndpoints stops mail (enforce), or only tells and counts what it would have stopped"
                            + " (observe).")
    private volatile GuardMode guardMode = GuardMode.OBSERVE;

    @Metadata(
            label = "policy",
            description =
                    "What counts for single domains against or in place of their policy, each with an end and a reason, such"
                            + " as partner.example = report-only until 2026-12-31: their certificate ran out. The actions are"
                            + " force, report-only, skip, and pin with MX hosts.")
    private Map<String, String> overrides = new TreeMap<>();

    @Metadata(
            label = "connections",
            defaultValue = "500",
            description =
                    "How many connections to MX hosts there are at most in all, idle ones too. Idle ones of other hosts are"
                            + " ended first; if all are in use, a mail waits for one, five minutes at most. Rehearsals of the guard"
                            + " (guardMode=observe), four at a time, come on top.")
    private int maxConnections = ConnectionLimits.DEFAULT.inAll();

    @Metadata(
            label = "connections",
            defaultValue = "20",
            description =
                    "How many connections to one address of an MX host there are at most. If all are in use, a mail waits for"
                            + " one, five minutes at most; then the next address or host has its turn.")
    private int maxConnectionsPerHost = ConnectionLimits.DEFAULT.perHost();

    @Metadata(
            label = "connections",
            defaultValue = "1000",
            description = "After how many mails a connection is ended. With 1 each mail opens a connection of its own.")
    private int maxMessagesPerConnection = ConnectionLimits.DEFAULT.mailsPerConnection();

    @Metadata(
            label = "publish",
            description = "The policies that mtasts:publish serves, in words, by domain, such as example.com = enforce"
                    + " mx1.example.com,mx2.example.com for 2w.")
    private Map<String, String> publishedPolicies = new TreeMap<>();

    @Metadata(
            label = "publish",
            description = "A directory with the policies that mtasts:publish serves, a file for each domain, such as"
                    + " example.com.txt.")
    private String publishedPolicyDirectory = "";

    @Metadata(
            label = "publish,advanced",
            autowired = false,
            description = "The policies that mtasts:publish serves, by a bean of your own.")
    private @Nullable PolicyTexts publishedPolicySource;

    @Metadata(
            label = "publish",
            description =
                    "A directory in which roll-overs are remembered. With it mtasts:publish serves a changed policy only"
                            + " when mtasts:rollover has let it through; without it a change is served at once.")
    private String publicationState = "";

    final ComponentClock time = new ComponentClock();

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

    public String getGuardSmtpEndpoints() {
        return guardSmtpEndpoints;
    }

    /**
     * Endpoints that exist already are not caught up with, so this is to be set before there are any.
     *
     * @throws IllegalStateException if the start is over and there is such an endpoint; the former value stays
     */
    public void setGuardSmtpEndpoints(String guardSmtpEndpoints) {
        String former = this.guardSmtpEndpoints;
        this.guardSmtpEndpoints = guardSmtpEndpoints;
        try {
            guardChanged();
        } catch (RuntimeException unguarded) {
            this.guardSmtpEndpoints = former;
            throw unguarded;
        }
    }

    /** Does nothing as long as no guard could be late. */
    abstract void guardChanged();

    public GuardHosts getGuardHosts() {
        return guardHosts;
    }

    public void setGuardHosts(GuardHosts guardHosts) {
        this.guardHosts = guardHosts;
    }

    public GuardMode getGuardMode() {
        return guardMode;
    }

    public void setGuardMode(GuardMode guardMode) {
        this.guardMode = guardMode;
    }

    public Map<String, String> getOverrides() {
        return overrides;
    }

    public void setOverrides(Map<String, String> overrides) {
        this.overrides = overrides;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public int getMaxConnectionsPerHost() {
        return maxConnectionsPerHost;
    }

    public void setMaxConnectionsPerHost(int maxConnectionsPerHost) {
        this.maxConnectionsPerHost = maxConnectionsPerHost;
    }

    public int getMaxMessagesPerConnection() {
        return maxMessagesPerConnection;
    }

    public void setMaxMessagesPerConnection(int maxMessagesPerConnection) {
        this.maxMessagesPerConnection = maxMessagesPerConnection;
    }

    public Map<String, String> getPublishedPolicies() {
        return publishedPolicies;
    }

    public void setPublishedPolicies(Map<String, String> publishedPolicies) {
        this.publishedPolicies = publishedPolicies;
    }

    public String getPublishedPolicyDirectory() {
        return publishedPolicyDirectory;
    }

    public void setPublishedPolicyDirectory(String publishedPolicyDirectory) {
        this.publishedPolicyDirectory = publishedPolicyDirectory;
    }

    public @Nullable PolicyTexts getPublishedPolicySource() {
        return publishedPolicySource;
    }

    public void setPublishedPolicySource(@Nullable PolicyTexts publishedPolicySource) {
        this.publishedPolicySource = publishedPolicySource;
    }

    public String getPublicationState() {
        return publicationState;
    }

    public void setPublicationState(String publicationState) {
        this.publicationState = publicationState;
    }

    public Clock getClock() {
        return time.get();
    }

    @Metadata(label = "advanced", description = "What time it is. Anything but the system's clock is for tests.")
    public void setClock(@Nullable Clock clock) {
        time.set(clock);
    }

    @Nullable
    SSLContextParameters trustParameters() {
        return sslContextParameters == null ? retrieveGlobalSslContextParameters() : sslContextParameters;
    }

    FetchSettings fetchSettings() {
        return new FetchSettings(
                NumericOptions.checkPort("policyPort", policyPort),
                lenientMediaType,
                FetchProxy.parse(fetchProxy, fetchProxyUser, fetchProxyPassword));
    }

    ConnectionLimits connectionLimits() {
        return new ConnectionLimits(
                NumericOptions.checkCount("maxConnections", maxConnections),
                NumericOptions.checkCount("maxConnectionsPerHost", maxConnectionsPerHost),
                NumericOptions.checkCount("maxMessagesPerConnection", maxMessagesPerConnection));
    }

    /** The clock by which policies age: steadier than the system's, but a test's is taken as it is. */
    Clock clockOfAges() {
        return time.isSystem() ? new SteadyClock(ComponentClock.SYSTEM, System::nanoTime) : time.get();
    }
}
