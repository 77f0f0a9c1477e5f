package io.github.camelmtasts.dns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import io.github.camelmtasts.policy.DomainName;

/** What the answer to an MX question means for delivery (RFC 5321 section 5.1, RFC 7505). */
public sealed interface MailHosts {

    /** Hosts to try in this order. */
    record InOrder(List<DomainName> hosts) implements MailHosts {
        public InOrder {
            hosts = List.copyOf(hosts);
        }
    }

    /** The domain takes no mail, and says so (RFC 7505 section 3): permanent. */
    record NullMx() implements MailHosts {}

    /** The domain does not exist: permanent. */
    record NoSuchDomain() implements MailHosts {}

    /** There are MX records, and none names a host: whoever runs the domain's DNS must mend it. */
    record NoneUsable(String detail) implements MailHosts {}

    /** We stand in the list ourselves, and nobody before us: mail that went on would come back (RFC 5321 section 5.1). */
    record OnlyUs(DomainName us) implements MailHosts {}

    /** DNS could not say: temporary. */
    record CannotTell(String detail) implements MailHosts {}

    /** Handles every case; a new case breaks the callers at compile time. */
    default <T> T fold(
            Function<List<DomainName>, T> inOrder,
            Supplier<T> nullMx,
            Supplier<T> noSuchDomain,
            Function<String, T> noneUsable,
            Function<DomainName, T> onlyUs,
            Function<String, T> cannotTell) {
        if (this instanceof InOrder order) {
            return inOrder.apply(order.hosts());
        }
        if (this instanceof NullMx) {
            return nullMx.get();
        }
        if (this instanceof NoSuchDomain) {
            return noSuchDomain.get();
        }
        if (this instanceof NoneUsable none) {
            return noneUsable.apply(none.detail());
        }
        return this instanceof OnlyUs only ? onlyUs.apply(only.us()) : cannotTell.apply(((CannotTell) this).detail());
    }

    /** RFC 7505 section 3: the one record of a domain that takes no mail. */
    MxRecord NULL_MX_RECORD = new MxRecord(0, "");

    /** No honest domain has more; a hostile one shall not keep us busy. */
    int MAX_HOSTS = 20;

    /**
     * Reads the answer.
     *
     * @param us     the name of this machine, if the world knows it by one
     * @param random orders hosts of equal preference
     */
    static MailHosts of(
            DomainName domain, DnsAnswer<List<MxRecord>> answer, Optional<DomainName> us, RandomGenerator random) {
        return answer.fold(
                records -> fromRecords(records, us, random),
                // RFC 5321 section 5.1: no MX record, then the domain itself is the one host, of preference 0
                () -> fromRecords(List.of(new MxRecord(0, domain.toString())), us, random),
                NoSuchDomain::new,
                CannotTell::new);
    }

    private static MailHosts fromRecords(List<MxRecord> records, Optional<DomainName> us, RandomGenerator random) {
        if (records.equals(List.of(NULL_MX_RECORD))) {
            return new NullMx();
        }
        List<MxRecord> beforeUs = us.map(name -> before(name, records)).orElse(records);
        if (beforeUs.isEmpty() && us.isPresent()) {
            return new OnlyUs(us.get());
        }
        List<DomainName> hosts = inOrder(beforeUs, random);
        return hosts.isEmpty()
                ? new NoneUsable("none of its " + records.size() + " MX records names a host")
                : new InOrder(hosts);
    }

    /** RFC 5321 section 5.1: our own preference and all behind it are left out, on the full list, or mail might go in circles. */
    private static List<MxRecord> before(DomainName us, List<MxRecord> records) {
        OptionalInt ours = records.stream()
                .filter(record -> DomainName.ifValid(record.target()).equals(Optional.of(us)))
                .mapToInt(MxRecord::preference)
                .min();
        return ours.isEmpty()
                ? records
                : records.stream()
                        .filter(record -> record.preference() < ours.getAsInt())
                        .toList();
    }

    private static List<DomainName> inOrder(List<MxRecord> records, RandomGenerator random) {
        Map<Integer, List<MxRecord>> byPreference = records.stream()
                .collect(Collectors.groupingBy(MxRecord::preference, TreeMap::new, Collectors.toList()));
        List<DomainName> hosts = new ArrayList<>();
        for (List<MxRecord> equals : byPreference.values()) {
            List<DomainName> names = equals.stream()
                    .flatMap(record -> DomainName.ifValid(record.target()).stream())
                    .filter(name -> !name.isAddressText())
                    .sorted(Comparator.naturalOrder())
                    .collect(Collectors.toCollection(ArrayList::new));
            shuffle(names, random);
            hosts.addAll(names);
        }
        return hosts.stream().distinct().limit(MAX_HOSTS).toList();
    }

    private static void shuffle(List<DomainName> names, RandomGenerator random) {
        for (int i = names.size() - 1; i > 0; i--) {
            Collections.swap(names, i, random.nextInt(i + 1));
        }
    }
}
