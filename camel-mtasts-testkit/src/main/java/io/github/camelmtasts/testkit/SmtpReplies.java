package io.github.camelmtasts.testkit;

import java.io.IOException;

/** Sends the replies of a session, or what its script puts in their place. */
final class SmtpReplies {
    private static final String SERVICE_CLOSING = "421";

    private final SmtpScript script;
    private final SmtpWire wire;
    private final ShutdownSignal shutdown;

    SmtpReplies(SmtpScript script, SmtpWire wire, ShutdownSignal shutdown) {
        this.script = script;
        this.wire = wire;
        this.shutdown = shutdown;
    }

    /** Answers; true if the client may go on from here. */
    boolean send(SmtpStage stage, String normal) throws IOException {
        return send(stage, normal, "");
    }

    /** As above; {@code behind} follows a positive reply in the same segment. */
    boolean send(SmtpStage stage, String normal, String behind) throws IOException {
        SmtpAction action = script.at(stage).orElse(new SmtpAction.Reply(normal));
        pause();
        if (action instanceof SmtpAction.Reply reply) {
            return write(stage, reply.text(), behind);
        }
        if (action instanceof SmtpAction.AndMore more) {
            boolean goOn = write(stage, normal, behind);
            wire.write(more.text(), "");
            return goOn;
        }
        if (action instanceof SmtpAction.Hang) {
            wire.awaitEnd();
            throw new SmtpHangup(SmtpSession.End.CLIENT_GONE);
        }
        throw new SmtpHangup(SmtpSession.End.DROPPED);
    }

    /** Sends a reply that no script changes. */
    void send(String reply) throws IOException {
        pause();
        wire.write(reply, "");
    }

    /** Whether the client will learn of a failure at this stage. */
    boolean refuses(SmtpStage stage) {
        return script.at(stage)
                .filter(action -> action instanceof SmtpAction.Reply reply && !isPositive(reply.text()))
                .isPresent();
    }

    private boolean write(SmtpStage stage, String reply, String behind) throws IOException {
        boolean positive = isPositive(reply);
        if (stage == SmtpStage.STARTTLS) {
            // what was pipelined in clear text must not be taken for a part of the encrypted session
            wire.discardInput();
        }
        wire.write(reply, positive ? behind : "");
        if (reply.startsWith(SERVICE_CLOSING)) {
            throw new SmtpHangup(SmtpSession.End.DROPPED);
        }
        return positive;
    }

    private void pause() throws IOException {
        if (!shutdown.pause(script.pause())) {
            throw new SmtpHangup(SmtpSession.End.DROPPED);
        }
    }

    private static boolean isPositive(String reply) {
        return reply.startsWith("2") || reply.startsWith("3");
    }
}
