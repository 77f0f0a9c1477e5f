package io.github.camelmtasts.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Reads names, types and record data as people write them in tests. */
final class DnsRecords {
    private static final int LONGEST_STRING = 255;

    private DnsRecords() {}

    static Name name(String name) {
        String canonical = HostNames.canonical(name);
        try {
            return canonical.isEmpty() ? Name.root : Name.fromString(canonical, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a DNS name: " + name, e);
        }
    }

    static int type(String type) {
        int value = Type.value(type);
        if (value < 0) {
            throw new IllegalArgumentException("not a DNS record type: " + type);
        }
        return value;
    }

    /** Reads data in master-file form; a TXT that does not begin with a quote is taken as it stands. */
    static Record record(Name name, int type, String data) {
        String masterForm = type == Type.TXT && !data.startsWith("\"") ? quoted(data) : data;
        try {
            return Record.fromString(name, type, DClass.IN, 0, masterForm, Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException("not " + Type.string(type) + " data: " + data, e);
        }
    }

    static Record withTtl(Record record, Duration ttl) {
        return Record.newRecord(
                record.getName(), record.getType(), record.getDClass(), ttl.toSeconds(), record.rdataToWireCanonical());
    }

    /** One character-string, or several where the text is longer than one may be. */
    private static String quoted(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return IntStream.rangeClosed(0, Math.max(0, octets.length - 1) / LONGEST_STRING)
                .map(part -> part * LONGEST_STRING)
                .mapToObj(start -> IntStream.range(start, Math.min(octets.length, start + LONGEST_STRING))
                        .mapToObj(i -> "\\%03d".formatted(Byte.toUnsignedInt(octets[i])))
                        .collect(Collectors.joining("", "\"", "\"")))
                .collect(Collectors.joining(" "));
    }
}
