package io.github.camelmtasts.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A domain that receives mail: its MX records, its MTA-STS record and its policy files. Immutable: every method returns
 * a changed copy.
 */
public final class MailDomain implements Participant {
    private final String name;
    private final Policies policies;
    private final @Nullable List<String> txt;
    private final List<Mx> exchanges;

    private MailDomain(String name, Policies policies, @Nullable List<String> txt, List<Mx> exchanges) {
        this.name = name;
        this.policies = policies;
        this.txt = txt;
        this.exchanges = exchanges;
    }

    /** A domain without any record; its name exists, so that lookups end in "no data" and not in "no such name". */
    public static MailDomain domain(String name) {
        return new MailDomain(HostNames.canonical(name), new Policies("1", null, null), null, List.of());
    }

    /**
     * Writes one TXT record of several character-strings, for {@link #txt}: resolvers join them without a space.
     *
     * @param strings up to 255 octets each
     */
    public static String txtStrings(String... strings) {
        return Stream.of(strings)
                .map(string -> '"' + string.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(" "));
    }

    /**
     * Serves the file at {@code mta-sts.<name>} and publishes {@code v=STSv1; id=1;} at {@code _mta-sts.<name>}. A text
     * and a JSON policy may stand side by side; a second one of the same format replaces the first.
     */
    public MailDomain policy(PolicyFile file) {
        return new MailDomain(name, policies.with(file), txt, exchanges);
    }

    /** The {@code id} of the implied TXT record, used as it is, valid or not; 1 unless told. */
    public MailDomain policyId(String id) {
        return new MailDomain(name, policies.withId(id), txt, exchanges);
    }

    /**
     * Publishes these TXT records at {@code _mta-sts.<name>} in place of the implied one. A record that begins with a
     * double quote is read as in a master file (see {@link #txtStrings}), any other is taken as it stands.
     */
    public MailDomain txt(String... records) {
        return new MailDomain(name, policies, List.of(records), exchanges);
    }

    /** Publishes no TXT record, although there may be a policy file. */
    public MailDomain withoutTxt() {
        return txt();
    }

    /** Adds an MX record and the server that it names. */
    public MailDomain mx(int preference, MxHost host) {
        return withMx(new Mx(preference, host.name(), host));
    }

    /** Adds an MX record only: the name may be described elsewhere, or not exist. */
    public MailDomain mx(int preference, String hostName) {
        return withMx(new Mx(preference, HostNames.canonical(hostName), null));
    }

    /** Publishes the null MX of RFC 7505: the domain takes no mail. */
    public MailDomain nullMx() {
        return withMx(new Mx(0, "", null));
    }

    /** Publishes no MX record; a server of the domain's own name listens instead (RFC 5321 section 5.1). */
    public MailDomain implicitMx() {
        return implicitMx(MxHost.mxHost(name));
    }

    /**
     * Publishes no MX record; this server listens instead.
     *
     * @throws IllegalArgumentException if the server is not named as the domain
     */
    public MailDomain implicitMx(MxHost host) {
        if (!host.name().equals(name)) {
            throw new IllegalArgumentException("an implicit MX is named as its domain: " + host.name() + ", " + name);
        }
        return withMx(new Mx(Mx.NO_RECORD, name, host));
    }

    @Override
    public String name() {
        return name;
    }

    List<PolicyFile> policyFiles() {
        return Stream.of(policies.text(), policies.json())
                .flatMap(Stream::ofNullable)
                .toList();
    }

    List<String> txtRecords() {
        if (txt != null) {
            return txt;
        }
        return policyFiles().isEmpty() ? List.of() : List.of("v=STSv1; id=" + policies.id() + ";");
    }

    List<String> mxRecords() {
        return exchanges.stream()
                .filter(mx -> mx.preference() != Mx.NO_RECORD)
                .map(mx -> mx.preference() + " " + mx.hostName() + ".")
                .toList();
    }

    List<MxHost> hosts() {
        return exchanges.stream()
                .map(mx -> Optional.ofNullable(mx.host()))
                .flatMap(Optional::stream)
                .toList();
    }

    private MailDomain withMx(Mx mx) {
        List<Mx> more = new ArrayList<>(exchanges);
        more.add(mx);
        return new MailDomain(name, policies, txt, List.copyOf(more));
    }

    private record Mx(
            int preference, String hostName, @Nullable MxHost host) {
        static final int NO_RECORD = -1;
    }

    private record Policies(
            String id, @Nullable PolicyFile text, @Nullable PolicyFile json) {
        Policies with(PolicyFile file) {
            return file.format() == PolicyFormat.TEXT ? new Policies(id, file, json) : new Policies(id, text, file);
        }

        Policies withId(String newId) {
            return new Policies(newId, text, json);
        }
    }
}
