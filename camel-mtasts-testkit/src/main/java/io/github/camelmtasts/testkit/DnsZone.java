package io.github.camelmtasts.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** All records of the internet, looked up as an authoritative server of the root would. Thread-safe. */
final class DnsZone {
    /** The internet has them, whatever a test puts into it. */
    private static final Set<Name> TOP_LEVEL =
            Set.of(DnsRecords.name("com"), DnsRecords.name("net"), DnsRecords.name("org"));

    private final Map<Name, Map<Integer, List<Record>>> sets = new HashMap<>();
    private boolean isolated;

    /**
     * The outcome of a look-up.
     *
     * @param records the aliases followed, then the records asked for
     * @param found whether there are records of the type asked for
     * @param nameExists whether the name at the end of the aliases exists
     */
    record Answer(List<Record> records, boolean found, boolean nameExists) {}

    /** Makes the name exist, with or without records. */
    synchronized void add(Name name) {
        setsOf(name);
    }

    synchronized void put(Name name, int type, List<Record> records) {
        setsOf(name).put(type, List.copyOf(records));
    }

    /** Removes one set; a name that has no other goes too. */
    synchronized void remove(Name name, int type) {
        Map<Integer, List<Record>> atName = sets.getOrDefault(name, new HashMap<>());
        atName.remove(type);
        if (atName.isEmpty()) {
            sets.remove(name);
        }
    }

    /** The top-level domains are gone, as for who has no way to their servers. */
    synchronized void isolate() {
        isolated = true;
    }

    synchronized void clear() {
        isolated = false;
        sets.clear();
    }

    synchronized Answer find(Name name, int type) {
        List<Record> path = new ArrayList<>();
        Name current = name;
        while (true) {
            List<Record> wanted = at(current, type);
            if (!wanted.isEmpty()) {
                path.addAll(wanted);
                return new Answer(path, true, true);
            }
            List<Record> alias = at(current, Type.CNAME);
            if (alias.isEmpty() || path.containsAll(alias)) {
                return new Answer(path, false, exists(current));
            }
            path.addAll(alias);
            current = ((CNAMERecord) alias.get(0)).getTarget();
        }
    }

    private Map<Integer, List<Record>> setsOf(Name name) {
        return sets.computeIfAbsent(name, unused -> new HashMap<>());
    }

    private List<Record> at(Name name, int type) {
        return sets.getOrDefault(name, Map.of()).getOrDefault(type, List.of());
    }

    /** A name exists too if only names below it have records. */
    private boolean exists(Name name) {
        return (!isolated && TOP_LEVEL.contains(name))
                || sets.keySet().stream().anyMatch(known -> known.subdomain(name));
    }
}
