package io.github.camelmtasts.springboot;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.camelmtasts.Enforcement;
import io.github.camelmtasts.GuardHosts;
import io.github.camelmtasts.GuardMode;
import io.github.camelmtasts.SmartHostTls;
import io.github.camelmtasts.delivery.AddressFamily;
import io.github.camelmtasts.delivery.OnVanishedDomain;
import io.github.camelmtasts.discovery.DialectChoice;
import io.github.camelmtasts.discovery.OnDnsFailure;
import io.github.camelmtasts.discovery.OnPolicyFailure;
import io.github.camelmtasts.store.StoreSchema;
import io.github.camelmtasts.trust.RevocationCheck;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.ReflectionUtils;

/**
 * The options of the component as Spring Boot properties. What is not set stays as the component has it, so nothing here has a
 * default; those that editors show are in {@code additional-spring-configuration-metadata.json}.
 *
 * <p>The texts are those of the component's own metadata; a test compares them.
 *
 * @param configuration Defaults for the options of the endpoints. The name of a bean: #bean:name.
 * @param lazyStartProducer Whether the producer should be started lazy (on the first message). By starting lazy you can use this
 *     to allow CamelContext and routes to startup in situations where a producer may otherwise fail during starting and cause
 *     the route to fail being started. By deferring this startup to be lazy then the startup failure can be handled during
 *     routing messages via Camel's routing error handlers. Beware that when the first message is processed then creating and
 *     starting the producer may take a little time and prolong the total processing time of the processing.
 * @param autowiredEnabled Whether autowiring is enabled. This is used for automatic autowiring options (the option must be
 *     marked as autowired) by looking up in the registry to find if there is a single instance of matching type, which then gets
 *     configured on the component. This can be used for automatic configuring JDBC data sources, JMS connection factories, AWS
 *     Clients, etc.
 * @param clock What time it is. Anything but the system's clock is for tests. The name of a bean: #bean:name.
 * @param localHostname The name with which this machine greets (EHLO). Receivers compare it with the reverse name of its
 *     address. The default is the name that the operating system gives.
 * @param smtpPort The port of the MX hosts. Anything but 25 is for tests.
 * @param smartHost A host that takes all mail in place of the recipients' MX hosts, as host:port; without a port that of
 *     smtpPort. Its name is the domain whose policy counts, and allowedAddresses does not hold for it.
 * @param smartHostTls How TLS begins with the smartHost: by STARTTLS, or with the connection (implicit). The default is implicit
 *     at port 465 and STARTTLS elsewhere.
 * @param allowClearTextAuth Whether the password may go to a smartHost that has no policy and has not proven its name, even in
 *     clear text. Only for a host on a network that nobody else can reach.
 * @param onVanishedDomain What becomes of mail to a domain that takes no mail or does not exist, says DNS, while an enforced
 *     policy of it is kept: it fails for good (fail), or it waits as long as the policy is in force (defer), for DNS may be
 *     forged.
 * @param localAddress The address of this machine from which connections to mail servers come. Hosts are then met at addresses
 *     of its family only. The default is what the operating system chooses.
 * @param addressFamily Over which addresses mail servers are met: any, ipv4 or ipv6.
 * @param connectionTimeout How long to wait for a TCP connection to one address.
 * @param responseTimeout How long to wait for one reply of a mail server, but for that to the end of the mail.
 * @param dataTimeout How long a mail server may take to read one mail.
 * @param finalReplyTimeout How long to wait for the reply to the end of the mail. Whoever hangs up there risks a duplicate, so
 *     shorten it for tests alone.
 * @param retryUri The endpoint where mails wait for their next attempt, such as jms:queue:mail.retry. Whoever could
 *     not be reached goes there, in place of an exception. It must hold a message until the time in the header
 *     MtaStsNotBefore; ${header.MtaStsDelay} in it stands for the milliseconds until then, one of at most twelve
 *     values.
 * @param deadLetterUri The endpoint where mails end, such as jms:queue:mail.dead, for those recipients who will not
 *     get them: refused for good, or not reached within the retryLifetime. They go there in place of an exception.
 * @param retrySchedule How long a mail waits in the retryUri before its second attempt, its third, and so on: growing
 *     times in s, m or h, parted by commas. The last one repeats. Each is shortened by up to a fifth, at random, and
 *     after a failure of MTA-STS none is longer than an hour.
 * @param retryLifetime How long a mail is tried again through the retryUri, from its first attempt on. With 0 it is
 *     tried once.
 * @param useEnvelopeHeaders Whether a body that comes with the header MtaStsEnvelope is a finished mail for the
 *     recipients named there, and goes out byte for byte. Only for the queue that this component itself fills as
 *     retryUri: whoever can write that header chooses sender and recipients.
 * @param maxMailsPerDomain How many mails that come with useEnvelopeHeaders go to one policy domain at once, so that a slow
 *     domain does not take up every consumer of the queue. One more goes back to the retryUri for some seconds, which is
 *     no attempt. With 0 there is no limit.
 * @param maxMessageSize How large a mail may be, in bytes, before it is refused without any traffic. With 0 the
 *     recipients' hosts decide.
 * @param dnsServers The resolvers to ask, addresses with an optional port, parted by commas: 192.0.2.53, 192.0.2.54:5353.
 *     The default is those of the operating system.
 * @param dialect Which form of MTA-STS is spoken: the standard (rfc8461), draft-ietf-uta-mta-sts-06 with its JSON policies
 *     (draft06), or the draft where a domain has no policy by the standard (auto).
 * @param lenientMediaType Whether a policy may come under any media type instead of text/plain.
 * @param onDnsFailure What becomes of a mail when DNS cannot say whether the recipient's domain has a policy, and none is
 *     cached: it waits (defer), or it goes out as without a policy (deliver). The same holds when the policy store does not
 *     answer and the domain has no policy now.
 * @param dnsFailureGrace How long mail waits under onDnsFailure=defer for a record that DNS cannot look up, from the first
 *     failure for the domain on. After that it goes out as without a policy, if DNS answers for the domain's MX hosts.
 * @param onPolicyFailure What becomes of a mail when the recipient's domain announces a policy that cannot be had, and none is
 *     cached: it goes out as without a policy (deliver), as RFC 8461 has it, or it waits until the policy can be had (defer).
 * @param enforcement Whether policies stop mail (enforce), or every policy counts as one in testing (observe): then all mail
 *     goes out, and the reports say what would have been stopped. For the time of a roll-out.
 * @param overrides What counts for single domains against or in place of their policy, each with an end and a reason, such as
 *     partner.example = report-only until 2026-12-31: their certificate ran out. The actions are force, report-only, skip, and
 *     pin with MX hosts.
 * @param guardSmtpEndpoints Which smtp: and smtps: endpoints of this application are guarded, although their routes know nothing
 *     of MTA-STS: patterns of their URIs (a URI, the beginning of one with an asterisk, or a regular expression), parted by commas.
 *     By default none.
 * @param guardHosts What the host of a guarded endpoint is: one that passes all mail on (relay), whose certificate must be good
 *     for its name; a recipient's own MX host (mx), which the policies of the recipients' domains must permit; or nothing any
 *     more (direct), for mail goes to the recipients' MX hosts.
 * @param guardMode Whether guardSmtpEndpoints stops mail (enforce), or only tells and counts what it would have stopped
 *     (observe).
 * @param policyPort The port of policy hosts. Anything but 443 is for tests.
 * @param policyStore Where fetched policies are kept, by a bean of your own. If neither this nor storeDataSource nor
 *     storeDirectory is named they are kept in memory, and a restart forgets them. The name of a bean: #bean:name.
 * @param storeDataSource The H2 or PostgreSQL database in which fetched policies are kept, shared by all nodes that name it. It
 *     must not take part in the transactions of routes (JTA). A data source that is not named here is never touched. The name
 *     of a bean: #bean:name.
 * @param storeDirectory A directory for an H2 database file in which fetched policies are kept, for one process at a time.
 *     Needs the dependency com.h2database:h2.
 * @param storeSchema Whether the table of a storeDataSource or storeDirectory is created if it is missing (create), or its
 *     absence ends the start with the SQL to run (validate). The default is create for storeDirectory and validate for
 *     storeDataSource.
 * @param publishedPolicies The policies that mtasts:publish serves, in words, by domain, such as example.com = enforce
 *     mx1.example.com,mx2.example.com for 2w.
 * @param publishedPolicyDirectory A directory with the policies that mtasts:publish serves, a file for each domain, such as
 *     example.com.txt.
 * @param publishedPolicySource The policies that mtasts:publish serves, by a bean of your own. The name of a bean:
 *     #bean:name.
 * @param publicationState A directory in which roll-overs are remembered. With it mtasts:publish serves a changed policy
 *     only when mtasts:rollover has let it through; without it a change is served at once.
 * @param allowedAddresses Address ranges in private, loopback and other special networks to which policy hosts and MX hosts may
 *     lead us nevertheless: 127.0.0.0/8, fd00::/8. By default no name that a stranger chose leads there.
 * @param maxConnections How many connections to MX hosts there are at most in all, idle ones too. Idle ones of other hosts are
 *     ended first; if all are in use, a mail waits for one, five minutes at most. Rehearsals of the guard (guardMode=observe),
 *     four at a time, come on top.
 * @param maxConnectionsPerHost How many connections to one address of an MX host there are at most. If all are in use, a mail
 *     waits for one, five minutes at most; then the next address or host has its turn.
 * @param maxMessagesPerConnection After how many mails a connection is ended. With 1 each mail opens a connection of its own.
 * @param requireTls Whether mail to domains without a policy, too, goes out under TLS only. The certificate is not verified
 *     then, as there is nothing to verify it against.
 * @param revocation Whether the certificates of policy hosts and MX hosts are checked for revocation, by OCSP and else by
 *     revocation lists: not at all (off); those of which nobody can say it are taken as good (soft), or are refused (hard). This
 *     machine then opens connections to the places that the certificates name.
 * @param fetchProxy An HTTP proxy (CONNECT) through which policies are fetched, as host:port. It looks up the policy hosts
 *     itself, so that allowedAddresses guards only what our own DNS says of them.
 * @param fetchProxyUser The user of the fetchProxy, if it wants to know.
 * @param fetchProxyPassword The password of the fetchProxyUser.
 * @param sslContextParameters The certificate authorities to trust, for policy hosts and MX hosts; only the trust managers
 *     count. The default is Java's own trust store. The name of a bean: #bean:name.
 * @param useGlobalSslContextParameters Enable usage of global SSL context parameters.
 * @param sslBundle The SSL bundle whose trust store has the certificate authorities to trust, for policy hosts and MX hosts, in
 *     place of sslContextParameters. When the bundle is renewed, its new authorities count at once.
 */
@ConfigurationProperties("camel.component.mtasts")
record MtaStsComponentConfiguration(
        @Nullable String configuration,
        @Nullable Boolean lazyStartProducer,
        @Nullable Boolean autowiredEnabled,
        @Nullable String clock,
        @Nullable String localHostname,
        @Nullable Integer smtpPort,
        @Nullable String smartHost,
        @Nullable SmartHostTls smartHostTls,
        @Nullable Boolean allowClearTextAuth,
        @Nullable OnVanishedDomain onVanishedDomain,
        @Nullable String localAddress,
        @Nullable AddressFamily addressFamily,
        @Nullable Duration connectionTimeout,
        @Nullable Duration responseTimeout,
        @Nullable Duration dataTimeout,
        @Nullable Duration finalReplyTimeout,
        @Nullable String retryUri,
        @Nullable String deadLetterUri,
        @Nullable String retrySchedule,
        @Nullable Duration retryLifetime,
        @Nullable Boolean useEnvelopeHeaders,
        @Nullable Integer maxMailsPerDomain,
        @Nullable Long maxMessageSize,
        @Nullable String dnsServers,
        @Nullable DialectChoice dialect,
        @Nullable Boolean lenientMediaType,
        @Nullable OnDnsFailure onDnsFailure,
        @Nullable Duration dnsFailureGrace,
        @Nullable OnPolicyFailure onPolicyFailure,
        @Nullable Enforcement enforcement,
        @Nullable Map<String, String> overrides,
        @Nullable String guardSmtpEndpoints,
        @Nullable GuardHosts guardHosts,
        @Nullable GuardMode guardMode,
        @Nullable Integer policyPort,
        @Nullable String policyStore,
        @Nullable String storeDataSource,
        @Nullable String storeDirectory,
        @Nullable StoreSchema storeSchema,
        @Nullable Map<String, String> publishedPolicies,
        @Nullable String publishedPolicyDirectory,
        @Nullable String publishedPolicySource,
        @Nullable String publicationState,
        @Nullable String allowedAddresses,
        @Nullable Integer maxConnections,
        @Nullable Integer maxConnectionsPerHost,
        @Nullable Integer maxMessagesPerConnection,
        @Nullable Boolean requireTls,
        @Nullable RevocationCheck revocation,
        @Nullable String fetchProxy,
        @Nullable String fetchProxyUser,
        @Nullable String fetchProxyPassword,
        @Nullable String sslContextParameters,
        @Nullable Boolean useGlobalSslContextParameters,
        @Nullable String sslBundle) {

    /** What the component does not know: it is translated for it. */
    private static final Set<String> ONLY_HERE = Set.of("sslBundle");

    /** Whether a property of this name, in lower case and without dashes, is one of those. */
    static boolean isOption(String uniformName) {
        return Arrays.stream(MtaStsComponentConfiguration.class.getRecordComponents())
                .anyMatch(option -> option.getName().toLowerCase(Locale.ROOT).equals(uniformName));
    }

    /** The options that are set, by their names in the component; the configuration first, for others may refine it. */
    Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>();
        for (RecordComponent option : getClass().getRecordComponents()) {
            Method accessor = option.getAccessor();
            ReflectionUtils.makeAccessible(accessor);
            Object value = ReflectionUtils.invokeMethod(accessor, this);
            if (value != null && !ONLY_HERE.contains(option.getName())) {
                options.put(option.getName(), value);
            }
        }
        return options;
    }

    /** The options that are set, without their values: those may be secret, or URIs that hold a password. */
    @Override
    public String toString() {
        return "options of mtasts that are set: " + options().keySet();
    }
}
