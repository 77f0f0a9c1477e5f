package io.github.camelmtasts;

import java.time.Clock;

import javax.net.ssl.X509TrustManager;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelmtasts.delivery.TlsMaterial;
import io.github.camelmtasts.fetch.FetchResult;
import io.github.camelmtasts.fetch.FetchSettings;
import io.github.camelmtasts.fetch.HttpsPolicyFetcher;
import io.github.camelmtasts.fetch.PolicyFetcher;
import io.github.camelmtasts.fetch.PolicyHostProbe;
import io.github.camelmtasts.fetch.PolicyRequest;
import io.github.camelmtasts.smtp.TlsTrust;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/**
 * Whom an engine trusts, for policy hosts and MX hosts alike, and what rests on it. When the trust is read anew, all of that
 * changes in one step. Safe for use by many threads.
 */
final class EngineTrust {

    private final MtaStsComponent component;
    private final FetchSettings fetchSettings;
    private final EngineThreads threads;
    private final Clock ages;
    private volatile Resting resting;

    /**
     * What rests on the authorities as they were read once.
     *
     * @param materials kept for as long as somebody holds the parameters
     */
    private record Resting(
            PolicyFetcher fetcher,
            PolicyHostProbe policyHosts,
            TlsTrust mxHosts,
            Cache<SSLContextParameters, TlsMaterial> materials) {}

    /** @param authorities at the start, see {@link #authorities(MtaStsComponent)} */
    EngineTrust(
            MtaStsComponent component,
            X509TrustManager authorities,
            FetchSettings fetchSettings,
            EngineThreads threads,
            Clock ages) {
        this.component = component;
        this.fetchSettings = fetchSettings;
        this.threads = threads;
        this.ages = ages;
        this.resting = restingOn(authorities);
    }

    /**
     * The authorities that the component's options name, to be read before anything is opened.
     *
     * @throws IllegalArgumentException if they cannot be read
     */
    static X509TrustManager authorities(MtaStsComponent component) {
        return authorities(component, component.trustParameters());
    }

    private static X509TrustManager authorities(MtaStsComponent component, @Nullable SSLContextParameters parameters) {
        return Authorities.of(component.getCamelContext(), parameters, component.getRevocation());
    }

    /**
     * Reads the authorities anew, those of single endpoints too. What rests on the former ones is given out no more.
     *
     * @throws IllegalArgumentException if they cannot be read; the former stay
     */
    void reload() {
        Resting anew = restingOn(authorities(component));
        resting.materials()
                .asMap()
                .keySet()
                .forEach(parameters -> anew.materials().put(parameters, read(parameters)));
        resting = anew;
    }

    private Resting restingOn(X509TrustManager authorities) {
        X509TrustManager trusted = unlessRevoked(authorities);
        return new Resting(
                HttpsPolicyFetcher.trusting(trusted, fetchSettings, threads.timer()),
                new PolicyHostProbe(trusted, fetchSettings, threads.timer(), ages),
                new TlsTrust(trusted, component.getClock()),
                Caffeine.newBuilder().weakKeys().build());
    }

    private X509TrustManager unlessRevoked(X509TrustManager authorities) {
        return component.getRevocation().over(authorities, threads.revocation());
    }

    /** Fetches a policy, see {@link PolicyFetcher}. */
    FetchResult fetch(PolicyRequest request) {
        return resting.fetcher().fetch(request);
    }

    PolicyHostProbe policyHosts() {
        return resting.policyHosts();
    }

    TlsTrust mxHosts() {
        return resting.mxHosts();
    }

    /** What these parameters say, with the same care about revocation. */
    TlsMaterial material(SSLContextParameters parameters) {
        return resting.materials().get(parameters, this::read);
    }

    private TlsMaterial read(SSLContextParameters parameters) {
        return new TlsMaterial(
                unlessRevoked(authorities(component, parameters)),
                Authorities.ownKeys(component.getCamelContext(), parameters));
    }
}
