package io.github.camelmtasts.dns;

import java.time.Duration;
import java.util.List;

import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TSIG;

/** A resolver whose settings never change, since many questions share what is behind it. */
abstract class FixedResolver implements Resolver {

    @Override
    public Duration getTimeout() {
        return DnsjavaResolver.QUESTION_LIMIT;
    }

    @Override
    public void setPort(int port) {
        throw asItIs();
    }

    @Override
    public void setTCP(boolean flag) {
        throw asItIs();
    }

    @Override
    public void setIgnoreTruncation(boolean flag) {
        throw asItIs();
    }

    @Override
    public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
        throw asItIs();
    }

    @Override
    public void setTSIGKey(TSIG key) {
        throw asItIs();
    }

    @Override
    public void setTimeout(Duration timeout) {
        throw asItIs();
    }

    private static UnsupportedOperationException asItIs() {
        return new UnsupportedOperationException("the resolver behind is shared, and stays as it is");
    }
}
