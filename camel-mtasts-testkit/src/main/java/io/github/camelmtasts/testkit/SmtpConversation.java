package io.github.camelmtasts.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** One SMTP session, from banner to end (RFC 5321, STARTTLS of RFC 3207). */
final class SmtpConversation {
    /** What a session needs from its server. */
    record Surroundings(TestAuthority authority, ShutdownSignal shutdown, Consumer<ReceivedMail> taker) {}

    private static final Pattern PATH = Pattern.compile("(?i)^(?:FROM|TO):\\s*<(.*)>.*");
    private static final String BAD_SEQUENCE = "503 5.5.1 bad sequence of commands";

    private final MxHost host;
    private final Surroundings around;
    private final SmtpWire wire;
    private final SmtpReplies replies;
    private final SmtpTranscript transcript;

    // mutable state: how far the session has come
    private boolean open;
    private boolean greeted;
    private boolean loggedIn;
    private @Nullable TlsHandshake tls;
    private List<String> serverNames = List.of();
    private @Nullable String sender;
    private final List<String> recipients = new ArrayList<>();

    SmtpConversation(MxHost host, Surroundings around, SmtpWire wire, SmtpTranscript transcript) {
        this.host = host;
        this.around = around;
        this.wire = wire;
        this.replies = new SmtpReplies(host.script(), wire, around.shutdown());
        this.transcript = transcript;
    }

    /** Returns after QUIT; ends otherwise by {@link SmtpHangup} or another failure, with the socket still open. */
    void hold() throws IOException {
        if (host.startTls().implicit()) {
            handshake();
        }
        open = replies.send(SmtpStage.BANNER, "220 " + host.name() + " ESMTP ready");
        boolean goOn = true;
        while (goOn) {
            goOn = obey(wire.readLine());
        }
        wire.close();
    }

    /** Performs one command; false after QUIT. */
    private boolean obey(String line) throws IOException {
        transcript.command(line);
        String[] words = line.split(" ", 2);
        String verb = words[0].strip().toUpperCase(Locale.ROOT);
        String argument = words.length > 1 ? words[1].strip() : "";
        if (verb.equals("QUIT")) {
            transcript.end(SmtpSession.End.QUIT);
            replies.send(SmtpStage.QUIT, "221 2.0.0 bye");
            return false;
        }
        if (open) {
            perform(verb, argument);
        } else {
            replies.send(BAD_SEQUENCE);
        }
        return true;
    }

    private void perform(String verb, String argument) throws IOException {
        switch (verb) {
            case "EHLO" -> ehlo(argument);
            case "HELO" -> greet(SmtpStage.HELO, "250 " + host.name(), argument);
            case "STARTTLS" -> startTls();
            case "AUTH" -> auth(argument);
            case "MAIL" -> mail(argument);
            case "RCPT" -> rcpt(argument);
            case "DATA" -> data();
            case "RSET" -> rset();
            case "NOOP" -> replies.send(SmtpStage.NOOP, "250 2.0.0 ok");
            default -> replies.send("500 5.5.2 command not known");
        }
    }

    private void ehlo(String argument) throws IOException {
        greet(tls == null ? SmtpStage.EHLO : SmtpStage.EHLO_AFTER_TLS, greeting(), argument);
    }

    private String greeting() {
        List<String> lines = new ArrayList<>(List.of(host.name()));
        lines.addAll(host.script().extensions());
        if (tls == null && host.startTls().offered()) {
            lines.add("STARTTLS");
        }
        if (offersAuth()) {
            lines.add("AUTH PLAIN LOGIN XOAUTH2");
        }
        String last = lines.remove(lines.size() - 1);
        return String.join("", lines.stream().map(line -> "250-" + line + "\n").toList()) + "250 " + last;
    }

    private boolean offersAuth() {
        SmtpScript.Logins logins = host.script().logins();
        return logins.areNeeded() && (tls != null || logins.inClearText());
    }

    private void greet(SmtpStage stage, String reply, String clientName) throws IOException {
        transcript.helo(clientName);
        if (replies.send(stage, reply)) {
            greeted = true;
            forgetMail();
        }
    }

    private void startTls() throws IOException {
        if (tls != null) {
            replies.send(BAD_SEQUENCE);
            return;
        }
        String normal = host.startTls().offered() ? "220 2.0.0 go ahead" : "502 5.5.1 STARTTLS not offered";
        if (replies.send(SmtpStage.STARTTLS, normal, host.startTls().injected())) {
            handshake();
        }
    }

    private void handshake() throws IOException {
        ClientHello hello = wire.readClientHello();
        serverNames = hello.serverNames();
        transcript.serverNames(serverNames);
        try {
            TlsHandshake completed =
                    host.startTls().tls().handshake(wire.socket(), hello, around.authority(), host.name());
            transcript.tls(completed);
            wire.continueOn(completed.socket());
            tls = completed;
        } catch (IOException e) {
            throw new SmtpHangup(SmtpSession.End.TLS_FAILED);
        }
        // RFC 3207 section 4.2: nothing learnt in clear text is kept
        greeted = false;
        forgetMail();
    }

    private void auth(String argument) throws IOException {
        SmtpScript.Logins logins = host.script().logins();
        if (!logins.areNeeded()) {
            replies.send("502 5.5.1 AUTH not offered");
        } else if (!offersAuth()) {
            replies.send("538 5.7.11 encryption required");
        } else {
            boolean right = new SmtpLogin(logins, wire).authenticate(argument);
            String normal = right ? "235 2.7.0 welcome" : "535 5.7.8 wrong user or password";
            loggedIn = replies.send(SmtpStage.AUTH, normal);
        }
    }

    private void mail(String argument) throws IOException {
        Optional<String> address = path(argument);
        if (!greeted || sender != null) {
            replies.send(BAD_SEQUENCE);
        } else if (host.script().logins().areNeeded() && !loggedIn) {
            replies.send("530 5.7.0 authentication required");
        } else if (address.isEmpty()) {
            replies.send("501 5.5.4 MAIL FROM:<address>");
        } else if (replies.send(SmtpStage.MAIL, "250 2.1.0 ok")) {
            sender = address.get();
        }
    }

    private void rcpt(String argument) throws IOException {
        Optional<String> address = path(argument);
        if (sender == null) {
            replies.send(BAD_SEQUENCE);
        } else if (address.isEmpty()) {
            replies.send("501 5.5.4 RCPT TO:<address>");
        } else if (replies.send(
                SmtpStage.RCPT, host.script().refusal(address.get()).orElse("250 2.1.5 ok"))) {
            recipients.add(address.get());
        }
    }

    private void data() throws IOException {
        if (sender == null || recipients.isEmpty()) {
            replies.send("503 5.5.1 no valid recipients");
            return;
        }
        if (!replies.send(SmtpStage.DATA, "354 end with a dot")) {
            return;
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        wire.readMail(
                host.keepsMail() ? kept : OutputStream.nullOutputStream(),
                host.script().anyLineEnd());
        byte[] raw = kept.toByteArray();
        if (!replies.refuses(SmtpStage.END_OF_DATA)) {
            around.taker().accept(received(sender, raw));
        }
        forgetMail();
        replies.send(SmtpStage.END_OF_DATA, "250 2.0.0 taken");
    }

    private ReceivedMail received(String from, byte[] raw) {
        String sni = serverNames.stream().findFirst().orElse(null);
        return new ReceivedMail(
                host.name(), from, recipients, raw, tls != null, tls == null ? null : tls.protocol(), sni);
    }

    private void rset() throws IOException {
        if (replies.send(SmtpStage.RSET, "250 2.0.0 ok")) {
            forgetMail();
        }
    }

    private void forgetMail() {
        sender = null;
        recipients.clear();
    }

    private static Optional<String> path(String argument) {
        Matcher path = PATH.matcher(argument);
        return path.matches() ? Optional.of(path.group(1)) : Optional.empty();
    }
}
