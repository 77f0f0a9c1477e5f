package io.github.camelmtasts.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** Reads the head of an HTTP/1.1 request; a body is left unread. */
final class HttpRequestReader {
    private static final int LONGEST_LINE = 65_536; // far above what an honest client sends

    private final InputStream in;

    HttpRequestReader(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** Reads until the empty line; fails if the client ends before. */
    PolicyRequest read(@Nullable String sni) throws IOException {
        String[] requestLine = line().split(" ", -1);
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = Math.max(0, line.indexOf(':'));
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, unused -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        headers.replaceAll((name, values) -> List.copyOf(values));
        String target = requestLine.length > 1 ? requestLine[1] : "";
        return new PolicyRequest(host(headers), target, sni, Map.copyOf(headers), requestLine[0]);
    }

    private static String host(Map<String, List<String>> headers) {
        String value = headers.getOrDefault("host", List.of("")).get(0);
        return HostNames.canonical(value.replaceFirst(":\\d*$", ""));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0 || line.length() > LONGEST_LINE) {
                throw new IOException("no HTTP request: " + line);
            }
            line.append((char) octet);
        }
        return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip();
    }
}
