package io.github.camelmtasts;

import java.util.List;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.ReceivedMail;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

// docs/testkit.md shows this class; ExamplesInDocsTest holds them together
class InvoiceRouteTest {

    @RegisterExtension
    static final LoopbackInternetExtension kit = LoopbackInternetExtension.of(
            domain("good.example").policy(enforce("mx.good.example")).mx(10, mxHost("mx.good.example")));

    @Test
    void sendsEncrypted(LoopbackInternet internet) {
        CamelContext camel = new DefaultCamelContext();
        camel.addComponent("mtasts", mtaSts(internet));
        camel.start();
        camel.createProducerTemplate()
                .sendBody("mtasts:send?from=shop@example.com&to=anna@good.example&subject=Invoice", "Hello");
        camel.stop();

        ReceivedMail mail = internet.mails().get(0);
        assertEquals(List.of("anna@good.example"), mail.recipients());
        assertTrue(mail.encrypted());
    }

    private static MtaStsComponent mtaSts(LoopbackInternet internet) {
        KeyStoreParameters root = new KeyStoreParameters();
        root.setResource("file:" + internet.trustStoreFile());
        root.setPassword(internet.trustStorePassword());
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(root);
        SSLContextParameters tls = new SSLContextParameters();
        tls.setTrustManagers(trust);

        MtaStsComponent component = new MtaStsComponent();
        component.setDnsServers(internet.dnsServer());
        component.getConfiguration().setSmtpPort(internet.smtpPort());
        component.setPolicyPort(internet.policyPort());
        component.setAllowedAddresses("127.0.0.0/8");
        component.setSslContextParameters(tls);
        return component;
    }
}
