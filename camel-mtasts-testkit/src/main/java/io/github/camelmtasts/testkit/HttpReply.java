package io.github.camelmtasts.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The status and headers of an HTTP response, and how they are written. */
record HttpReply(int status, List<Header> headers, Set<String> omitted) {
    static final HttpReply OK = new HttpReply(200, List.of(), Set.of());
    static final HttpReply NOT_FOUND = new HttpReply(404, List.of(), Set.of());
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);

    record Header(String name, String value) {}

    HttpReply withStatus(int other) {
        return new HttpReply(other, headers, omitted);
    }

    HttpReply withHeader(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new HttpReply(status, List.copyOf(more), omitted);
    }

    HttpReply without(String name) {
        Set<String> more = new TreeSet<>(omitted);
        more.add(lower(name));
        return new HttpReply(status, headers, Set.copyOf(more));
    }

    boolean hasBody() {
        return !WITHOUT_BODY.contains(status);
    }

    /** The status line and all headers; the defaults give way to what the test set or left out. */
    byte[] head(Map<String, String> defaults) {
        Map<String, String> implied = new LinkedHashMap<>(defaults);
        implied.keySet().removeIf(name -> omitted.contains(lower(name)) || isSet(name));
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
        implied.forEach((name, value) -> head.append(line(name, value)));
        headers.forEach(header -> head.append(line(header.name(), header.value())));
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private boolean isSet(String name) {
        return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
    }

    private static String line(String name, String value) {
        return name + ": " + value + "\r\n";
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
