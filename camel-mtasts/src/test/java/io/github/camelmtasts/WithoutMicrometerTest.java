package io.github.camelmtasts;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Micrometer, camel-health and camel-console need not be there. */
@Timeout(60)
class WithoutMicrometerTest {

    @RegisterExtension
    static final LoopbackInternetExtension INTERNET = ChannelBench.internet();

    private static final Pattern OPTIONAL = Pattern.compile("micrometer-|camel-health|camel-console");

    /** A world of its own, in which all classes are loaded anew, without the optional ones. */
    private static URLClassLoader bareWorld() {
        Stream<String> classPath =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
        URL[] rest = classPath
                .filter(entry -> !OPTIONAL.matcher(new File(entry).getName()).find())
                .map(WithoutMicrometerTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(rest, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String file) {
        try {
            return new File(file).toURI().toURL();
        } catch (MalformedURLException never) {
            throw new IllegalStateException(never);
        }
    }

    @Test
    void mailGoesOutAllTheSame() throws Exception {
        LoopbackInternet internet = INTERNET.internet();
        RandomGenerator.getDefault(); // Java keeps for ever what the class loader of the first caller sees
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader world = bareWorld()) {
            assertThatThrownBy(() -> world.loadClass("io.micrometer.observation.ObservationRegistry"))
                    .isInstanceOf(ClassNotFoundException.class);
            Thread.currentThread().setContextClassLoader(world);

            Object outcome = world.loadClass(Bystander.class.getName())
                    .getMethod("send", String.class, int.class, int.class, String.class, String.class)
                    .invoke(
                            null,
                            internet.dnsServer(),
                            internet.policyPort(),
                            internet.smtpPort(),
                            internet.trustStoreFile().toString(),
                            internet.trustStorePassword());

            assertThat(outcome).isEqualTo("DELIVERED");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(internet.mx("mx.good.example").mails()).hasSize(1);
    }

    /** Runs in the other world, and so shares no class with this one but Java's own. */
    public static final class Bystander {

        private Bystander() {}

        /** Sends a mail by a context of its own, and gives the outcome. */
        public static String send(String dnsServer, int policyPort, int smtpPort, String trustStore, String password) {
            MtaStsComponent component = new MtaStsComponent();
            component.setDnsServers(dnsServer);
            component.setPolicyPort(policyPort);
            component.getConfiguration().setSmtpPort(smtpPort);
            component.setAllowedAddresses("127.0.0.0/8");
            component.setSslContextParameters(trust(trustStore, password));
            try (DefaultCamelContext context = new DefaultCamelContext(false)) {
                context.setApplicationContextClassLoader(
                        Bystander.class.getClassLoader()); // else plug-ins of the other world
                context.build();
                context.addComponent("mtasts", component);
                context.start();
                Exchange sent = context.createProducerTemplate().request(Sender.ENDPOINT, exchange -> {
                    exchange.getMessage().setBody("Hello");
                    exchange.getMessage().setHeaders(new HashMap<>(Map.of("To", "you@good.example")));
                });
                return Sender.outcome(sent);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }

        private static SSLContextParameters trust(String file, String password) {
            KeyStoreParameters store = new KeyStoreParameters();
            store.setResource("file:" + file);
            store.setPassword(password);
            TrustManagersParameters managers = new TrustManagersParameters();
            managers.setKeyStore(store);
            SSLContextParameters parameters = new SSLContextParameters();
            parameters.setTrustManagers(managers);
            return parameters;
        }
    }
}
