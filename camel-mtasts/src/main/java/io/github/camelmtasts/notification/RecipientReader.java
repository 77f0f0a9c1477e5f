package io.github.camelmtasts.notification;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.camelmtasts.delivery.Failure;
import io.github.camelmtasts.delivery.FailureReason;
import io.github.camelmtasts.delivery.MailAddress;
import io.github.camelmtasts.delivery.Outcome;
import io.github.camelmtasts.delivery.SmtpReply;
import io.github.camelmtasts.notification.RecipientStatus.Refusal;
import io.github.camelmtasts.policy.DomainName;
import io.github.camelmtasts.policy.Untrusted;
import org.jspecify.annotations.Nullable;

/** Reads what a report says of one recipient. */
final class RecipientReader {

    private final JsonWalk json;
    private @Nullable MailAddress recipient;
    private @Nullable Outcome outcome;
    private Optional<Failure> failure = Optional.empty();
    private final List<Host> hosts = new ArrayList<>();

    private RecipientReader(JsonWalk json) {
        this.json = json;
    }

    static RecipientStatus read(JsonWalk json) throws IOException {
        RecipientReader reader = new RecipientReader(json);
        json.object(reader::member);
        return reader.status();
    }

    private void member(String name) throws IOException {
        switch (name) {
            case "recipient" -> recipient = ReportReader.address(json.string());
            case "outcome" ->
                outcome = ReportReader.constant(Outcome.class, json.string()).orElse(null);
            case "failure" -> failure = FailureReader.read(json);
            case "hosts" -> json.array(() -> hosts.add(Host.read(json)));
            default -> json.skip();
        }
    }

    private RecipientStatus status() {
        return new RecipientStatus(
                ReportReader.demanded("the address of a recipient", recipient),
                ReportReader.demanded("the outcome of a recipient, or one that is known,", outcome),
                failure.map(why -> new Failure(why.reason(), Untrusted.text(why.detail()))),
                refusal(),
                hosts.stream().flatMap(host -> host.at.stream()).reduce((earlier, later) -> later));
    }

    /** What a host said counts only if that is why the mail was not delivered. */
    private Optional<Refusal> refusal() {
        return hosts.stream()
                .filter(host -> isLastWord(host.failure))
                .flatMap(host -> host.refusal().stream())
                .reduce((earlier, later) -> later);
    }

    /** Where the mail was given up, that is said in front of the last word. */
    private boolean isLastWord(Optional<Failure> theirs) {
        return failure.isPresent()
                && theirs.isPresent()
                && failure.get().reason() == theirs.get().reason()
                && failure.get().detail().endsWith(theirs.get().detail());
    }

    private static final class FailureReader {

        private Optional<FailureReason> reason = Optional.empty();
        private String detail = "";

        /** Empty if the reason is one of a later version. */
        static Optional<Failure> read(JsonWalk json) throws IOException {
            FailureReader reader = new FailureReader();
            json.object(name -> {
                switch (name) {
                    case "reason" -> reader.reason = ReportReader.constant(FailureReason.class, json.string());
                    case "detail" -> reader.detail = json.string();
                    default -> json.skip();
                }
            });
            return reader.reason.map(why -> new Failure(why, reader.detail));
        }
    }

    private static final class Host {

        private Optional<DomainName> name = Optional.empty();
        private Optional<Instant> at = Optional.empty();
        private Optional<Failure> failure = Optional.empty();
        private Optional<SmtpReply> reply = Optional.empty();

        static Host read(JsonWalk json) throws IOException {
            Host host = new Host();
            json.object(name -> {
                switch (name) {
                    case "host" -> host.name = DomainName.ifValid(json.string());
                    case "at" -> host.at = Optional.of(json.instant());
                    case "failure" -> host.failure = FailureReader.read(json);
                    case "reply" -> host.reply = refusing(json.string());
                    default -> json.skip();
                }
            });
            return host;
        }

        private static Optional<SmtpReply> refusing(String text) {
            return text.matches("(?s)[45][0-9]{2}(?:[ -].*)?")
                    ? Optional.of(new SmtpReply(Integer.parseInt(text.substring(0, 3)), text))
                    : Optional.empty();
        }

        Optional<Refusal> refusal() {
            return name.flatMap(host -> reply.map(said -> new Refusal(host, said)));
        }
    }
}
