package io.github.camelmtasts.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A UDP and a TCP socket of the same number, both fed by one function. */
final class DnsSockets implements AutoCloseable {
    /** Answers one packet, now, later or never. */
    interface Answers {
        CompletableFuture<byte[]> answer(byte[] query, DnsQuery.Transport transport) throws IOException;

        /** What is sent over UDP before the answer. */
        List<DnsNoise> noise(byte[] query) throws IOException;
    }

    private static final int ATTEMPTS = 50;
    private static final int LARGEST_PACKET = 65535;

    private final DatagramSocket udp;
    private final TcpListener tcp;
    private final Answers answers;

    private DnsSockets(DatagramSocket udp, TcpListener tcp, Answers answers) {
        this.udp = udp;
        this.tcp = tcp;
        this.answers = answers;
    }

    /** Tries free UDP ports until TCP has the same one free. */
    static DnsSockets open(InetAddress address, Answers answers) throws IOException {
        IOException lastClash = new IOException("not tried");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            DatagramSocket udp = new DatagramSocket(new InetSocketAddress(address, 0));
            try {
                TcpListener tcp = TcpListener.open(
                        new InetSocketAddress(address, udp.getLocalPort()), "dns", client -> serve(client, answers));
                DnsSockets sockets = new DnsSockets(udp, tcp, answers);
                DaemonThread.start("dns udp", sockets::serveDatagrams);
                return sockets;
            } catch (IOException clash) {
                udp.close();
                lastClash = clash;
            }
        }
        throw lastClash;
    }

    int port() {
        return tcp.port();
    }

    @Override
    public void close() {
        udp.close();
        tcp.close();
    }

    private void serveDatagrams() {
        byte[] buffer = new byte[LARGEST_PACKET];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
                SocketAddress client = packet.getSocketAddress();
                whenThere(
                        answers.answer(query, DnsQuery.Transport.UDP),
                        answer -> send(answers.noise(query), answer, client));
            } catch (IOException | RuntimeException e) {
                // closed, which ends the loop, or a packet that makes no sense
            }
        }
    }

    private void send(List<DnsNoise> noise, byte[] answer, SocketAddress client) throws IOException {
        for (DnsNoise each : noise) {
            byte[] packet = each.packet(answer);
            DatagramPacket datagram = new DatagramPacket(packet, packet.length, client);
            if (each == DnsNoise.OTHER_SOURCE) {
                try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(udp.getLocalAddress(), 0))) {
                    other.send(datagram);
                }
            } else {
                udp.send(datagram);
            }
        }
        udp.send(new DatagramPacket(answer, answer.length, client));
    }

    private static void serve(Socket client, Answers answers) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        try {
            while (true) {
                byte[] query = in.readNBytes(in.readUnsignedShort());
                whenThere(answers.answer(query, DnsQuery.Transport.TCP), answer -> out.write(framed(answer)));
            }
        } catch (EOFException e) {
            // the client has no more questions
        }
    }

    private static void whenThere(CompletableFuture<byte[]> answer, Sending sending) {
        var unused = answer.thenAccept(bytes -> {
            try {
                sending.send(bytes);
            } catch (IOException e) {
                // the client has gone
            }
        });
    }

    private interface Sending {
        void send(byte[] answer) throws IOException;
    }

    /** With its length in front, in one write (RFC 7766 section 8). */
    private static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(Short.BYTES + message.length)
                .putShort((short) message.length)
                .put(message)
                .array();
    }
}
