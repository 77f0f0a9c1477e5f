package io.github.camelmtasts.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.RealmChoiceCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

import io.github.camelmtasts.delivery.Login;
import io.github.camelmtasts.policy.DomainName;

/** What one SASL mechanism says (RFC 4422 section 3): something at once perhaps, and then one answer to each challenge. */
interface LoginExchange {

    /** What goes out with the mechanism's name; empty if the host has the first word. */
    Optional<byte[]> initialResponse() throws SaslException;

    /**
     * The answer to a challenge.
     *
     * @throws SaslException if the mechanism has none
     */
    byte[] answer(byte[] challenge) throws SaslException;

    /** The exchange of this mechanism with this host. */
    static LoginExchange of(String mechanism, Login login, DomainName host) throws SaslException {
        String user = login.user();
        return switch (mechanism) {
            case "LOGIN" -> new Spoken(Optional.empty(), List.of(user, login.password()));
            case "PLAIN" -> new Spoken(Optional.of("\0" + user + "\0" + login.password()), List.of()); // RFC 4616
            // who shows a wrong token is told why in a challenge, and answers it by nothing
            case "XOAUTH2" ->
                new Spoken(Optional.of("user=" + user + "\1auth=Bearer " + login.password() + "\1\1"), List.of(""));
            default -> Computed.of(mechanism, login, host);
        };
    }

    /** A mechanism that says the same whatever it is asked. */
    final class Spoken implements LoginExchange {

        private final Optional<String> initial;
        private final Deque<String> answers;

        private Spoken(Optional<String> initial, List<String> answers) {
            this.initial = initial;
            this.answers = new ArrayDeque<>(answers);
        }

        @Override
        public Optional<byte[]> initialResponse() {
            return initial.map(text -> text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public byte[] answer(byte[] challenge) throws SaslException {
            String next = answers.poll();
            if (next == null) {
                throw new SaslException("the host asks for more than the mechanism has");
            }
            return next.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A mechanism of the JDK's, that computes its answers. */
    final class Computed implements LoginExchange {

        private final SaslClient client;

        private Computed(SaslClient client) {
            this.client = client;
        }

        private static Computed of(String mechanism, Login login, DomainName host) throws SaslException {
            SaslClient client = Sasl.createSaslClient(
                    new String[] {mechanism}, null, "smtp", host.toString(), Map.of(), asked -> tell(login, asked));
            if (client == null) {
                throw new SaslException("this Java has no " + mechanism);
            }
            return new Computed(client);
        }

        private static void tell(Login login, Callback[] asked) {
            for (Callback callback : asked) {
                if (callback instanceof NameCallback name) {
                    name.setName(login.user());
                } else if (callback instanceof PasswordCallback password) {
                    password.setPassword(login.password().toCharArray());
                } else if (callback instanceof RealmCallback realm && realm.getDefaultText() != null) {
                    realm.setText(realm.getDefaultText());
                } else if (callback instanceof RealmChoiceCallback realms) {
                    realms.setSelectedIndex(realms.getDefaultChoice());
                }
            }
        }

        @Override
        public Optional<byte[]> initialResponse() throws SaslException {
            return client.hasInitialResponse() ? Optional.of(client.evaluateChallenge(new byte[0])) : Optional.empty();
        }

        @Override
        public byte[] answer(byte[] challenge) throws SaslException {
            if (client.isComplete()) {
                return new byte[0];
            }
            byte[] answer = client.evaluateChallenge(withoutEmptyRealm(challenge));
            return answer == null ? new byte[0] : answer;
        }

        /** RFC 2831 section 2.1.1: an empty realm is as good as none; Dovecot names it so, and the JDK cannot read it. */
        private static byte[] withoutEmptyRealm(byte[] challenge) {
            return new String(challenge, StandardCharsets.ISO_8859_1)
                    .replace("realm=\"\",", "")
                    .replace(",realm=\"\"", "")
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
