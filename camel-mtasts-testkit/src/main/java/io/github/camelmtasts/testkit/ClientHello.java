package io.github.camelmtasts.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The first TLS record of a client, read ahead of the handshake: the server name in it (RFC 6066 section 3) decides
 * which certificate and TLS versions to offer, and is known even if the handshake fails.
 */
final class ClientHello {
    private static final int HANDSHAKE_RECORD = 22;
    private static final int RECORD_HEADER = 5;
    private static final int HANDSHAKE_HEADER = 4;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int SERVER_NAME_EXTENSION = 0;

    private final byte[] octets;

    private ClientHello(byte[] octets) {
        this.octets = octets;
    }

    /** Reads one record, or what there is of it before the end; of anything but a TLS handshake, the first octets. */
    static ClientHello read(InputStream in) throws IOException {
        byte[] header = in.readNBytes(RECORD_HEADER);
        if (header.length < RECORD_HEADER || header[0] != HANDSHAKE_RECORD) {
            return new ClientHello(header);
        }
        int length = Short.toUnsignedInt(ByteBuffer.wrap(header).getShort(3));
        byte[] body = in.readNBytes(length);
        byte[] octets = ByteBuffer.allocate(header.length + body.length)
                .put(header)
                .put(body)
                .array();
        return new ClientHello(octets);
    }

    /** The octets read, for a handshake to start with. */
    InputStream asStream() {
        return new ByteArrayInputStream(octets);
    }

    /** The names in the server name extension, lower case; none if this is no client hello. */
    List<String> serverNames() {
        ByteBuffer hello = ByteBuffer.wrap(octets);
        try {
            skip(hello, RECORD_HEADER + HANDSHAKE_HEADER + VERSION_AND_RANDOM);
            skip(hello, Byte.toUnsignedInt(hello.get())); // session id
            skip(hello, Short.toUnsignedInt(hello.getShort())); // cipher suites
            skip(hello, Byte.toUnsignedInt(hello.get())); // compression methods
            return extensions(take(hello));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return List.of();
        }
    }

    private static List<String> extensions(ByteBuffer extensions) {
        while (extensions.hasRemaining()) {
            int type = extensions.getShort();
            ByteBuffer content = take(extensions);
            if (type == SERVER_NAME_EXTENSION) {
                return names(take(content));
            }
        }
        return List.of();
    }

    private static List<String> names(ByteBuffer list) {
        List<String> names = new ArrayList<>();
        while (list.hasRemaining()) {
            skip(list, 1); // name type: host name
            names.add(HostNames.canonical(
                    StandardCharsets.US_ASCII.decode(take(list)).toString()));
        }
        return List.copyOf(names);
    }

    /** The octets behind a length of two octets. */
    private static ByteBuffer take(ByteBuffer buffer) {
        int length = Short.toUnsignedInt(buffer.getShort());
        ByteBuffer part = buffer.slice(buffer.position(), Math.min(length, buffer.remaining()));
        skip(buffer, length);
        return part;
    }

    private static void skip(ByteBuffer buffer, int octets) {
        buffer.position(buffer.position() + octets);
    }
}
