package io.github.camelmtasts;

import java.net.InetAddress;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.ReportListener;
import io.github.camelmtasts.delivery.TlsSession;
import io.github.camelmtasts.discovery.PolicyTrouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what reports would count into the log, at debug. */
final class ReportLog implements ReportListener {

    private static final Logger LOG = LoggerFactory.getLogger(ReportLog.class);

    @Override
    public void heard(PolicyTrouble trouble) {
        LOG.debug("domain={} result={}: {}", trouble.domain(), trouble.resultType(), trouble.detail());
    }

    @Override
    public void heard(TlsSession session) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "domain={} result={} mxHost={} address={}: {}",
                    session.domain(),
                    session.resultType().orElse("successful-session"),
                    session.mxHost(),
                    session.address().map(InetAddress::getHostAddress).orElse("none"),
                    session.failure().map(Failure::detail).orElse("TLS as it should be"));
        }
    }
}
