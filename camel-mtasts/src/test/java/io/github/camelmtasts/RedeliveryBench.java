package io.github.camelmtasts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.camelmtasts.testkit.LoopbackInternet;
import io.github.camelmtasts.testkit.LoopbackInternetExtension;
import io.github.camelmtasts.testkit.MxHost;
import io.github.camelmtasts.testkit.ReceivedMail;
import io.github.camelmtasts.testkit.SmtpStage;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

import static io.github.camelmtasts.testkit.MailDomain.domain;
import static io.github.camelmtasts.testkit.MxHost.mxHost;
import static io.github.camelmtasts.testkit.PolicyFile.enforce;

/** A sender with routes, and two domains: one takes every mail, one is busy until {@link #mend}. */
final class RedeliveryBench implements AutoCloseable {

    static final String BOTH = "you@good.example, you@busy.example";

    private static final String GOOD_MX = "mx.good.example";
    private static final String BUSY_MX = "mx.busy.example";
    private static final MxHost BUSY = mxHost(BUSY_MX).reply(SmtpStage.RCPT, "451 4.3.0 busy");

    private final LoopbackInternet internet;
    private final Sender sender;

    /** A bench over an internet of {@link #internet()}. */
    RedeliveryBench(LoopbackInternet internet) {
        this.internet = internet;
        this.sender = new Sender(internet);
    }

    static LoopbackInternetExtension internet() {
        return LoopbackInternetExtension.of(
                domain("good.example").policy(enforce(GOOD_MX)).mx(10, mxHost(GOOD_MX)),
                domain("busy.example").mx(10, BUSY),
                mxHost("mx.new.example"));
    }

    LoopbackInternet net() {
        return internet;
    }

    Sender sender() {
        return sender;
    }

    void busy() {
        busyHost(BUSY);
    }

    /** From now on; connections that are kept open would go on in the old way, and are closed. */
    void busyHost(MxHost behaviour) {
        internet.mx(BUSY_MX).behave(behaviour.down());
        internet.mx(BUSY_MX).behave(behaviour);
    }

    void mend() {
        busyHost(mxHost(BUSY_MX));
    }

    /** Large mails go to files here. */
    void spoolTo(Path directory) {
        sender.context().getStreamCachingStrategy().setSpoolDirectory(directory.toFile());
    }

    static long files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".eml")).count();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    RedeliveryBench with(RouteBuilder routes) throws Exception {
        sender.context().addRoutes(routes);
        return this;
    }

    Exchange send(Object body) {
        return send(body, Map.of("To", BOTH, "Subject", "Invoice 4711"));
    }

    Exchange send(Object body, Map<String, Object> headers) {
        return sender.send("direct:in", body, headers);
    }

    List<ReceivedMail> atGood() {
        return internet.mx(GOOD_MX).mails();
    }

    List<ReceivedMail> atBusy() {
        return internet.mx(BUSY_MX).mails();
    }

    /** How many connections and commands both hosts have seen. */
    long traffic() {
        return Stream.of(GOOD_MX, BUSY_MX)
                .flatMap(name -> internet.mx(name).sessions().stream())
                .mapToLong(session -> 1 + session.commands().size())
                .sum();
    }

    @Override
    public void close() {
        sender.close();
    }
}
